package io.tollgate.billing.cdr;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach somebody for a call. Immutable once stored.
 *
 * @param id chosen when the attempt began
 * @param callId the call it belongs to
 * @param ordinal its place among the call's attempts, from 1
 * @param target id of the trunk or device
 * @param numbers as dialled, as sent to this target, and the caller's number as sent
 * @param times instants in UTC, to the millisecond; ringing is the first sign of the far end, early media included
 * @param pddMs post-dial delay, from the INVITE to that first sign; null when there was none
 * @param talkMs from its answer to its end; 0 when unanswered
 * @param quality of what came from the target
 * @param costMicros what the carrier takes for it by its deck, in micro-units of {@code costCurrency}; null when it has
 *     no deck
 */
public record CallAttempt(
        UUID id,
        UUID callId,
        int ordinal,
        Kind kind,
        String target,
        Cdr.Numbers numbers,
        Cdr.Times times,
        @Nullable Long pddMs,
        long talkMs,
        @Nullable String codec,
        Cdr.Ending ending,
        Cdr.Quality quality,
        @Nullable Long costMicros,
        @Nullable String costCurrency) {

    /** Whom it tried. */
    public enum Kind {
        /** A carrier, for a call to a phone. */
        TRUNK,
        /** A user's device, for a call from a phone. */
        DEVICE
    }
}
