package io.tollgate.billing.ledger.jdbc;

import io.tollgate.billing.ledger.Balance;
import io.tollgate.billing.ledger.LedgerCheck;
import io.tollgate.billing.ledger.LedgerEntry;
import io.tollgate.billing.postgres.jdbc.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** What the ledger reads, and its sweep: each on a connection of its own, beside the writers. */
final class LedgerQueries {
    private static final int MAX_PAGE = 1000;
    private static final int MAX_PROBLEMS = 100;
    private static final String ENTRY = """
            select e.id, a.username, e.transfer_id, e.amount_micros, e.currency, t.kind, t.reference, t.reason, t.actor, t.at
            from entry e join account a on a.id = e.account_id join transfer t on t.id = e.transfer_id
            """;
    /** One statement, so one snapshot. */
    private static final String VERIFY = """
            select (select count(*) from account) as accounts, (select count(*) from transfer) as transfers,
                   (select count(*) from entry) as entries, (select count(*) from reservation) as reservations,
                   (select coalesce(sum(amount_micros), 0) from reservation) as held,
                   array(select problem from ledger_problem limit %d) as problems
            """.formatted(MAX_PROBLEMS);

    private final Database database;

    LedgerQueries(DataSource dataSource) {
        database = new Database(dataSource);
    }

    Optional<Balance> balance(String user) {
        return database.first(
                """
                select currency, balance_micros, reserved_micros, credit_limit_micros
                from account where username = ? and kind = 'USER'
                """, row -> new Balance(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)), user);
    }

    List<LedgerEntry> statement(String user, long beforeId, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_PAGE);
        }
        String sql = ENTRY + " where a.username = ? and e.id < ? order by e.id desc limit ?";
        return database.list(sql, LedgerQueries::entry, user, beforeId, limit);
    }

    List<LedgerEntry> entries(UUID transferId) {
        return database.list(ENTRY + " where e.transfer_id = ? order by e.id", LedgerQueries::entry, transferId);
    }

    int sweep(int limit) {
        return database.first("select ledger_sweep(?)", row -> row.getInt(1), limit)
                .orElse(0);
    }

    LedgerCheck verify() {
        return database.list(VERIFY, LedgerQueries::check).getFirst();
    }

    private static LedgerCheck check(ResultSet row) throws SQLException {
        return new LedgerCheck(
                row.getLong("accounts"),
                row.getLong("transfers"),
                row.getLong("entries"),
                row.getLong("reservations"),
                row.getLong("held"),
                List.of((String[]) row.getArray("problems").getArray()));
    }

    private static LedgerEntry entry(ResultSet row) throws SQLException {
        return new LedgerEntry(
                row.getLong("id"),
                row.getString("username"),
                row.getObject("transfer_id", UUID.class),
                row.getLong("amount_micros"),
                row.getString("currency"),
                row.getString("kind"),
                row.getString("reference"),
                row.getString("reason"),
                row.getString("actor"),
                Database.presentInstant(row, "at"));
    }
}
