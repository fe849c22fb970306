package io.tollgate.billing.outbox;

import java.time.Instant;

/**
 * An event that a consumer did not take in all its tries.
 *
 * @param redrive an operator asked to try again
 */
public record DeadLetter(OutboxEvent event, int attempts, String lastError, Instant diedAt, boolean redrive) {}
