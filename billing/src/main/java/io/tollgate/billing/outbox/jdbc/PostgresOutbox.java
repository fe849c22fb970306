package io.tollgate.billing.outbox.jdbc;

import io.tollgate.billing.outbox.OutboxCursor;
import io.tollgate.billing.outbox.OutboxEvent;
import io.tollgate.billing.outbox.OutboxPage;
import io.tollgate.billing.postgres.jdbc.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The events. Finished calls and transfers get here by themselves; others are published. */
public final class PostgresOutbox {
    /** Longest page. */
    public static final int MAX_LIMIT = 1000;

    private final Database database;

    public PostgresOutbox(DataSource dataSource) {
        database = new Database(dataSource);
    }

    /**
     * Publishes an event in a transaction of its own. To publish one together with other changes, call the database
     * function {@code outbox_publish(kind, subject, body)} in their transaction.
     *
     * @param kind lower-case words with dots, such as {@code notice.low-balance}
     * @param subject what it is about, such as the user's name; 1 to 200 characters
     * @param body a JSON object
     * @return the event's id
     */
    public long publish(String kind, String subject, String body) {
        return database.first(
                        "select outbox_publish(?, ?, ?::jsonb)",
                        row -> Long.valueOf(row.getLong(1)),
                        kind,
                        subject,
                        body)
                .orElseThrow();
    }

    /**
     * Events behind a place.
     *
     * @param kinds which; empty: all
     * @param limit events to look through, 1..{@link #MAX_LIMIT}
     */
    public OutboxPage read(OutboxCursor after, Set<String> kinds, int limit) {
        List<Row> rows = database.list(
                "select xid::text, id, kind, subject, at, body::text from outbox_read(?::xid8, ?, ?, ?)",
                PostgresOutbox::row,
                Long.toString(after.xid()),
                after.id(),
                new Database.TypedArray("text", kinds.toArray()),
                limit);
        List<OutboxPage.Placed> wanted = new ArrayList<>();
        for (Row row : rows) {
            OutboxEvent event = row.event();
            if (event != null) {
                wanted.add(new OutboxPage.Placed(row.place(), event));
            }
        }
        return new OutboxPage(wanted, rows.isEmpty() ? after : rows.getLast().place(), rows.size() == limit);
    }

    private record Row(OutboxCursor place, @Nullable OutboxEvent event) {}

    private static Row row(ResultSet row) throws SQLException {
        OutboxCursor place = new OutboxCursor(Long.parseLong(row.getString("xid")), row.getLong("id"));
        String body = row.getString("body");
        return new Row(
                place,
                body == null
                        ? null
                        : new OutboxEvent(
                                place.id(),
                                row.getString("kind"),
                                row.getString("subject"),
                                Database.presentInstant(row, "at"),
                                body));
    }

    /** The place behind which everything lies that is not yet readable now. */
    public OutboxCursor end() {
        return database.first(
                        "select pg_snapshot_xmin(pg_current_snapshot())::text as xid",
                        row -> new OutboxCursor(Long.parseLong(row.getString("xid")), 0))
                .orElseThrow();
    }

    /** Up to here events have been deleted: who has not read so far has missed some. */
    public OutboxCursor floor() {
        return database.first(
                        "select xid::text, id from outbox_floor",
                        row -> new OutboxCursor(Long.parseLong(row.getString("xid")), row.getLong("id")))
                .orElseThrow();
    }

    /** Deletes up to {@code max} events that are older than {@code keepDays} and that every consumer has. */
    public int purge(int keepDays, int max) {
        return database.first("select outbox_purge(?, ?)", row -> Integer.valueOf(row.getInt(1)), keepDays, max)
                .orElse(0);
    }
}
