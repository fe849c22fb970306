package io.tollgate.billing.outbox.jdbc;

import io.tollgate.billing.outbox.Consumer;
import io.tollgate.billing.outbox.DeadLetter;
import io.tollgate.billing.outbox.OutboxCursor;
import io.tollgate.billing.outbox.OutboxEvent;
import io.tollgate.billing.postgres.jdbc.Database;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The consumers, how far each has come, and their dead letters. One deliverer at a time works for a consumer: it holds
 * the lease, and what it reports after losing it changes nothing.
 */
public final class PostgresConsumers {
    private static final int MAX_ERROR = 500;
    private static final String COLUMNS =
            "name, kind, kinds, target, secret, after_xid::text as xid, after_id, paused, max_attempts, failures,"
                    + " next_try_at, last_error, last_success_at, created_at";

    private final Database database;

    public PostgresConsumers(DataSource dataSource) {
        database = new Database(dataSource);
    }

    /** Keeps a new consumer; false when the name is taken. */
    public boolean add(Consumer consumer) {
        return 1
                == database.update(
                        """
                        insert into consumer (name, kind, kinds, target, secret, after_xid, after_id, max_attempts)
                          values (?, ?, ?, ?, ?, ?::xid8, ?, ?) on conflict do nothing
                        """,
                        consumer.name(),
                        consumer.kind().name(),
                        kinds(consumer.kinds()),
                        consumer.target(),
                        consumer.secret(),
                        Long.toString(consumer.after().xid()),
                        consumer.after().id(),
                        consumer.maxAttempts());
    }

    private static Database.TypedArray kinds(Set<String> kinds) {
        return new Database.TypedArray("text", kinds.stream().sorted().toArray());
    }

    /** All, by name. */
    public List<Consumer> all() {
        return database.list("select " + COLUMNS + " from consumer order by name", PostgresConsumers::read);
    }

    public Optional<Consumer> find(String name) {
        return database.first("select " + COLUMNS + " from consumer where name = ?", PostgresConsumers::read, name);
    }

    /** Forgets a consumer with its dead letters; false when there is none. */
    public boolean remove(String name) {
        return 1 == database.update("delete from consumer where name = ?", name);
    }

    /** Changes what an operator may change, and has a waiting consumer tried at once. False when there is none. */
    public boolean change(Consumer to) {
        return 1
                == database.update(
                        """
                        update consumer set kinds = ?, target = ?, secret = ?, paused = ?, max_attempts = ?,
                          next_try_at = now() where name = ?
                        """, kinds(to.kinds()), to.target(), to.secret(), to.paused(), to.maxAttempts(), to.name());
    }

    /** Says that a consumer has everything up to a place; never moves back. False when there is none by that name. */
    public boolean acknowledge(String name, OutboxCursor upTo) {
        return 1 == database.update("""
                        update consumer set last_success_at = now(),
                          after_xid = case when (after_xid, after_id) < (x.xid, x.id) then x.xid else after_xid end,
                          after_id = case when (after_xid, after_id) < (x.xid, x.id) then x.id else after_id end
                          from (select ?::xid8 as xid, ?::bigint as id) x where name = ?
                        """, Long.toString(upTo.xid()), upTo.id(), name);
    }

    /** Takes the lease of a webhook or PgQ consumer that is due; empty when none is. */
    public Optional<Consumer> claim(UUID owner, Duration lease, boolean withPgq) {
        return database.first(
                "select " + COLUMNS + " from consumer_claim(?, ?, ?)",
                PostgresConsumers::read,
                owner,
                lease.toMillis(),
                withPgq);
    }

    /** Renews a lease; false when it is somebody else's by now. */
    public boolean renew(String name, UUID owner, Duration lease) {
        return 1 == database.update("""
                        update consumer set lease_until = now() + ? * interval '1 millisecond'
                          where name = ? and lease_owner = ?
                        """, lease.toMillis(), name, owner);
    }

    /** Gives the lease up. */
    public void release(String name, UUID owner) {
        database.update(
                "update consumer set lease_owner = null, lease_until = now() where name = ? and lease_owner = ?",
                name,
                owner);
    }

    /**
     * An event, or what lay before it and was not wanted, is delivered.
     *
     * @return false when the lease is somebody else's by now: stop
     */
    public boolean delivered(String name, UUID owner, OutboxCursor upTo, Duration lease) {
        return 1
                == database.update(
                        """
                        update consumer set after_xid = ?::xid8, after_id = ?, failures = 0, last_error = null,
                          last_success_at = now(), lease_until = now() + ? * interval '1 millisecond'
                          where name = ? and lease_owner = ? and (after_xid, after_id) <= (?::xid8, ?)
                        """,
                        Long.toString(upTo.xid()),
                        upTo.id(),
                        lease.toMillis(),
                        name,
                        owner,
                        Long.toString(upTo.xid()),
                        upTo.id());
    }

    /** A try failed; the next is at {@code nextTry}. The lease is given up. */
    public void failed(String name, UUID owner, String error, Instant nextTry) {
        database.update("""
                update consumer set failures = failures + 1, last_error = ?, next_try_at = ?,
                  lease_owner = null, lease_until = now() where name = ? and lease_owner = ?
                """, cut(error), nextTry, name, owner);
    }

    /** The last try failed: the event is put aside and the consumer goes on behind it. */
    public void buried(String name, UUID owner, OutboxCursor place, OutboxEvent event, int attempts, String error) {
        database.update(
                """
                with moved as (
                  update consumer set after_xid = ?::xid8, after_id = ?, failures = 0, last_error = ?,
                    next_try_at = now(), lease_owner = null, lease_until = now()
                    where name = ? and lease_owner = ? returning name)
                insert into dead_letter (consumer, event_id, kind, subject, at, body, attempts, last_error)
                  select name, ?, ?, ?, ?, ?::jsonb, ?, ? from moved on conflict do nothing
                """,
                Long.toString(place.xid()),
                place.id(),
                cut(error),
                name,
                owner,
                event.id(),
                event.kind(),
                event.subject(),
                event.at(),
                event.body(),
                attempts,
                cut(error));
    }

    private static String cut(String error) {
        return error.length() <= MAX_ERROR ? error : error.substring(0, MAX_ERROR);
    }

    /** How many events lie behind a place, counted up to {@code limit}. */
    public int behind(OutboxCursor after, int limit) {
        return database.first(
                        "select count(*) from (select from outbox where (xid, id) > (?::xid8, ?) limit ?) x",
                        row -> Integer.valueOf(row.getInt(1)),
                        Long.toString(after.xid()),
                        after.id(),
                        limit)
                .orElse(0);
    }

    /** Dead letters, oldest event first. */
    public List<DeadLetter> deadLetters(String name, boolean onlyRedriven, int limit) {
        return database.list(
                "select event_id, kind, subject, at, body::text, attempts, last_error, died_at, redrive from dead_letter"
                        + " where consumer = ? and (redrive or not ?) order by event_id limit ?",
                row -> new DeadLetter(
                        new OutboxEvent(
                                row.getLong("event_id"),
                                row.getString("kind"),
                                row.getString("subject"),
                                Database.presentInstant(row, "at"),
                                row.getString("body")),
                        row.getInt("attempts"),
                        row.getString("last_error"),
                        Database.presentInstant(row, "died_at"),
                        row.getBoolean("redrive")),
                name,
                onlyRedriven,
                limit);
    }

    /** Has dead letters tried again: one, or all when {@code eventId} is 0. Says how many. */
    public int redrive(String name, long eventId) {
        int marked = database.update(
                "update dead_letter set redrive = true where consumer = ? and (? = 0 or event_id = ?)",
                name,
                eventId,
                eventId);
        database.update("update consumer set next_try_at = now() where name = ?", name);
        return marked;
    }

    /** A dead letter was delivered after all. */
    public void resurrected(String name, long eventId) {
        database.update("delete from dead_letter where consumer = ? and event_id = ?", name, eventId);
    }

    /** A dead letter failed again and waits for the next order of an operator. */
    public void diedAgain(String name, long eventId, String error) {
        database.update("""
                update dead_letter set attempts = attempts + 1, last_error = ?, redrive = false
                  where consumer = ? and event_id = ?
                """, cut(error), name, eventId);
    }

    private static Consumer read(ResultSet row) throws SQLException {
        return new Consumer(
                row.getString("name"),
                Consumer.Kind.valueOf(row.getString("kind")),
                texts(row.getArray("kinds")),
                row.getString("target"),
                row.getString("secret"),
                new OutboxCursor(Long.parseLong(row.getString("xid")), row.getLong("after_id")),
                row.getBoolean("paused"),
                row.getInt("max_attempts"),
                row.getInt("failures"),
                Database.presentInstant(row, "next_try_at"),
                row.getString("last_error"),
                Database.instant(row, "last_success_at"),
                Database.presentInstant(row, "created_at"));
    }

    private static Set<String> texts(Array array) throws SQLException {
        return Set.copyOf(Arrays.asList((String[]) array.getArray()));
    }
}
