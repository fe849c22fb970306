package io.tollgate.billing.rerating;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call that a run would change, or cannot price.
 *
 * @param paidMicros its cost and all corrections when the run was previewed
 * @param newMicros what it should cost; the same as paid when it cannot be priced
 * @param taxDifferenceMicros what the house gets more of tax by it
 * @param note why it was not priced or not booked; may be empty
 */
public record Line(
        UUID runId,
        UUID callId,
        String user,
        String currency,
        Instant startedAt,
        @Nullable String number,
        @Nullable String destination,
        @Nullable String trunk,
        long talkMs,
        long paidMicros,
        long newMicros,
        long taxDifferenceMicros,
        @Nullable String prefix,
        State state,
        String note) {

    /** What became of it. */
    public enum State {
        PROPOSED,
        /** No price was found. */
        UNPRICED,
        BOOKED,
        /** Another correction came between: preview again. */
        STALE,
        /** The ledger refused it. */
        REFUSED
    }

    /** What the user owes more; negative: gets back. */
    public long differenceMicros() {
        return Math.subtractExact(newMicros, paidMicros);
    }

    /** The id of its transfer: always the same for a call in a run. */
    public UUID transferId() {
        return UUID.nameUUIDFromBytes(("rerating " + runId + " " + callId).getBytes(StandardCharsets.US_ASCII));
    }
}
