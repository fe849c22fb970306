package io.tollgate.gateway.switchboard;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.JournalledCall;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.Charge;
import io.tollgate.billing.rating.Rate;
import io.tollgate.gateway.call.CallEnd;
import io.tollgate.gateway.call.OutboundSetup;
import io.tollgate.gateway.call.Timing;
import io.tollgate.gateway.quote.Quote;
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
        Quote.Callable quote,
        String device,
        String dialled,
        @Nullable String shown) {

    /** How the number was read and what it costs, in words. */
    String opening() {
        Rate rate = setup.tariff().rate();
        return "dialled " + dialled + ", read as " + setup.number() + " (" + rate.destination() + "), rate "
                + rate.perMinuteMicros() + " micros of " + quote.deck().currency() + " per minute, prefix "
                + rate.prefix() + " of deck " + quote.deck().name() + " version "
                + quote.deck().version();
    }

    JournalledCall journalled() {
        return new JournalledCall(
                setup.callId(),
                Cdr.Direction.OUTBOUND,
                setup.user(),
                device,
                numbers(),
                tariff(),
                quote.deck().currency(),
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
        Rate rate = setup.tariff().rate();
        return new Cdr.Tariff(
                rate.destination(),
                rate.prefix(),
                Long.valueOf(quote.deck().id()),
                quote.deck().version());
    }

    /**
     * @param priced what prices the call, from its answer on
     * @param trunkCodec what was agreed with the carrier; may be empty
     * @param now stands in where the timing has no end
     */
    Cdr cdr(
            CallTariff priced,
            CallEnd end,
            Timing timing,
            long cost,
            @Nullable String trunk,
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
                tariff(),
                trunk,
                record.codec(trunkCodec),
                new Cdr.Times(timing.started(), timing.alerting(), timing.answered(), ended),
                timing.talkMs(),
                charge.billedSeconds(),
                cost,
                charge.taxMicros(),
                quote.deck().currency(),
                new Cdr.Ending(end.cause().word(), end.side().word(), end.sipStatus(), end.q850()),
                record.quality(),
                record.explanation(end));
    }
}
