package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.billing.admin.DeckEntity;
import io.tollgate.billing.admin.RateEntity;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.cdr.CdrStore;
import io.tollgate.billing.cdr.jdbc.CdrArchive;
import io.tollgate.billing.ledger.Allowances;
import io.tollgate.billing.ledger.LedgerEntry;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.DeckHeader;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.rest.AccountsResource.EntryView;
import io.tollgate.gateway.rest.CdrsResource.CdrView;
import io.tollgate.gateway.rest.Prices.ChargeView;
import io.tollgate.gateway.switchboard.LiveCalls;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Puts together what is known about a finished call. */
@Singleton
class Explanations {
    private final CdrStore cdrs;
    private final CdrArchive archive;
    private final PostgresLedger ledger;
    private final Allowances allowances;
    private final LiveCalls calls;
    private final ObjectMapper json;

    Explanations(
            CdrStore cdrs,
            CdrArchive archive,
            PostgresLedger ledger,
            Allowances allowances,
            LiveCalls calls,
            ObjectMapper json) {
        this.cdrs = cdrs;
        this.archive = archive;
        this.ledger = ledger;
        this.allowances = allowances;
        this.calls = calls;
        this.json = json;
    }

    /**
     * All about a finished call.
     *
     * @param sentence what happened, in plain words
     * @param sound what it sounded like and why, in plain words; absent when nothing was measured
     * @param call its record
     * @param story what was decided, said on the trunk and measured, as the call noted it
     * @param charge derived again from the deck's row; absent when nothing was rated
     * @param chargeAgrees whether that comes to what the record says
     * @param packages what the call has used of packages; empty when nothing
     * @param entries what was booked, later corrections and refunds included; empty when nothing was
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Explanation(
            String sentence,
            @Nullable String sound,
            CdrView call,
            @Schema(implementation = Object.class) JsonNode story,
            @Nullable ChargeView charge,
            @Nullable Boolean chargeAgrees,
            List<PackageUse> packages,
            List<EntryView> entries) {}

    /**
     * Seconds of a package that a call has used.
     *
     * @param allowance the period's grant that they came from
     * @param name of the package
     */
    public record PackageUse(UUID allowance, String name, String group, long seconds) {}

    /** Everything. */
    @Transactional
    Explanation forOperator(UUID id) {
        return explain(found(id));
    }

    /** What a user may see of a call of theirs; a call of somebody else is not found. */
    @Transactional
    Explanation forUser(UUID id, String user) {
        Cdr cdr = found(id);
        if (!user.equals(cdr.user())) {
            throw noSuchCall();
        }
        Explanation whole = explain(cdr);
        JsonNode story = whole.story();
        if (story instanceof ObjectNode object) {
            object.remove(List.of("detail", "sip", "attempts"));
        }
        return new Explanation(
                whole.sentence(),
                whole.sound(),
                whole.call().withoutCarrier(),
                story,
                whole.charge(),
                whole.chargeAgrees(),
                whole.packages(),
                whole.entries().stream()
                        .filter(entry -> entry.account().equals(user))
                        .toList());
    }

    private Cdr found(UUID id) {
        return cdrs.find(id)
                .orElseThrow(() -> calls.find(id).isPresent()
                        ? ProblemException.notFound("The call is still in progress; it is explained when it has ended.")
                        : noSuchCall());
    }

    private static ProblemException noSuchCall() {
        return ProblemException.notFound("There is no record of such a call.");
    }

    private Explanation explain(Cdr cdr) {
        ChargeView charge = charge(cdr);
        List<LedgerEntry> entries = new ArrayList<>(ledger.entries(cdr.id()));
        archive.correctionsOf(cdr.id()).forEach(transfer -> entries.addAll(ledger.entries(transfer)));
        List<PackageUse> packages = allowances.usedBy(cdr.id()).stream()
                .map(used -> new PackageUse(used.id(), used.reference(), used.group(), used.seconds()))
                .toList();
        JsonNode story = story(cdr);
        return new Explanation(
                CallSentence.of(cdr, charge, packages),
                SoundSentence.of(cdr.quality(), story.path("quality")),
                CdrView.of(cdr),
                story,
                charge,
                charge == null ? null : charge.totalMicros() == cdr.costMicros(),
                packages,
                entries.stream().map(CreditRegister::view).toList());
    }

    private JsonNode story(Cdr cdr) {
        try {
            return json.readTree(cdr.explanation());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database kept no JSON as explanation of call " + cdr.id(), e);
        }
    }

    private static @Nullable ChargeView charge(Cdr cdr) {
        Optional<CallTariff> kept = cdr.tariff().priced();
        if (kept.isPresent()) {
            return Prices.charge(kept.get(), cdr.talkMs());
        }
        Long deckId = cdr.tariff().deckId();
        String prefix = cdr.tariff().prefix();
        if (deckId == null || prefix == null) {
            return null;
        }
        DeckEntity deck = DeckEntity.findById(deckId);
        return deck == null
                ? null
                : RateEntity.<RateEntity>find("deckId = ?1 and prefix = ?2", deckId, prefix)
                        .firstResultOptional()
                        .map(row -> CallTariff.of(
                                new DeckHeader(deckId.toString(), deck.version, deck.name, deck.currency, deck.taxBp),
                                Prices.rate(row),
                                Objects.requireNonNullElse(
                                        cdr.times().answered(), cdr.times().started())))
                        .map(tariff -> Prices.charge(tariff, cdr.talkMs()))
                        .orElse(null);
    }
}
