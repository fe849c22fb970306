package io.tollgate.billing.reconcile;

import org.jspecify.annotations.Nullable;

/** What became of a call of ours, of theirs, or of a pair. */
public sealed interface Finding {

    /**
     * Both have it.
     *
     * @param startMs their start less ours, in milliseconds
     * @param durationMs their talk time less ours
     * @param costMicros their cost less ours; null when either has none
     * @param within whether both differences are within the tolerance
     */
    record Paired(
            OwnCall ours,
            CarrierCall theirs,
            long startMs,
            long durationMs,
            @Nullable Long costMicros,
            boolean within) implements Finding {}

    /** The carrier has it, we have not. */
    record MissingOurs(CarrierCall theirs) implements Finding {}

    /** We have it, the carrier has not. */
    record MissingTheirs(OwnCall ours) implements Finding {}
}
