package io.tollgate.billing.reconcile;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An answered attempt of ours on the carrier's trunk.
 *
 * @param number E.164 with plus, as sent to the trunk
 * @param start its answer, or the INVITE when the carrier counts from there
 * @param costMicros by the carrier's deck; null when there is none
 */
public record OwnCall(
        UUID attemptId,
        UUID callId,
        String number,
        Instant start,
        long durationMs,
        @Nullable Long costMicros) {}
