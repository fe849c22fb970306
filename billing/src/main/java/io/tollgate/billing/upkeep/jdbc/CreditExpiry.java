package io.tollgate.billing.upkeep.jdbc;

import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.ledger.jdbc.Booking;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.notice.Notice;
import io.tollgate.billing.notice.jdbc.Notices;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.postgres.jdbc.Statements;
import io.tollgate.billing.postgres.jdbc.Transactions;
import io.tollgate.billing.upkeep.ExpiryRule;
import io.tollgate.billing.upkeep.ExpiryRule.Verdict;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Lets unused credit expire, after its owner has been told. */
public final class CreditExpiry {
    /** Calls, and credit that the user bought or redeemed; nothing that the house does by itself. */
    private static final String ACTIVITY = """
            greatest(a.created_at,
              (select max(c.started_at) from cdr c where c.account_id = a.id),
              (select max(t.at) from entry e join transfer t on t.id = e.transfer_id
                where e.account_id = a.id and t.kind in ('TOPUP', 'VOUCHER')))
            """;

    private final Transactions transactions;
    private final Database database;
    private final ExpiryRule rule;

    public CreditExpiry(Transactions transactions, Database database, ExpiryRule rule) {
        this.transactions = transactions;
        this.database = database;
        this.rule = rule;
    }

    private record Candidate(long id, String user) {}

    /**
     * Looks at the next accounts that have credit and no live call.
     *
     * @param after id of the last account looked at; 0 to begin
     * @return the id to go on after; 0 when all have been looked at
     */
    public long look(long after, Instant now, int limit) {
        List<Candidate> idle = database.list(
                "select a.id, a.username from account a where a.id > ? and a.kind = 'USER' and a.status <> 'CLOSED' and a.balance_micros > 0 and a.reserved_micros = 0 and "
                        + ACTIVITY + " <= ? order by a.id limit ?",
                row -> new Candidate(row.getLong("id"), row.getString("username")),
                after,
                now.minus(rule.after()).plus(rule.notice()),
                limit);
        idle.forEach(candidate -> transactions.run(statements -> decide(statements, candidate.user(), now)));
        return idle.size() < limit ? 0 : idle.getLast().id();
    }

    private Verdict decide(Statements statements, String user, Instant now) throws SQLException {
        Optional<Booking.Account> locked = Booking.lock(statements, user);
        if (locked.isEmpty()
                || locked.get().balanceMicros() <= 0
                || locked.get().heldMicros() != 0) {
            return new Verdict.Keep();
        }
        Booking.Account account = locked.get();
        Instant lastActivity = statements
                .first(
                        "select " + ACTIVITY + " as at from account a where id = ?",
                        row -> Database.presentInstant(row, "at"),
                        account.id())
                .orElseThrow();
        ExpiryRule.Told told = statements
                .first(
                        "select * from expiry_notice where account_id = ?",
                        row -> new ExpiryRule.Told(
                                Database.presentInstant(row, "last_activity"),
                                Database.presentInstant(row, "expires_at")),
                        account.id())
                .orElse(null);
        Verdict verdict = rule.of(lastActivity, told, now);
        switch (verdict) {
            case Verdict.Keep() -> {}
            case Verdict.Tell(Instant expiresAt) -> tell(statements, account, lastActivity, expiresAt, now);
            case Verdict.Expire() -> expire(statements, account, lastActivity, now);
        }
        return verdict;
    }

    private static void tell(
            Statements statements, Booking.Account account, Instant lastActivity, Instant expiresAt, Instant now)
            throws SQLException {
        statements.update("""
                insert into expiry_notice (account_id, last_activity, expires_at) values (?, ?, ?)
                on conflict (account_id) do update set last_activity = excluded.last_activity, expires_at = excluded.expires_at
                """, account.id(), lastActivity, expiresAt);
        Notices.tell(
                statements,
                Notice.of(
                        Notice.Kind.CREDIT_EXPIRES,
                        account.user(),
                        account.user() + " " + lastActivity,
                        "Your credit of " + new Money(account.balanceMicros(), account.currency()) + " expires at "
                                + expiresAt + " unless you make a call or buy credit before.",
                        Map.of("expires_at", expiresAt.toString()),
                        now));
    }

    private static void expire(Statements statements, Booking.Account account, Instant lastActivity, Instant now)
            throws SQLException {
        UUID transfer = UUID.nameUUIDFromBytes(
                ("expiry of " + account.id() + " since " + lastActivity).getBytes(StandardCharsets.UTF_8));
        Booking.Outcome outcome = Booking.book(
                statements,
                new Credit(
                        transfer,
                        account.user(),
                        -account.balanceMicros(),
                        account.currency(),
                        Credit.Kind.EXPIRY,
                        lastActivity.toString(),
                        "Unused since then",
                        "expiry"));
        if (outcome == Booking.Outcome.ID_REUSED) {
            // Credit given by the house after an expiry, and still no activity: it stays until there is one.
            return;
        }
        if (!outcome.moved()) {
            throw new LedgerException("credit of " + account.user() + " cannot expire: " + outcome);
        }
        Notices.tell(
                statements,
                Notice.of(
                        Notice.Kind.CREDIT_EXPIRED,
                        account.user(),
                        account.user() + " " + lastActivity,
                        "Your unused credit of " + new Money(account.balanceMicros(), account.currency())
                                + " has expired.",
                        Map.of("transfer", transfer.toString()),
                        now));
    }
}
