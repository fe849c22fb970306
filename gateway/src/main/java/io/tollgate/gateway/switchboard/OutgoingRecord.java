package io.tollgate.gateway.switchboard;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.JournalledCall;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.Charge;
import io.tollgate.billing.rating.Rate;
import io.tollgate.gateway.call.CallEnd;
import io.tollgate.gateway.call.Funding;
import io.tollgate.gateway.call.OutboundSetup;
import io.tollgate.gateway.call.Timing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is written down about a call to a phone: its journal row at the start, its CDR at the end.
 *
 * @param device that it comes from
 * @param dialled as typed
 * @param shown the caller's number that the callee is shown; null: withheld
 */
record OutgoingRecord(
        OutboundSetup setup,
        String device,
        String dialled,
        @Nullable String shown) {

    /** How the number was read and what it costs, in words. */
    String opening() {
        if (setup.funding() instanceof Funding.Unbilled) {
            return "dialled " + dialled + ", an emergency number: passed to trunk "
                    + setup.trunks().getFirst() + ", unbilled";
        }
        Rate rate = setup.tariff().rate();
        return "dialled " + dialled + ", read as " + setup.number() + " (" + rate.destination() + "), rate "
                + rate.perMinuteMicros() + " micros of " + setup.tariff().deck().currency() + " per minute, prefix "
                + rate.prefix() + " of deck " + setup.tariff().deck().name() + " version "
                + setup.tariff().deck().version()
                + (setup.tariff().bundleSeconds() == 0
                        ? ""
                        : ", after " + setup.tariff().bundleSeconds() + " s of packages");
    }

    JournalledCall journalled() {
        return new JournalledCall(
                setup.callId(),
                Cdr.Direction.OUTBOUND,
                setup.user(),
                device,
                numbers(),
                tariff(),
                setup.tariff().deck().currency(),
                null,
                setup.startedAt(),
                null,
                null,
                0);
    }

    private Cdr.Numbers numbers() {
        return new Cdr.Numbers(dialled, setup.number(), shown);
    }

    private Cdr.Tariff tariff() {
        if (setup.funding() instanceof Funding.Unbilled) {
            return new Cdr.Tariff(setup.tariff().rate().destination(), null, null, null);
        }
        return Cdr.Tariff.of(setup.tariff());
    }

    /**
     * @param priced what prices the call, from its answer on
     * @param carrier what the carrier asks; null when unknown
     * @param trunkCodec what was agreed with the carrier; may be empty
     * @param now stands in where the timing has no end
     */
    Cdr cdr(
            CallTariff priced,
            CallEnd end,
            Timing timing,
            long cost,
            @Nullable String trunk,
            Cdr.@Nullable CarrierCost carrier,
            String trunkCodec,
            CallRecord record,
            Instant now) {
        Instant known = timing.ended();
        Instant ended = known == null ? now : known;
        record.attempts().ended(ended, end);
        Charge charge = priced.charge(timing.talkMs());
        return new Cdr(
                setup.callId(),
                Cdr.Direction.OUTBOUND,
                setup.user(),
                device,
                numbers(),
                setup.funding() instanceof Funding.Unbilled
                        ? tariff()
                        : Cdr.Tariff.of(priced).charged(charge, carrier),
                trunk,
                record.codec(trunkCodec),
                new Cdr.Times(timing.started(), timing.alerting(), timing.answered(), ended),
                timing.talkMs(),
                charge.billedSeconds(),
                cost,
                charge.taxMicros(),
                setup.tariff().deck().currency(),
                new Cdr.Ending(end.cause().word(), end.side().word(), end.sipStatus(), end.q850()),
                record.quality(),
                record.explanation(end));
    }
}
