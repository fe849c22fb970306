package io.tollgate.billing.ledger.jdbc;

import io.tollgate.billing.ledger.LedgerCheck;
import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.ledger.chain.ChainAudit;
import io.tollgate.billing.ledger.chain.ChainedEntry;
import io.tollgate.billing.ledger.chain.EntryChain;
import io.tollgate.billing.ledger.chain.EntryChain.OtherSide;
import io.tollgate.billing.postgres.jdbc.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the books as they lie on disk, in one snapshot, and recomputes them: balances, holds and CDRs by the database's
 * views of what must never be, the chains in Java. Any number of entries: they are streamed.
 */
public final class LedgerAudit {
    private static final int MAX_PROBLEMS = 100;
    private static final int FETCH_ROWS = 2000;

    private static final String COUNTS = """
            select (select count(*) from account) as accounts, (select count(*) from transfer) as transfers,
                   (select count(*) from entry) as entries, (select count(*) from reservation) as reservations,
                   (select coalesce(sum(amount_micros), 0) from reservation) as held,
                   array(select problem from ledger_problem union all select problem from allowance_problem limit %d)
                     as problems
            """.formatted(MAX_PROBLEMS);

    /** The same of one account: what concerns the whole of the books is left out. */
    private static final String COUNTS_OF_ONE = """
            with u as (select * from account where username = ? and kind = 'USER'),
              own as (select e.* from entry e join u on e.account_id = u.id),
              held as (select r.* from reservation r join u on r.account_id = u.id)
            select (select count(*) from u) as accounts, (select count(distinct transfer_id) from own) as transfers,
                   (select count(*) from own) as entries, (select count(*) from held) as reservations,
                   (select coalesce(sum(amount_micros), 0) from held) as held,
                   array(
                     select 'account ' || username || ' has ' || reserved_micros || ' reserved, its reservations sum to '
                         || (select coalesce(sum(amount_micros), 0) from held) as problem
                       from u where reserved_micros <> (select coalesce(sum(amount_micros), 0) from held)
                     union all
                     select 'call ' || c.id || ' costs ' || c.cost_micros || ', booked were ' || coalesce(-o.amount_micros, 0)
                       from cdr c join u on c.account_id = u.id left join own o on o.transfer_id = c.id
                       where c.cost_micros <> coalesce(-o.amount_micros, 0)
                     union all
                     select 'transfer ' || x.transfer_id || ' is out of balance by ' || sum(x.amount_micros)
                       from entry x where x.transfer_id in (select transfer_id from own)
                       group by x.transfer_id, x.currency having sum(x.amount_micros) <> 0
                     union all
                     select 'settled call ' || h.call_id || ' still holds money' from held h join cdr c on c.id = h.call_id
                     limit %d) as problems
            """.formatted(MAX_PROBLEMS);

    private static final String CHAINS = """
            select a.id as account, a.username, a.currency as of_currency, a.balance_micros as of_balance,
                   a.chain_no as length, a.chain_head,
                   e.id as entry, e.chain_no, e.amount_micros, e.balance_micros, e.currency, e.hash,
                   e.transfer_id, t.kind, t.at, t.reference, t.reason, t.actor, t.salt, o.names, o.amounts, o.currencies
            from account a
              left join entry e on e.account_id = a.id
              left join transfer t on t.id = e.transfer_id
              left join lateral (
                select array_agg(h.username order by x.id) as names, array_agg(x.amount_micros order by x.id) as amounts,
                       array_agg(x.currency order by x.id) as currencies
                from entry x join account h on h.id = x.account_id
                where x.transfer_id = e.transfer_id and x.account_id <> e.account_id) o on true
            where a.kind = 'USER' %s
            order by a.id, e.id
            """;

    private final DataSource dataSource;

    public LedgerAudit(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The whole of the books. */
    public LedgerCheck all() {
        return run(COUNTS, CHAINS.formatted(""), null);
    }

    /** One user's account; its {@code accounts} is 0 when there is no such user. */
    public LedgerCheck of(String user) {
        return run(COUNTS_OF_ONE, CHAINS.formatted("and a.username = ?"), user);
    }

    private LedgerCheck run(String counts, String chains, @Nullable String user) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement transaction = connection.createStatement()) {
                // Of the transaction, not of the session, which is somebody else's next behind a pooler.
                transaction.execute("set transaction isolation level repeatable read, read only");
                List<String> found = walk(connection, chains, user);
                return count(connection, counts, user, found);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            if (Database.isConnectionLost(e)) {
                throw new LedgerUnavailableException("the ledger's database does not answer", e);
            }
            throw new LedgerException("the database refused: " + Database.reason(e), e);
        }
    }

    private static LedgerCheck count(
            Connection connection, String sql, @Nullable String user, List<String> chainProblems) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (user != null) {
                statement.setString(1, user);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                List<String> problems = new ArrayList<>(
                        List.of((String[]) row.getArray("problems").getArray()));
                problems.addAll(chainProblems);
                return new LedgerCheck(
                        row.getLong("accounts"),
                        row.getLong("transfers"),
                        row.getLong("entries"),
                        row.getLong("reservations"),
                        row.getLong("held"),
                        problems);
            }
        }
    }

    private static List<String> walk(Connection connection, String sql, @Nullable String user) throws SQLException {
        var audit = new ChainAudit();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_ROWS);
            if (user != null) {
                statement.setString(1, user);
            }
            ChainAudit.Head head = null;
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ChainAudit.Head of = head(row);
                    if (head != null && !head.account().equals(of.account())) {
                        audit.endOf(head);
                    }
                    head = of;
                    if (row.getObject("entry") != null) {
                        audit.next(
                                of,
                                row.getString("currency"),
                                row.getString("transfer_id"),
                                row.getLong("amount_micros"),
                                stored(row));
                    }
                }
            }
            if (head != null) {
                audit.endOf(head);
            }
        }
        return audit.problems();
    }

    private static ChainAudit.Head head(ResultSet row) throws SQLException {
        return new ChainAudit.Head(
                row.getString("username"),
                row.getString("of_currency"),
                row.getLong("of_balance"),
                row.getLong("length"),
                hex(row, "chain_head"));
    }

    /** An entry in the chain, its house hash recomputed from the other entries of its transfer. */
    static @Nullable ChainedEntry stored(ResultSet row) throws SQLException {
        Long number = row.getObject("chain_no", Long.class);
        String hash = hex(row, "hash");
        if (number == null || hash == null) {
            return null;
        }
        return new ChainedEntry(
                number,
                row.getObject("transfer_id", UUID.class),
                row.getString("kind"),
                row.getLong("amount_micros"),
                row.getLong("balance_micros"),
                Database.presentInstant(row, "at"),
                row.getString("reference"),
                row.getString("reason"),
                EntryChain.houseHash(row.getObject("salt", UUID.class), row.getString("actor"), others(row)),
                hash);
    }

    private static List<OtherSide> others(ResultSet row) throws SQLException {
        if (row.getArray("names") == null) {
            return List.of();
        }
        String[] names = (String[]) row.getArray("names").getArray();
        Long[] amounts = (Long[]) row.getArray("amounts").getArray();
        String[] currencies = (String[]) row.getArray("currencies").getArray();
        List<OtherSide> others = new ArrayList<>(names.length);
        for (int i = 0; i < names.length; i++) {
            others.add(new OtherSide(names[i], amounts[i], currencies[i]));
        }
        return others;
    }

    private static @Nullable String hex(ResultSet row, String column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }
}
