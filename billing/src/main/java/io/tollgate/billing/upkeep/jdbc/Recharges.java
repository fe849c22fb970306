package io.tollgate.billing.upkeep.jdbc;

import io.tollgate.billing.ledger.jdbc.Booking;
import io.tollgate.billing.notice.Notice;
import io.tollgate.billing.notice.jdbc.Notices;
import io.tollgate.billing.payment.PaymentProvider;
import io.tollgate.billing.payment.PaymentProvider.Recharge;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.postgres.jdbc.Statements;
import io.tollgate.billing.postgres.jdbc.Transactions;
import io.tollgate.billing.upkeep.RechargeRule;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Buys credit by kept cards. The purchase is noted before the provider is asked and has the id that the provider knows it
 * by, so that a crash in between asks again for the same purchase and never for a second one. Credit is booked by the
 * provider's event.
 */
public final class Recharges {
    private static final String CANDIDATES = """
            select a.username from recharge_rule r join account a on a.id = r.account_id
            where r.suspended_at is null and r.next_try_at <= ? and a.status = 'ACTIVE'
              and a.balance_micros + a.credit_limit_micros - a.reserved_micros < r.threshold_micros
            order by r.next_try_at limit ?
            """;

    private final Transactions transactions;
    private final Database database;

    public Recharges(Transactions transactions, Database database) {
        this.transactions = transactions;
        this.database = database;
    }

    public Optional<RechargeRule> rule(String user) {
        return database.first(
                "select r.* from recharge_rule r join account a on a.id = r.account_id where a.username = ?",
                Recharges::read,
                user);
    }

    /** Sets a user's rule and puts it in force again. False when the user has left no card. */
    public boolean set(String user, RechargeRule rule) {
        return transactions.run(statements -> {
            Optional<Booking.Account> account = Booking.lock(statements, user);
            if (account.isEmpty() || card(statements, account.get().id()).isEmpty()) {
                return false;
            }
            statements.update(
                    """
                    insert into recharge_rule (account_id, threshold_micros, amount_micros, daily_max_micros, monthly_max_micros)
                    values (?, ?, ?, ?, ?) on conflict (account_id) do update set
                      threshold_micros = excluded.threshold_micros, amount_micros = excluded.amount_micros,
                      daily_max_micros = excluded.daily_max_micros, monthly_max_micros = excluded.monthly_max_micros,
                      failures = 0, suspended_at = null, next_try_at = now()
                    """,
                    account.get().id(),
                    rule.thresholdMicros(),
                    rule.amountMicros(),
                    rule.dailyMaxMicros(),
                    rule.monthlyMaxMicros());
            return true;
        });
    }

    /** Ends a user's rule; false when there was none. */
    public boolean remove(String user) {
        return database.update(
                        "delete from recharge_rule where account_id = (select id from account where username = ?)",
                        user)
                == 1;
    }

    private record Card(String customer, String method) {}

    private record Purchase(PaymentProvider.Order order, Card card) {}

    /** Looks for accounts whose rule says to buy, and buys; how many purchases were asked for. */
    public int look(PaymentProvider provider, Instant now, int limit) {
        List<String> users = database.list(CANDIDATES, row -> row.getString(1), now, limit);
        int asked = 0;
        for (String user : users) {
            Optional<Purchase> purchase = transactions.run(statements -> begin(statements, user, provider.name(), now));
            if (purchase.isPresent()) {
                asked++;
                Recharge answer = provider.recharge(
                        purchase.get().order(),
                        purchase.get().card().customer(),
                        purchase.get().card().method());
                transactions.run(statements ->
                        note(statements, user, purchase.get().order().topUp(), answer, now));
            }
        }
        return asked;
    }

    /** Notes a purchase, or finds the one that was noted before a crash or a silence of the provider. */
    private static Optional<Purchase> begin(Statements statements, String user, String provider, Instant now)
            throws SQLException {
        Optional<Booking.Account> locked = Booking.lock(statements, user);
        if (locked.isEmpty()) {
            return Optional.empty();
        }
        Booking.Account account = locked.get();
        Optional<RechargeRule> rule = statements.first(
                "select * from recharge_rule where account_id = ? for update", Recharges::read, account.id());
        Optional<Card> card = card(statements, account.id());
        if (rule.isEmpty() || card.isEmpty()) {
            return Optional.empty();
        }
        Optional<UUID> open = statements.first("""
                select id from topup where account_id = ? and origin = 'AUTO' and not paid and decline_code is null
                order by created_at desc limit 1
                """, row -> row.getObject(1, UUID.class), account.id());
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        long bought = open.isPresent() ? 0 : boughtSince(statements, account.id(), today);
        long month = open.isPresent() ? 0 : boughtSince(statements, account.id(), today.withDayOfMonth(1));
        if (!rule.get().buys(account.availableMicros(), bought, month, now)) {
            return Optional.empty();
        }
        // Whoever else looks meanwhile leaves this one alone.
        save(statements, account.id(), rule.get().unclear(now));
        UUID id = open.orElseGet(UUID::randomUUID);
        if (open.isEmpty()) {
            statements.update(
                    "insert into topup (id, account_id, amount_micros, currency, origin, provider, created_at) values (?, ?, ?, ?, 'AUTO', ?, ?)",
                    id,
                    account.id(),
                    rule.get().amountMicros(),
                    account.currency(),
                    provider,
                    now);
        }
        long amount = statements
                .first("select amount_micros from topup where id = ?", row -> row.getLong(1), id)
                .orElseThrow();
        return Optional.of(
                new Purchase(new PaymentProvider.Order(id, amount, account.currency(), true, ""), card.get()));
    }

    private static long boughtSince(Statements statements, long account, LocalDate day) throws SQLException {
        return statements
                .first(
                        """
                        select coalesce(sum(amount_micros), 0)::bigint from topup
                        where account_id = ? and origin = 'AUTO' and created_at >= ? and (paid or decline_code is null)
                        """,
                        row -> row.getLong(1),
                        account,
                        day.atStartOfDay(ZoneOffset.UTC).toInstant())
                .orElse(0L);
    }

    private static boolean note(Statements statements, String user, UUID topUp, Recharge answer, Instant now)
            throws SQLException {
        Booking.Account account = Booking.lock(statements, user).orElseThrow();
        Optional<RechargeRule> found = statements.first(
                "select * from recharge_rule where account_id = ? for update", Recharges::read, account.id());
        RechargeRule rule = found.orElse(null);
        if (rule == null) {
            return false;
        }
        switch (answer) {
            // The next purchase waits for this one's event, or for the pause after a silence.
            case Recharge.Accepted accepted -> save(statements, account.id(), rule.accepted(rule.nextTryAt()));
            case Recharge.Unknown unknown -> save(statements, account.id(), rule.unclear(now));
            case Recharge.Declined(String code, String words) -> {
                statements.update(
                        "update topup set decline_code = ?, decline_words = ?, changed_at = now() where id = ? and not paid",
                        code.isEmpty() ? "declined" : code,
                        words,
                        topUp);
                RechargeRule after = rule.refused(now);
                save(statements, account.id(), after);
                if (after.suspendedAt() != null) {
                    Notices.tell(
                            statements,
                            Notice.of(
                                    Notice.Kind.RECHARGE_SUSPENDED,
                                    user,
                                    topUp.toString(),
                                    "Your card was refused " + after.failures()
                                            + " times: credit is no more bought automatically.",
                                    Map.of("topup", topUp.toString()),
                                    now));
                }
            }
        }
        return true;
    }

    private static void save(Statements statements, long account, RechargeRule rule) throws SQLException {
        statements.update(
                "update recharge_rule set failures = ?, suspended_at = ?, next_try_at = ? where account_id = ?",
                rule.failures(),
                rule.suspendedAt(),
                rule.nextTryAt(),
                account);
    }

    /** The card of the last payment whose payer left it with the provider. */
    private static Optional<Card> card(Statements statements, long account) throws SQLException {
        return statements.first("""
                select customer, method from topup
                where account_id = ? and paid and customer is not null and method is not null
                order by created_at desc limit 1
                """, row -> new Card(row.getString(1), row.getString(2)), account);
    }

    private static RechargeRule read(ResultSet row) throws SQLException {
        return new RechargeRule(
                row.getLong("threshold_micros"),
                row.getLong("amount_micros"),
                row.getLong("daily_max_micros"),
                row.getLong("monthly_max_micros"),
                row.getInt("failures"),
                Database.instant(row, "suspended_at"),
                Database.presentInstant(row, "next_try_at"));
    }
}
