package io.tollgate.billing.upkeep.jdbc;

import io.tollgate.billing.ledger.jdbc.Booking;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.notice.Notice;
import io.tollgate.billing.notice.jdbc.Notices;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.postgres.jdbc.Statements;
import io.tollgate.billing.postgres.jdbc.Transactions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells users once when their credit has fallen below the threshold of their account, and again only after it has been
 * above. What is held for calls does not count: it may come back.
 */
public final class LowCredit {
    private static final String CROSSED = """
            select a.username from account a left join low_credit l on l.account_id = a.id
            where a.low_balance_micros is not null
              and (a.balance_micros + a.credit_limit_micros < a.low_balance_micros) <> (l.account_id is not null)
            order by a.id limit ?
            """;

    private final Transactions transactions;
    private final Database database;

    public LowCredit(Transactions transactions, Database database) {
        this.transactions = transactions;
        this.database = database;
    }

    /** Looks for crossings, at most so many; how many there were. */
    public int look(Instant now, int limit) {
        List<String> crossed = database.list(CROSSED, row -> row.getString(1), limit);
        crossed.forEach(user -> transactions.run(statements -> cross(statements, user, now)));
        return crossed.size();
    }

    private static boolean cross(Statements statements, String user, Instant now) throws SQLException {
        Optional<Booking.Account> locked = Booking.lock(statements, user);
        Optional<Long> threshold = statements.first(
                "select low_balance_micros from account where username = ? and low_balance_micros is not null",
                row -> row.getLong(1),
                user);
        if (locked.isEmpty() || threshold.isEmpty()) {
            return false;
        }
        Booking.Account account = locked.get();
        if (account.balanceMicros() + account.creditLimitMicros() >= threshold.get()) {
            return statements.update("delete from low_credit where account_id = ?", account.id()) == 1;
        }
        boolean fresh = statements.update(
                        "insert into low_credit (account_id, since) values (?, ?) on conflict do nothing",
                        account.id(),
                        now)
                == 1;
        if (fresh) {
            String balance = new Money(account.balanceMicros(), account.currency()).toString();
            Notices.tell(
                    statements,
                    Notice.of(
                            Notice.Kind.LOW_CREDIT,
                            user,
                            user + " " + now,
                            "Your credit is low: " + balance + ".",
                            Map.of(
                                    "balance_micros", Long.toString(account.balanceMicros()),
                                    "threshold_micros", threshold.get().toString(),
                                    "currency", account.currency()),
                            now));
        }
        return fresh;
    }
}
