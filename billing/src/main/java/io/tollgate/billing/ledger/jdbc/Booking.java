package io.tollgate.billing.ledger.jdbc;

import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.postgres.jdbc.Statements;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Moves money in the same transaction as the rows that say why: a top-up is marked paid and booked, or neither.
 *
 * <p>It calls the database function behind {@link io.tollgate.billing.ledger.Ledger#credit}, so there is one way into the
 * books; it goes past the writer that folds the operations of calls, because these movements are rare.
 */
public final class Booking {
    private Booking() {}

    /** A user's account with its row locked until the end of the transaction. */
    public record Account(
            long id,
            String user,
            String currency,
            String status,
            long balanceMicros,
            long heldMicros,
            long creditLimitMicros) {

        /** What could be spent now. */
        public long availableMicros() {
            return balanceMicros + creditLimitMicros - heldMicros;
        }
    }

    /** What became of a movement. */
    public enum Outcome {
        BOOKED,
        /** By an earlier run with the same id; nothing was done. */
        REPEATED,
        /** A debit that must be {@link Credit.Kind#covered() covered} is not: nothing was done. */
        EXCEEDS_CREDIT,
        ACCOUNT_CLOSED,
        CURRENCY_MISMATCH,
        /** The id stands for another transfer. */
        ID_REUSED;

        /** Whether the money has moved, now or earlier. */
        public boolean moved() {
            return this == BOOKED || this == REPEATED;
        }
    }

    /** Locks a user's account: the first lock of every transaction that moves money. Empty when there is none. */
    public static Optional<Account> lock(Statements statements, String user) throws SQLException {
        return statements.first(
                "select * from account where username = ? and kind = 'USER' for no key update",
                row -> new Account(
                        row.getLong("id"),
                        row.getString("username"),
                        row.getString("currency"),
                        row.getString("status"),
                        row.getLong("balance_micros"),
                        row.getLong("reserved_micros"),
                        row.getLong("credit_limit_micros")),
                user);
    }

    /** Books a credit or debit. The account is locked from then on, if it was not before. */
    public static Outcome book(Statements statements, Credit credit) throws SQLException {
        int code = statements
                .first(
                        "select code, note from ledger_credit(?, ?, ?, ?, ?::jsonb)",
                        row -> row.getInt("code") == 0 && "repeated".equals(row.getString("note"))
                                ? -1
                                : row.getInt("code"),
                        credit.user(),
                        credit.transferId(),
                        credit.amountMicros(),
                        credit.currency(),
                        CdrJson.write(credit))
                .orElseThrow();
        return switch (code) {
            case -1 -> Outcome.REPEATED;
            case Operation.Result.DONE -> Outcome.BOOKED;
            case Operation.Result.EXCEEDS_CREDIT -> Outcome.EXCEEDS_CREDIT;
            case Operation.Result.ACCOUNT_CLOSED -> Outcome.ACCOUNT_CLOSED;
            case Operation.Result.CURRENCY_MISMATCH -> Outcome.CURRENCY_MISMATCH;
            case Operation.Result.TRANSFER_ID_REUSED -> Outcome.ID_REUSED;
            default -> throw new LedgerException("unexpected answer of the ledger: code " + code);
        };
    }
}
