package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.cdr.CdrFilter;
import io.tollgate.billing.cdr.CdrStore;
import io.tollgate.billing.ledger.Balance;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.number.Dialled;
import io.tollgate.gateway.books.Subscriber;
import io.tollgate.gateway.books.Subscribers;
import io.tollgate.gateway.call.Cause;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.quote.Quote;
import io.tollgate.gateway.quote.Quotes;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a signed-in user sees: credit, what a number would cost, calls. */
@Path("/api/v1/me")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.USER)
@Tag(name = "me", description = "The signed-in user's own account")
public class MeResource {
    private final SecurityIdentity identity;
    private final Subscribers subscribers;
    private final PostgresLedger ledger;
    private final Quotes quotes;
    private final CdrStore cdrs;

    MeResource(
            SecurityIdentity identity, Subscribers subscribers, PostgresLedger ledger, Quotes quotes, CdrStore cdrs) {
        this.identity = identity;
        this.subscribers = subscribers;
        this.ledger = ledger;
        this.quotes = quotes;
        this.cdrs = cdrs;
    }

    /** The account; amounts in micro-units of the currency. */
    public record Account(
            String user,
            String currency,
            long balanceMicros,
            long heldMicros,
            long availableMicros,
            String homeCountry,
            List<String> numbers) {}

    /** One line of the call history. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(
            UUID id,
            String direction,
            @Nullable String number,
            @Nullable String destination,
            Instant startedAt,
            long talkMs,
            long costMicros,
            @Nullable String currency,
            String cause,
            String text) {}

    /** The call history, newest first. */
    public record History(List<Entry> calls) {}

    /** Price of a call. */
    public record Price(long perMinuteMicros, String currency, long connectionFeeMicros, int incrementS, int firstS) {}

    /**
     * What a number would cost.
     *
     * @param status whether it can be called: {@code free}, has a price, or the word of the cause for which a call would be refused
     * @param packageS seconds that packages pay for before the price counts; absent when none do
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record QuoteAnswer(
            String status,
            @Nullable String number,
            @Nullable String formatted,
            @Nullable String country,
            @Nullable String region,
            @Nullable String destination,
            @Nullable Price price,
            @Nullable Long lastsS,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long packageS,
            @Nullable String words) {}

    @GET
    @Operation(summary = "Credit, home country and online numbers")
    public Account me() {
        Subscriber subscriber = subscriber();
        Balance balance = ledger.balance(subscriber.user())
                .orElseThrow(() -> ProblemException.notFound("There is no such account."));
        return new Account(
                subscriber.user(),
                balance.currency(),
                balance.balanceMicros(),
                balance.heldMicros(),
                balance.availableMicros(),
                subscriber.homeCountry(),
                subscribers.numbersOf(subscriber.user()));
    }

    @GET
    @Path("calls")
    @Operation(summary = "Call history, newest first")
    public History calls(@QueryParam("limit") @DefaultValue("50") @Min(1) @Max(500) int limit) {
        return new History(cdrs.list(CdrFilter.ofUser(subscriber().user(), limit)).cdrs().stream()
                .map(MeResource::entry)
                .toList());
    }

    private static Entry entry(Cdr cdr) {
        boolean outbound = cdr.direction() == Cdr.Direction.OUTBOUND;
        String sent = cdr.numbers().sent();
        String number = outbound
                ? (sent == null ? cdr.numbers().dialled() : sent)
                : cdr.numbers().caller();
        return new Entry(
                cdr.id(),
                outbound ? "outbound" : "inbound",
                number,
                cdr.tariff().destination(),
                cdr.times().started(),
                cdr.talkMs(),
                cdr.costMicros(),
                cdr.currency(),
                cdr.ending().cause(),
                words(cdr.ending().cause()));
    }

    private static String words(String cause) {
        return Arrays.stream(Cause.values())
                .filter(known -> known.word().equals(cause))
                .findFirst()
                .map(Cause::words)
                .orElse("Call ended.");
    }

    @GET
    @Path("quote")
    @Operation(summary = "What a typed number is and what a call to it would cost")
    public QuoteAnswer quote(@QueryParam("number") @NotBlank @Size(max = 64) String number) {
        return switch (quotes.of(subscriber(), number, Instant.now())) {
            case Quote.Service service ->
                new QuoteAnswer("free", service.name(), service.name(), null, null, "Echo test", null, null, 0, null);
            case Quote.Refused refused ->
                new QuoteAnswer(refused.cause().word(), null, null, null, null, null, null, null, 0, refused.words());
            case Quote.Emergency passed ->
                new QuoteAnswer(
                        "free",
                        passed.digits(),
                        passed.digits(),
                        null,
                        null,
                        "Emergency",
                        null,
                        null,
                        0,
                        "Emergency call, free.");
            case Quote.Denied denied ->
                about(
                        denied.cause().word(),
                        denied.number(),
                        null,
                        null,
                        null,
                        0,
                        denied.cause().words());
            case Quote.RefusedNumber refused ->
                about(refused.cause().word(), refused.number(), null, null, null, 0, refused.words());
            case Quote.Callable callable ->
                about(
                        "priced",
                        callable.number(),
                        callable.rate().destination(),
                        new Price(
                                callable.tariff().shownPerMinuteMicros(),
                                callable.deck().currency(),
                                callable.tariff().shownConnectionFeeMicros(),
                                callable.rate().incrementSeconds(),
                                callable.rate().firstSeconds()),
                        callable.lastsSeconds(),
                        callable.tariff().bundleSeconds(),
                        null);
        };
    }

    private static QuoteAnswer about(
            String status,
            Dialled.Number number,
            @Nullable String destination,
            @Nullable Price price,
            @Nullable Long lastsS,
            long packageSeconds,
            @Nullable String words) {
        return new QuoteAnswer(
                status,
                number.number().digits(),
                Quotes.formatted(number.number()),
                number.countryName(),
                number.region(),
                destination,
                price,
                lastsS,
                packageSeconds,
                words);
    }

    private Subscriber subscriber() {
        return subscribers
                .find(identity.getPrincipal().getName())
                .orElseThrow(() -> ProblemException.notFound("This account does not exist any more."));
    }
}
