package io.tollgate.billing.ledger.jdbc;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.CallJournal;
import io.tollgate.billing.ledger.JournalTouch;
import io.tollgate.billing.ledger.JournalledCall;
import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.postgres.jdbc.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** The journal in PostgreSQL. The lease is kept by the database's clock, so gateways need not agree on the time. */
public final class PostgresCallJournal implements CallJournal {
    private static final Logger LOG = Logger.getLogger(PostgresCallJournal.class);

    private final Database database;
    private final UUID instance;
    private final long leaseMs;

    private PostgresCallJournal(Database database, UUID instance, Duration lease) {
        this.database = database;
        this.instance = instance;
        this.leaseMs = lease.toMillis();
    }

    /**
     * Registers a gateway instance. Earlier instances of the same gateway are dead from now on: two running processes
     * must not share a name.
     *
     * @param gateway the gateway's name, which stays over restarts
     * @param instance new with every start
     * @param lease how long the instance counts as alive after its last touch; several touches long
     */
    public static PostgresCallJournal start(DataSource dataSource, String gateway, UUID instance, Duration lease) {
        var database = new Database(dataSource);
        database.update("""
                with ended as (update gateway_instance set lease_until = now(), superseded = true where gateway = ?),
                     forgotten as (delete from gateway_instance g where lease_until < now() - interval '1 day'
                       and gateway <> ? and not exists (select from call_journal j where j.instance = g.instance))
                insert into gateway_instance (instance, gateway, lease_until)
                values (?, ?, now() + ? * interval '1 millisecond')
                """, gateway, gateway, instance, gateway, lease.toMillis());
        return new PostgresCallJournal(database, instance, lease);
    }

    @Override
    public void open(JournalledCall call) {
        database.update(
                """
                insert into call_journal (call_id, instance, username, direction, device, dialled, number, caller,
                  destination, rate_prefix, deck_id, deck_version, currency, trunk, opened_at, answered_at,
                  last_media_at, talk_ms, tariff)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb) on conflict (call_id) do nothing
                """,
                call.callId(),
                instance,
                call.user(),
                call.direction().name(),
                call.device(),
                call.numbers().dialled(),
                call.numbers().sent(),
                call.numbers().caller(),
                call.tariff().destination(),
                call.tariff().prefix(),
                call.tariff().deckId(),
                call.tariff().deckVersion(),
                call.currency(),
                call.trunk(),
                call.openedAt(),
                call.answeredAt(),
                call.lastMediaAt(),
                call.talkMs(),
                call.tariff().terms());
    }

    @Override
    public void attempted(UUID callId, UUID attemptId, int ordinal, String trunk, Instant at) {
        database.update("""
                update call_journal set trunk = ?, attempts = coalesce(attempts, '[]') || jsonb_build_object(
                    'id', ?::text, 'ordinal', ?::int, 'target', ?::text, 'started_at', ?::timestamptz)
                  where call_id = ?
                """, trunk, attemptId.toString(), ordinal, trunk, at, callId);
    }

    @Override
    public void answered(UUID callId, Instant at) {
        database.update("update call_journal set answered_at = coalesce(answered_at, ?) where call_id = ?", at, callId);
    }

    @Override
    public void touch(List<JournalTouch> touches) {
        database.update(
                "update gateway_instance set lease_until = now() + ? * interval '1 millisecond' where instance = ? and not superseded",
                leaseMs,
                instance);
        if (!touches.isEmpty()) {
            database.first(
                    "select journal_touch(?, ?, ?, ?)",
                    row -> row.getInt(1),
                    instance,
                    new Database.TypedArray(
                            "uuid", touches.stream().map(JournalTouch::callId).toArray()),
                    new Database.TypedArray(
                            "timestamptz",
                            touches.stream()
                                    .map(touch -> touch.lastMediaAt().toString())
                                    .toArray()),
                    new Database.TypedArray(
                            "int8", touches.stream().map(JournalTouch::talkMs).toArray()));
        }
    }

    @Override
    public Optional<JournalledCall> find(UUID callId) {
        return database.first("select * from call_journal where call_id = ?", PostgresCallJournal::read, callId);
    }

    @Override
    public List<JournalledCall> abandoned(int limit) {
        return database.list("""
                select j.*, (select sum(seconds) from allowance_hold h where h.call_id = j.call_id) as held_s
                from call_journal j where not exists (
                  select from gateway_instance g where g.instance = j.instance and g.lease_until > now())
                order by j.call_id limit ?
                """, row -> withHeld(read(row), row.getLong("held_s")), limit);
    }

    /** A call may have got more seconds of its packages since it was opened: what it holds is what it may use. */
    private static JournalledCall withHeld(JournalledCall call, long heldSeconds) {
        return heldSeconds == 0 ? call : call.priced(call.tariff().withBundle(heldSeconds));
    }

    @Override
    public void close() {
        try {
            database.update("update gateway_instance set lease_until = now() where instance = ?", instance);
        } catch (LedgerUnavailableException | LedgerException e) {
            LOG.warnf("the lease of gateway instance %s runs out by itself: %s", instance, e.getMessage());
        }
    }

    private static JournalledCall read(ResultSet row) throws SQLException {
        return new JournalledCall(
                row.getObject("call_id", UUID.class),
                Cdr.Direction.valueOf(row.getString("direction")),
                row.getString("username"),
                row.getString("device"),
                new Cdr.Numbers(row.getString("dialled"), row.getString("number"), row.getString("caller")),
                new Cdr.Tariff(
                        row.getString("destination"),
                        row.getString("rate_prefix"),
                        row.getObject("deck_id", Long.class),
                        row.getObject("deck_version", Integer.class),
                        row.getString("tariff"),
                        0,
                        null),
                row.getString("currency"),
                row.getString("trunk"),
                Database.presentInstant(row, "opened_at"),
                Database.instant(row, "answered_at"),
                Database.instant(row, "last_media_at"),
                row.getLong("talk_ms"));
    }
}
