package io.tollgate.billing.rerating;

import io.tollgate.billing.cdr.Period;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One going over a period.
 *
 * @param user calls of this user only; null: everyone's
 * @param destination calls to this destination, as the CDR names it, only; null: all
 * @param deckId the deck version to price by; null: each call by the version that it was priced by
 * @param calls looked at
 */
public record Run(
        UUID id,
        Period period,
        @Nullable String user,
        @Nullable String destination,
        @Nullable Long deckId,
        String reason,
        State state,
        long calls,
        String createdBy,
        Instant createdAt,
        @Nullable String appliedBy,
        @Nullable Instant appliedAt) {

    /** Where it stands. */
    public enum State {
        /** Under way, or interrupted: start another. */
        PREVIEWING,
        PREVIEWED,
        APPLYING,
        APPLIED,
        DISCARDED
    }
}
