package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.number.Dialled;
import io.tollgate.billing.number.NumberPlan;
import io.tollgate.billing.rating.DeckHeader;
import io.tollgate.billing.rating.Rating;
import io.tollgate.gateway.books.Subscriber;
import io.tollgate.gateway.books.Subscribers;
import io.tollgate.gateway.books.Tariffs;
import io.tollgate.gateway.call.Cause;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.quote.Quotes;
import io.tollgate.gateway.rest.Prices.ChargeView;
import io.tollgate.gateway.rest.Prices.RateView;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a number costs by the decks in force. */
@Path("/api/v1/rates")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "decks")
public class RatesResource {
    /** Decides how emergency numbers look behind a foreign country code; any country with a plan would do. */
    private static final String ANY_HOME = "GB";

    private final Tariffs tariffs;
    private final Subscribers subscribers;

    RatesResource(Tariffs tariffs, Subscribers subscribers) {
        this.tariffs = tariffs;
        this.subscribers = subscribers;
    }

    /** A deck in force. */
    public record DeckName(long id, String name, int version, String currency, int taxBp) {
        static DeckName of(DeckHeader deck) {
            return new DeckName(
                    Long.parseLong(deck.id()), deck.name(), deck.version(), deck.currency(), deck.taxBasisPoints());
        }
    }

    /**
     * What is known about a number.
     *
     * @param status {@code priced}, {@code free}, or the word of the cause for which a call would be refused
     * @param kind of line, such as {@code mobile}
     * @param charge for the seconds that were asked about
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Lookup(
            String status,
            @Nullable String words,
            @Nullable String number,
            @Nullable String formatted,
            @Nullable String region,
            @Nullable String country,
            @Nullable String kind,
            @Nullable RateView rate,
            @Nullable DeckName deck,
            @Nullable ChargeView charge) {}

    private record Asker(String country, String currency) {}

    @GET
    @Path("lookup")
    @Operation(
            summary = "Look a number up in the decks in force",
            description = "The account, or else country and currency, say how the number is read and priced.")
    public Lookup lookup(
            @Schema(examples = "\"+442079460123\"") @QueryParam("number") @NotBlank @Size(max = 64) String number,
            @QueryParam("currency") @Nullable String currency,
            @Schema(description = "Home country for national numbers") @QueryParam("country") @Nullable String country,
            @Schema(description = "User whose currency and home country apply") @QueryParam("account") @Nullable
                    String account,
            @Schema(description = "Talk time to be priced")
                    @QueryParam("seconds")
                    @Nullable
                    @Min(0)
                    @Max(Rating.MAX_TALK_SECONDS)
                    Long seconds) {
        Asker asker = asker(number, currency, country, account);
        return switch (NumberPlan.normalise(number, asker.country())) {
            case Dialled.Service service -> refused("free", "Free of charge.", service.name());
            case Dialled.Emergency emergency ->
                refused(Cause.EMERGENCY.word(), Cause.EMERGENCY.words(), emergency.digits());
            case Dialled.Invalid invalid -> refused(Cause.INVALID_NUMBER.word(), invalid.why(), null);
            case Dialled.Number found -> priced(found, asker.currency(), seconds);
        };
    }

    private Asker asker(String number, @Nullable String currency, @Nullable String country, @Nullable String account) {
        Subscriber subscriber = account == null ? null : subscriber(account);
        String home = country != null ? country : subscriber != null ? subscriber.homeCountry() : null;
        if (home == null && !number.strip().startsWith("+")) {
            throw Texts.fault("number", "must begin with + unless country or account is given");
        }
        if (home != null && !NumberPlan.isHomeCountry(home)) {
            throw Texts.fault("country", "must be a country with a numbering plan, such as GB");
        }
        String kept = currency != null ? currency : subscriber != null ? subscriber.currency() : null;
        if (kept == null || !Money.isCurrency(kept)) {
            throw Texts.fault("currency", "must be an ISO 4217 code like EUR, unless account is given");
        }
        return new Asker(Objects.requireNonNullElse(home, ANY_HOME), kept);
    }

    private Subscriber subscriber(String account) {
        return (Texts.isName(account) ? subscribers.find(account) : Optional.<Subscriber>empty())
                .orElseThrow(() -> ProblemException.notFound("There is no such account."));
    }

    private static Lookup refused(String status, String words, @Nullable String number) {
        return new Lookup(status, words, number, number, null, null, null, null, null, null);
    }

    private Lookup priced(Dialled.Number number, String currency, @Nullable Long seconds) {
        return switch (tariffs.price(currency, number.number(), Instant.now())) {
            case Tariffs.Priced.Unlisted() ->
                about(Cause.UNKNOWN_DESTINATION.word(), Cause.UNKNOWN_DESTINATION.words(), number, null, null, null);
            case Tariffs.Priced.Blocked blocked ->
                about(
                        Cause.BLOCKED_DESTINATION.word(),
                        "Calls to " + blocked.rate().destination() + " are blocked.",
                        number,
                        Prices.view(blocked.rate()),
                        null,
                        null);
            case Tariffs.Priced.At at ->
                about(
                        "priced",
                        null,
                        number,
                        Prices.view(at.tariff().rate()),
                        DeckName.of(at.tariff().deck()),
                        seconds == null ? null : Prices.charge(at.tariff(), seconds * 1000));
        };
    }

    private static Lookup about(
            String status,
            @Nullable String words,
            Dialled.Number number,
            @Nullable RateView rate,
            @Nullable DeckName deck,
            @Nullable ChargeView charge) {
        return new Lookup(
                status,
                words,
                number.number().digits(),
                Quotes.formatted(number.number()),
                number.region(),
                number.countryName(),
                Texts.word(number.kind()),
                rate,
                deck,
                charge);
    }
}
