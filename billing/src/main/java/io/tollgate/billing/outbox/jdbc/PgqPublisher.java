package io.tollgate.billing.outbox.jdbc;

import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.outbox.Consumer;
import io.tollgate.billing.outbox.OutboxCursor;
import io.tollgate.billing.postgres.jdbc.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Puts events into a queue of PgQ (Skytools' queue inside PostgreSQL), where the database has that extension. The events
 * and the consumer's place are written in one transaction, so each gets into the queue exactly once. {@code ev_type} is
 * the kind, {@code ev_data} the body, {@code ev_extra1} the id, {@code ev_extra2} the subject, {@code ev_extra3} the
 * instant.
 */
public final class PgqPublisher {
    private static final int PAGE = 1000;
    private static final String MOVE = """
            with page as (select * from outbox_read(?::xid8, ?, ?, ?)),
              put as (
                select count(pgq.insert_event(?, p.kind, p.body::text, p.id::text, p.subject,
                    to_char(p.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), null)) as events
                  from (select * from page where body is not null order by xid, id) p),
              last as (select xid, id from page order by xid desc, id desc limit 1)
            update consumer c set after_xid = last.xid, after_id = last.id, failures = 0, last_error = null,
                last_success_at = now(), lease_until = now() + ? * interval '1 millisecond'
              from last, put where c.name = ? and c.lease_owner = ? and not c.paused
                and (c.after_xid, c.after_id) = (?::xid8, ?)
              returning c.after_xid::text, c.after_id, put.events
            """;

    private final DataSource dataSource;
    private final Database database;

    public PgqPublisher(DataSource dataSource) {
        this.dataSource = dataSource;
        database = new Database(dataSource);
    }

    /** Whether the database has the extension. */
    public boolean isThere() {
        return database.first("select 1 from pg_extension where extname = 'pgq'", row -> row.getInt(1))
                .isPresent();
    }

    /**
     * Makes the queue when it is not there yet.
     *
     * @throws LedgerException when the database role may not use PgQ
     */
    public void ensureQueue(String queue) {
        database.first("select pgq.create_queue(?)", row -> row.getInt(1), queue);
    }

    /** Moves everything that is there for a consumer into its queue; stops when the lease is lost. */
    public void publish(Consumer consumer, UUID owner, Duration lease) {
        String queue = consumer.target();
        if (queue == null) {
            throw new IllegalStateException("a queue without a name passed the database's checks");
        }
        OutboxCursor after = consumer.after();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            while (true) {
                OutboxCursor next = move(connection, consumer, queue, owner, after, lease);
                if (next.equals(after)) {
                    connection.rollback();
                    return;
                }
                connection.commit();
                after = next;
            }
        } catch (SQLException e) {
            if (Database.isConnectionLost(e)) {
                throw new LedgerUnavailableException("the database does not answer", e);
            }
            throw new LedgerException("the queue " + queue + " refused: " + Database.reason(e), e);
        }
    }

    /** The place after the page; the same as before when there was none or the lease is lost, and then to be undone. */
    private static OutboxCursor move(
            Connection connection, Consumer consumer, String queue, UUID owner, OutboxCursor after, Duration lease)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setString(1, Long.toString(after.xid()));
            statement.setLong(2, after.id());
            statement.setArray(
                    3, connection.createArrayOf("text", consumer.kinds().toArray()));
            statement.setInt(4, PAGE);
            statement.setString(5, queue);
            statement.setLong(6, lease.toMillis());
            statement.setString(7, consumer.name());
            statement.setObject(8, owner);
            statement.setString(9, Long.toString(after.xid()));
            statement.setLong(10, after.id());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? new OutboxCursor(Long.parseLong(rows.getString(1)), rows.getLong(2)) : after;
            }
        }
    }
}
