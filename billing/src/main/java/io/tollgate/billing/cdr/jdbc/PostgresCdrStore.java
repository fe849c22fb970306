package io.tollgate.billing.cdr.jdbc;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.cdr.CdrCursor;
import io.tollgate.billing.cdr.CdrFilter;
import io.tollgate.billing.cdr.CdrPage;
import io.tollgate.billing.cdr.CdrStore;
import io.tollgate.billing.postgres.jdbc.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The CDR store in PostgreSQL. */
public final class PostgresCdrStore implements CdrStore {
    private final Database database;

    public PostgresCdrStore(DataSource dataSource) {
        database = new Database(dataSource);
    }

    @Override
    public Optional<Cdr> find(UUID id) {
        return database.first("select * from cdr where id = ?", PostgresCdrStore::read, id);
    }

    @Override
    public CdrPage list(CdrFilter filter) {
        var sql = new StringBuilder("select * from cdr where true");
        List<Object> arguments = new ArrayList<>();
        narrow(sql, arguments, " and account_id = (select id from account where username = ?)", filter.user());
        narrow(sql, arguments, " and started_at >= ?", filter.from());
        narrow(sql, arguments, " and started_at < ?", filter.to());
        Cdr.Direction direction = filter.direction();
        narrow(sql, arguments, " and direction = ?", direction == null ? null : direction.name());
        narrow(sql, arguments, " and cause = ?", filter.cause());
        CdrCursor before = filter.before();
        if (before != null) {
            sql.append(" and (started_at, id) < (?, ?)");
            arguments.add(before.started());
            arguments.add(before.id());
        }
        sql.append(" order by started_at desc, id desc limit ?");
        arguments.add(filter.limit() + 1);
        return CdrPage.of(database.list(sql.toString(), PostgresCdrStore::read, arguments.toArray()), filter.limit());
    }

    private static void narrow(StringBuilder sql, List<Object> arguments, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            arguments.add(value);
        }
    }

    @Override
    public boolean append(Cdr cdr) {
        if (cdr.user() != null) {
            throw new IllegalArgumentException("call " + cdr.id() + " belongs to a user: settle or release it");
        }
        return 1
                == database.update(
                        """
                        insert into cdr (id, direction, device, dialled, number, caller, trunk, codec, started_at,
                          ringing_at, answered_at, ended_at, talk_ms, cause, side, sip_status, q850, explanation)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing
                        """,
                        cdr.id(),
                        cdr.direction().name(),
                        cdr.device(),
                        cdr.numbers().dialled(),
                        cdr.numbers().sent(),
                        cdr.numbers().caller(),
                        cdr.trunk(),
                        cdr.codec(),
                        cdr.times().started(),
                        cdr.times().ringing(),
                        cdr.times().answered(),
                        cdr.times().ended(),
                        cdr.talkMs(),
                        cdr.ending().cause(),
                        cdr.ending().side(),
                        cdr.ending().sipStatus(),
                        cdr.ending().q850(),
                        cdr.explanation());
    }

    static Cdr read(ResultSet row) throws SQLException {
        return new Cdr(
                row.getObject("id", UUID.class),
                Cdr.Direction.valueOf(row.getString("direction")),
                row.getString("username"),
                row.getString("device"),
                new Cdr.Numbers(row.getString("dialled"), row.getString("number"), row.getString("caller")),
                new Cdr.Tariff(
                        row.getString("destination"),
                        row.getString("rate_prefix"),
                        row.getObject("deck_id", Long.class),
                        row.getObject("deck_version", Integer.class)),
                row.getString("trunk"),
                row.getString("codec"),
                new Cdr.Times(
                        Database.presentInstant(row, "started_at"),
                        Database.instant(row, "ringing_at"),
                        Database.instant(row, "answered_at"),
                        Database.presentInstant(row, "ended_at")),
                row.getLong("talk_ms"),
                row.getLong("billed_seconds"),
                row.getLong("cost_micros"),
                row.getLong("tax_micros"),
                row.getString("currency"),
                new Cdr.Ending(
                        row.getString("cause"), row.getString("side"), row.getInt("sip_status"), row.getInt("q850")),
                new Cdr.Quality(
                        row.getObject("quality_loss_pct", Double.class),
                        row.getObject("quality_jitter_ms", Double.class),
                        row.getObject("quality_mos", Double.class),
                        stream(row, "user"),
                        stream(row, "trunk"),
                        row.getString("pipeline")),
                row.getString("explanation"));
    }

    private static Cdr.@Nullable Stream stream(ResultSet row, String from) throws SQLException {
        Long packets = row.getObject(from + "_packets", Long.class);
        return packets == null
                ? null
                : new Cdr.Stream(
                        packets,
                        row.getObject(from + "_loss_pct", Double.class),
                        row.getObject(from + "_discard_pct", Double.class),
                        row.getObject(from + "_jitter_ms", Double.class),
                        row.getObject(from + "_concealed_pct", Double.class),
                        row.getObject(from + "_delay_ms", Double.class),
                        row.getObject(from + "_level_dbov", Double.class),
                        row.getObject(from + "_r_factor", Double.class),
                        row.getObject(from + "_mos", Double.class));
    }
}
