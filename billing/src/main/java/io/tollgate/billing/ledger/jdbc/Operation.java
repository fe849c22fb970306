package io.tollgate.billing.ledger.jdbc;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One operation on its way through a writer; its id makes a replay harmless.
 *
 * @param currency for a hold of seconds, the destination group
 * @param ttlMs holds only
 * @param body JSON of a CDR or credit
 * @param deadlineNs {@link System#nanoTime()} after which the caller is told that the ledger is unavailable
 */
record Operation(
        Kind kind,
        String user,
        UUID id,
        long amountMicros,
        @Nullable String currency,
        long ttlMs,
        @Nullable String body,
        long deadlineNs,
        CompletableFuture<Result> answer) {

    /** The codes that {@code ledger_batch} knows. */
    enum Kind {
        HOLD(1),
        SETTLE(2),
        CREDIT(3),
        HOLD_SECONDS(4);

        final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /** The database's {@code ledger_result}. */
    record Result(
            int code,
            long amountMicros,
            long availableMicros,
            @Nullable String note) {
        static final int DONE = 0;
        static final int EXCEEDS_CREDIT = 1;
        static final int NO_SUCH_ACCOUNT = 2;
        static final int ACCOUNT_CLOSED = 3;
        static final int ALREADY_SETTLED = 4;
        static final int CURRENCY_MISMATCH = 5;
        static final int TRANSFER_ID_REUSED = 6;

        boolean repeated() {
            return "repeated".equals(note);
        }

        String accountCurrency() {
            return note == null ? "" : note;
        }

        IllegalStateException unexpected() {
            return new IllegalStateException("the database answered with code " + code + ", which has no meaning here");
        }
    }
}
