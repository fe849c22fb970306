package io.tollgate.billing.voucher.jdbc;

import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.ledger.jdbc.Booking;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.postgres.jdbc.Database.TypedArray;
import io.tollgate.billing.postgres.jdbc.Statements;
import io.tollgate.billing.postgres.jdbc.Transactions;
import io.tollgate.billing.voucher.Redeemed;
import io.tollgate.billing.voucher.VoucherCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Batches of vouchers and their redemption. */
public final class Vouchers {
    /** Wrong codes that an account may try within {@link #WINDOW}. */
    public static final int GUESSES = 10;

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final String BATCHES = """
            select b.*, (select count(*) from voucher v where v.batch_id = b.id and v.redeemed_at is not null) as redeemed
            from voucher_batch b
            """;

    private final Transactions transactions;
    private final Database database;

    public Vouchers(Transactions transactions, Database database) {
        this.transactions = transactions;
        this.database = database;
    }

    /** A batch, without its codes. */
    public record Batch(
            String reference,
            int count,
            long amountMicros,
            String currency,
            Instant expiresAt,
            String createdBy,
            Instant createdAt,
            @Nullable Instant revokedAt,
            long redeemed) {}

    /**
     * Makes a batch. The codes are in the answer and nowhere else afterwards. Empty when there is such a batch already.
     */
    public Optional<List<VoucherCode>> make(
            String reference,
            int count,
            long amountMicros,
            String currency,
            Instant expiresAt,
            String operator,
            RandomGenerator random) {
        List<VoucherCode> codes =
                Stream.generate(() -> VoucherCode.make(random)).limit(count).toList();
        boolean made = transactions.run(statements -> {
            Optional<Long> batch = statements.first(
                    """
                    insert into voucher_batch (reference, count, amount_micros, currency, expires_at, created_by)
                    values (?, ?, ?, ?, ?, ?) on conflict (reference) do nothing returning id
                    """, row -> row.getLong(1), reference, count, amountMicros, currency, expiresAt, operator);
            if (batch.isEmpty()) {
                return false;
            }
            statements.update(
                    """
                    insert into voucher (hash, batch_id, serial, transfer_id)
                    select decode(hash, 'hex'), ?, serial, gen_random_uuid()
                    from unnest(?::text[]) with ordinality as h (hash, serial)
                    """,
                    batch.get(),
                    new TypedArray(
                            "text",
                            codes.stream()
                                    .map(code -> HexFormat.of().formatHex(code.hash()))
                                    .toArray()));
            return true;
        });
        return made ? Optional.of(codes) : Optional.empty();
    }

    /** Newest first. */
    public List<Batch> batches(int limit) {
        return database.list(BATCHES + "order by b.id desc limit ?", Vouchers::batch, limit);
    }

    public Optional<Batch> batch(String reference) {
        return database.first(BATCHES + "where b.reference = ?", Vouchers::batch, reference);
    }

    /** Makes what has not been redeemed of a batch worthless. False when there is no such batch. */
    public boolean revoke(String reference, String operator) {
        return 1 == database.update("""
                        update voucher_batch set revoked_at = coalesce(revoked_at, now()), revoked_by = coalesce(revoked_by, ?)
                        where reference = ?
                        """, operator, reference);
    }

    private record Voucher(
            UUID transfer,
            long batch,
            int serial,
            @Nullable Long redeemer,
            String reference,
            long amountMicros,
            String currency,
            Instant expiresAt,
            boolean revoked) {}

    /** Redeems what a user typed. */
    public Redeemed redeem(String user, String typed, Instant now) {
        return transactions.run(statements -> {
            Optional<Booking.Account> locked = Booking.lock(statements, user);
            if (locked.isEmpty()) {
                return new Redeemed.NoSuchAccount();
            }
            Booking.Account account = locked.get();
            Optional<Instant> blocked = blockedUntil(statements, account.id(), now);
            if (blocked.isPresent()) {
                return new Redeemed.TooManyGuesses(blocked.get());
            }
            Optional<VoucherCode> code = VoucherCode.read(typed);
            Optional<Voucher> voucher = code.isEmpty() ? Optional.empty() : lock(statements, code.get());
            if (voucher.isEmpty()) {
                guessed(statements, account.id(), now);
                return new Redeemed.Unknown();
            }
            return redeem(statements, account, voucher.get(), now);
        });
    }

    private static Redeemed redeem(Statements statements, Booking.Account account, Voucher voucher, Instant now)
            throws SQLException {
        Long redeemer = voucher.redeemer();
        if (redeemer != null) {
            return redeemer == account.id()
                    ? new Redeemed.Credited(voucher.amountMicros(), voucher.currency(), true)
                    : new Redeemed.UsedAlready();
        }
        if (voucher.revoked()) {
            return new Redeemed.Revoked();
        }
        if (!now.isBefore(voucher.expiresAt())) {
            return new Redeemed.Expired(voucher.expiresAt());
        }
        Booking.Outcome outcome = Booking.book(
                statements,
                new Credit(
                        voucher.transfer(),
                        account.user(),
                        voucher.amountMicros(),
                        voucher.currency(),
                        Credit.Kind.VOUCHER,
                        voucher.reference() + "/" + voucher.serial(),
                        "Voucher",
                        account.user()));
        return switch (outcome) {
            case BOOKED, REPEATED -> {
                statements.update(
                        "update voucher set account_id = ?, redeemed_at = ? where transfer_id = ?",
                        account.id(),
                        now,
                        voucher.transfer());
                yield new Redeemed.Credited(voucher.amountMicros(), voucher.currency(), false);
            }
            case CURRENCY_MISMATCH -> new Redeemed.OtherCurrency(voucher.currency(), account.currency());
            case ACCOUNT_CLOSED -> new Redeemed.AccountClosed();
            case EXCEEDS_CREDIT, ID_REUSED ->
                throw new LedgerException("voucher " + voucher.batch() + "/" + voucher.serial() + ": " + outcome);
        };
    }

    private static Optional<Voucher> lock(Statements statements, VoucherCode code) throws SQLException {
        // The batch is locked against a revocation at the same instant.
        return statements.first(
                """
                select v.*, b.reference, b.amount_micros, b.currency, b.expires_at, b.revoked_at
                from voucher v join voucher_batch b on b.id = v.batch_id where v.hash = ?
                for update of v for share of b
                """,
                row -> new Voucher(
                        row.getObject("transfer_id", UUID.class),
                        row.getLong("batch_id"),
                        row.getInt("serial"),
                        row.getObject("account_id", Long.class),
                        row.getString("reference"),
                        row.getLong("amount_micros"),
                        row.getString("currency"),
                        Database.presentInstant(row, "expires_at"),
                        row.getObject("revoked_at") != null),
                code.hash());
    }

    private static Optional<Instant> blockedUntil(Statements statements, long account, Instant now)
            throws SQLException {
        return statements
                .first(
                        "select since from voucher_guess where account_id = ? and wrong >= ?",
                        row -> Database.presentInstant(row, "since"),
                        account,
                        GUESSES)
                .map(since -> since.plus(WINDOW))
                .filter(now::isBefore);
    }

    private static void guessed(Statements statements, long account, Instant now) throws SQLException {
        statements.update("""
                insert into voucher_guess (account_id, since, wrong) values (?, ?, 1)
                on conflict (account_id) do update set
                  wrong = case when voucher_guess.since <= ? then 1 else voucher_guess.wrong + 1 end,
                  since = case when voucher_guess.since <= ? then excluded.since else voucher_guess.since end
                """, account, now, now.minus(WINDOW), now.minus(WINDOW));
    }

    private static Batch batch(ResultSet row) throws SQLException {
        return new Batch(
                row.getString("reference"),
                row.getInt("count"),
                row.getLong("amount_micros"),
                row.getString("currency"),
                Database.presentInstant(row, "expires_at"),
                row.getString("created_by"),
                Database.presentInstant(row, "created_at"),
                Database.instant(row, "revoked_at"),
                row.getLong("redeemed"));
    }
}
