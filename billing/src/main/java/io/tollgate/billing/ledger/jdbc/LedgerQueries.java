package io.tollgate.billing.ledger.jdbc;

import io.tollgate.billing.ledger.Balance;
import io.tollgate.billing.ledger.LedgerEntry;
import io.tollgate.billing.ledger.chain.ChainedEntry;
import io.tollgate.billing.postgres.jdbc.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** What the ledger reads, and its sweep: each on a connection of its own, beside the writers. */
final class LedgerQueries {
    private static final int MAX_PAGE = 1000;
    private static final String ENTRY = """
            select e.id, a.username, e.transfer_id, e.amount_micros, e.currency, t.kind, t.reference, t.reason, t.actor, t.at
            from entry e join account a on a.id = e.account_id join transfer t on t.id = e.transfer_id
            """;
    private static final String CHAIN = """
            select e.chain_no, e.amount_micros, e.balance_micros, e.hash, e.transfer_id, t.kind, t.at, t.reference, t.reason,
                   t.actor, t.salt, o.names, o.amounts, o.currencies
            from account a
              join entry e on e.account_id = a.id
              join transfer t on t.id = e.transfer_id
              left join lateral (
                select array_agg(h.username order by x.id) as names, array_agg(x.amount_micros order by x.id) as amounts,
                       array_agg(x.currency order by x.id) as currencies
                from entry x join account h on h.id = x.account_id
                where x.transfer_id = e.transfer_id and x.account_id <> e.account_id) o on true
            where a.username = ? and a.kind = 'USER' and e.chain_no < ? order by e.id desc limit ?
            """;

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
        database.first("select allowance_sweep(?)", row -> row.getInt(1), limit);
        return database.first("select ledger_sweep(?)", row -> row.getInt(1), limit)
                .orElse(0);
    }

    List<ChainedEntry> chain(String user, long beforeNumber, int limit) {
        if (limit < 1 || limit > MAX_PAGE + 1) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_PAGE);
        }
        return database.list(CHAIN, row -> Objects.requireNonNull(LedgerAudit.stored(row)), user, beforeNumber, limit)
                .reversed();
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
