package io.tollgate.billing.adjustment;

import io.tollgate.billing.ledger.Credit;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants to be booked.
 *
 * @param credit its actor is who asks; its id is the order's too
 * @param callId the call that money is given back for; null: none
 */
public record Order(Credit credit, @Nullable UUID callId) {

    /** Where an order stands. */
    public enum State {
        PENDING,
        BOOKED,
        REJECTED,
        EXPIRED
    }

    /** An order that waits, or has waited, for a second pair of eyes. */
    public record Pending(
            Order order,
            State state,
            Instant requestedAt,
            Instant expiresAt,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt) {}
}
