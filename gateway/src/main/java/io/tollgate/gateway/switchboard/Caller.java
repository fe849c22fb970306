package io.tollgate.gateway.switchboard;

import io.tollgate.gateway.call.CallEnd;
import io.tollgate.gateway.call.EndSide;
import io.tollgate.gateway.call.TalkLimit;
import io.tollgate.gateway.call.Timing;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.Quality;
import io.tollgate.rtp.media.MediaStats;
import io.tollgate.rtp.media.SideStats;
import org.jspecify.annotations.Nullable;

/** Puts what happens in a call into the words of the overlay protocol. */
final class Caller {
    private static final double OCTETS_TO_KILOBITS = 8.0 / 1000;

    private Caller() {}

    static CallMessage.Ended ended(
            CallEnd end,
            Timing timing,
            long costMicros,
            String currency,
            long balanceMicros,
            @Nullable String number,
            String cdr) {
        return new CallMessage.Ended(
                end.cause().word(),
                side(end.side()),
                end.cause().words(),
                end.sipStatus(),
                end.q850(),
                timing.ringMs(),
                timing.talkMs(),
                timing.setupMs(),
                costMicros,
                currency,
                balanceMicros,
                number,
                cdr);
    }

    static CallMessage.EndSide side(EndSide side) {
        return switch (side) {
            case CALLER -> CallMessage.EndSide.CALLER;
            case CALLEE -> CallMessage.EndSide.CALLEE;
            case NETWORK -> CallMessage.EndSide.NETWORK;
            case GATEWAY -> CallMessage.EndSide.GATEWAY;
        };
    }

    static CallMessage.WarningReason reason(TalkLimit limit) {
        return switch (limit) {
            case CREDIT -> CallMessage.WarningReason.CREDIT;
            case SPENDING -> CallMessage.WarningReason.SPENDING;
            case ACCOUNT -> CallMessage.WarningReason.ACCOUNT;
            case LENGTH -> CallMessage.WarningReason.LENGTH;
        };
    }

    /** What the call sounds like, and what the gateway hears from the device, averaged over {@code talkMs} where it is a rate. */
    static Quality quality(MediaStats stats, long talkMs) {
        SideStats side = stats.overlay();
        CallQuality quality = CallQuality.of(stats);
        CallQuality.Heard phone = quality.fromTrunk();
        double seconds = Math.max(1, talkMs) / 1000.0;
        return new Quality(
                CallRecord.lossPct(side),
                side.jitterMs(),
                Math.max(0, side.rttMs()),
                side.mos(),
                side.bytesIn() * OCTETS_TO_KILOBITS / seconds,
                quality.verdict() == CallQuality.Verdict.UNKNOWN
                        ? ""
                        : quality.verdict().word(),
                quality.causes().isEmpty() ? "" : quality.causes().getFirst(),
                phone == null ? 0 : Math.min(100, phone.lossPct() + phone.discardPct()),
                orZero(phone == null ? null : phone.mos()),
                orZero(phone == null ? null : phone.delayMs()));
    }

    private static double orZero(@Nullable Double value) {
        return value == null ? 0 : value;
    }
}
