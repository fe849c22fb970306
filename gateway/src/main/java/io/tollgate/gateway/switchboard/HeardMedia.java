package io.tollgate.gateway.switchboard;

import io.tollgate.billing.ledger.JournalTouch;
import io.tollgate.rtp.media.MediaStats;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When a call's media was last confirmed: the journal charges a call of a gateway that died up to there. Media counts as
 * confirmed while the device's packets go on arriving. Written by the call's loop, read by any thread.
 */
final class HeardMedia {
    private final UUID callId;
    private volatile long seenAtMs;
    private volatile @Nullable MediaStats last;
    private long packets = -1;

    HeardMedia(UUID callId) {
        this.callId = callId;
    }

    /** The answer itself is the first confirmation. */
    void answered(Instant at) {
        seenAtMs = at.toEpochMilli();
    }

    /** Newest figures. */
    void heard(MediaStats stats, Instant now) {
        last = stats;
        if (stats.overlay().packetsIn() != packets) {
            packets = stats.overlay().packetsIn();
            seenAtMs = now.toEpochMilli();
        }
    }

    /** The figures heard last; null before the first. */
    @Nullable
    MediaStats last() {
        return last;
    }

    /** The pipeline in words; empty before the first figures. */
    String pipeline() {
        MediaStats stats = last;
        return stats == null ? "" : stats.pipeline();
    }

    /** What the call sounds like by the newest figures. */
    CallQuality quality() {
        return CallQuality.of(last);
    }

    /** What the journal should know of a call that was answered then; empty when it was not. */
    Optional<JournalTouch> touch(@Nullable Instant answered) {
        long seen = seenAtMs;
        if (answered == null || seen < answered.toEpochMilli()) {
            return Optional.empty();
        }
        return Optional.of(new JournalTouch(callId, Instant.ofEpochMilli(seen), seen - answered.toEpochMilli()));
    }
}
