package io.tollgate.billing.reconcile;

import java.util.List;

/**
 * The outcome of a comparison.
 *
 * @param findings every call of both sides once: pairs, then what we lack, then what they lack
 * @param clockOffsetMs how far the carrier's clock is ahead of ours, as the unmistakable pairs say; taken into account
 */
public record Reconciliation(List<Finding> findings, long clockOffsetMs, Totals totals) {

    public Reconciliation {
        findings = List.copyOf(findings);
    }

    /**
     * Sums of a comparison. Durations in milliseconds, costs in micro-units; a missing cost counts as nothing.
     *
     * @param matched pairs within the tolerance
     * @param differing pairs beyond it
     */
    public record Totals(
            long matched,
            long differing,
            long missingOurs,
            long missingTheirs,
            long ourDurationMs,
            long theirDurationMs,
            long ourCostMicros,
            long theirCostMicros) {}
}
