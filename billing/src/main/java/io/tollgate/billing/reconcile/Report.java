package io.tollgate.billing.reconcile;

import io.tollgate.billing.cdr.Period;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A comparison as it is kept.
 *
 * @param file the file's name, for people
 * @param currency of the carrier's costs; null when they were not compared
 * @param unanswered rows of the file without talk time, which were left out
 * @param faulty rows of the file that could not be read
 */
public record Report(
        UUID id,
        String trunk,
        Period period,
        String file,
        @Nullable String currency,
        long clockOffsetMs,
        Reconciliation.Totals totals,
        int unanswered,
        int faulty,
        String createdBy,
        Instant createdAt) {

    /**
     * One finding.
     *
     * @param note why a row could not be read; else empty
     */
    public record Line(
            int position,
            Sort finding,
            @Nullable String number,
            @Nullable UUID attemptId,
            @Nullable UUID callId,
            @Nullable Instant ourStart,
            @Nullable Integer theirRow,
            @Nullable Instant theirStart,
            @Nullable Long ourDurationMs,
            @Nullable Long theirDurationMs,
            @Nullable Long ourCostMicros,
            @Nullable Long theirCostMicros,
            String note) {

        /** What was found. */
        public enum Sort {
            MATCHED,
            DIFFERING,
            /** The carrier has it, we have not. */
            MISSING_OURS,
            /** We have it, the carrier has not. */
            MISSING_THEIRS,
            /** The row could not be read. */
            FAULTY
        }

        /** A finding as a line. */
        public static Line of(int position, Finding finding) {
            return switch (finding) {
                case Finding.Paired pair -> pair(position, pair);
                case Finding.MissingOurs missing -> line(position, Sort.MISSING_OURS, null, missing.theirs());
                case Finding.MissingTheirs missing -> line(position, Sort.MISSING_THEIRS, missing.ours(), null);
            };
        }

        /** A row that could not be read as a line. */
        public static Line of(int position, CarrierFile.Fault fault) {
            String note = fault.column().isEmpty() ? fault.why() : "column " + fault.column() + " " + fault.why();
            return new Line(
                    position, Sort.FAULTY, null, null, null, null, fault.row(), null, null, null, null, null, note);
        }

        private static Line pair(int position, Finding.Paired pair) {
            return line(position, pair.within() ? Sort.MATCHED : Sort.DIFFERING, pair.ours(), pair.theirs());
        }

        private static Line line(int position, Sort sort, @Nullable OwnCall ours, @Nullable CarrierCall theirs) {
            return new Line(
                    position,
                    sort,
                    ours != null ? ours.number() : theirs == null ? null : theirs.number(),
                    ours == null ? null : ours.attemptId(),
                    ours == null ? null : ours.callId(),
                    ours == null ? null : ours.start(),
                    theirs == null ? null : Integer.valueOf(theirs.row()),
                    theirs == null ? null : theirs.start(),
                    ours == null ? null : Long.valueOf(ours.durationMs()),
                    theirs == null ? null : Long.valueOf(theirs.durationMs()),
                    ours == null ? null : ours.costMicros(),
                    theirs == null ? null : theirs.costMicros(),
                    "");
        }
    }
}
