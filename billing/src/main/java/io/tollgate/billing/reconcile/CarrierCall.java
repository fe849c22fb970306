package io.tollgate.billing.reconcile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call as the carrier's file has it.
 *
 * @param row its row in the file, the heading being row 1
 * @param number E.164 with plus
 * @param durationMs what the carrier says was talked
 * @param costMicros null when the file has no such column
 */
public record CarrierCall(
        int row,
        String number,
        Instant start,
        long durationMs,
        @Nullable Long costMicros) {}
