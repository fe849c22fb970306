package io.tollgate.billing.rerating.jdbc;

import io.tollgate.billing.cdr.Period;
import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.rerating.Line;
import io.tollgate.billing.rerating.Run;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The runs and their lines. */
public final class PostgresReratings {
    private final Database database;

    public PostgresReratings(DataSource dataSource) {
        database = new Database(dataSource);
    }

    /** Sums of a run in one currency and state of its lines; the difference is what users owe more. */
    public record Total(String currency, Line.State state, long calls, long paidMicros, long newMicros) {}

    public void add(Run run) {
        database.update(
                "insert into rerating_run (id, from_at, to_at, username, destination, deck_id, reason, created_by)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                run.id(),
                run.period().from(),
                run.period().to(),
                run.user(),
                run.destination(),
                run.deckId(),
                run.reason(),
                run.createdBy());
    }

    /** Keeps those of the lines that differ from what was paid so far, earlier corrections included. */
    public void propose(List<Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        database.update(
                """
                insert into rerating_line (run_id, call_id, username, currency, started_at, number, destination, trunk,
                    talk_ms, paid_micros, new_micros, tax_difference_micros, rate_prefix, state, note)
                  select ?, c.id, c.username, c.currency, c.started_at, c.number, c.destination, c.trunk, c.talk_ms,
                      p.paid, case when l.state = 'UNPRICED' then p.paid else l.cost end,
                      case when l.state = 'UNPRICED' then 0 else c.tax_micros + l.tax - p.tax end, l.prefix, l.state,
                      l.note
                    from unnest(?, ?, ?, ?, ?, ?) as l (call, cost, tax, prefix, state, note)
                      join cdr c on c.id = l.call
                      cross join lateral (select call_paid(c.id, null) as paid, call_tax(c.id) as tax) p
                    where l.state = 'UNPRICED' or l.cost <> p.paid
                """,
                lines.getFirst().runId(),
                array("uuid", lines, Line::callId),
                array("int8", lines, Line::newMicros),
                array("int8", lines, Line::taxDifferenceMicros),
                array("text", lines, Line::prefix),
                array("text", lines, line -> line.state().name()),
                array("text", lines, Line::note));
    }

    private static Database.TypedArray array(String type, List<Line> lines, Function<Line, @Nullable Object> value) {
        @Nullable Object[] values = lines.stream().map(value).toArray();
        return new Database.TypedArray(type, values);
    }

    public void previewed(UUID run, long calls) {
        database.update(
                "update rerating_run set calls = ?, state = 'PREVIEWED' where id = ? and state = 'PREVIEWING'",
                calls,
                run);
    }

    /** Makes a run the one that is being applied; false when it may not be, or another is. */
    public boolean begin(UUID run, String actor) {
        try {
            return 1 == database.update("""
                            update rerating_run set state = 'APPLYING', applied_by = coalesce(applied_by, ?)
                              where id = ? and state in ('PREVIEWED', 'APPLYING')
                            """, actor, run);
        } catch (LedgerException e) {
            if (String.valueOf(e.getMessage()).contains("rerating_one_applying")) {
                return false;
            }
            throw e;
        }
    }

    public void applied(UUID run) {
        database.update(
                "update rerating_run set state = 'APPLIED', applied_at = now() where id = ? and state = 'APPLYING'",
                run);
    }

    /** Puts a preview aside; false when there is none to put aside. */
    public boolean discard(UUID run) {
        return 1
                == database.update(
                        "update rerating_run set state = 'DISCARDED' where id = ? and state in"
                                + " ('PREVIEWING', 'PREVIEWED')",
                        run);
    }

    /** What was paid for a call so far, but for one transfer. */
    public long paid(UUID call, UUID but) {
        return database.first("select call_paid(?, ?)", row -> Long.valueOf(row.getLong(1)), call, but)
                .orElseThrow();
    }

    public void mark(Line line, Line.State state, String note) {
        database.update(
                "update rerating_line set state = ?, note = ? where run_id = ? and call_id = ?",
                state.name(),
                note,
                line.runId(),
                line.callId());
    }

    public Optional<Run> find(UUID id) {
        return database.first("select * from rerating_run where id = ?", PostgresReratings::run, id);
    }

    /** The newest runs. */
    public List<Run> newest(int limit) {
        return database.list(
                "select * from rerating_run order by created_at desc, id limit ?", PostgresReratings::run, limit);
    }

    public List<Total> totals(UUID run) {
        return database.list(
                """
                select currency, state, count(*), sum(paid_micros), sum(new_micros) from rerating_line
                  where run_id = ? group by currency, state order by currency, state
                """,
                row -> new Total(
                        row.getString(1),
                        Line.State.valueOf(row.getString(2)),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5)),
                run);
    }

    public List<Line> proposed(UUID run, int limit) {
        return database.list(
                "select * from rerating_line where run_id = ? and state = 'PROPOSED' order by call_id limit ?",
                PostgresReratings::line,
                run,
                limit);
    }

    /** Lines by call id, behind one. */
    public List<Line> lines(UUID run, UUID after, int limit) {
        return database.list(
                "select * from rerating_line where run_id = ? and call_id > ? order by call_id limit ?",
                PostgresReratings::line,
                run,
                after,
                limit);
    }

    private static Run run(ResultSet row) throws SQLException {
        return new Run(
                row.getObject("id", UUID.class),
                new Period(Database.presentInstant(row, "from_at"), Database.presentInstant(row, "to_at")),
                row.getString("username"),
                row.getString("destination"),
                row.getObject("deck_id", Long.class),
                row.getString("reason"),
                Run.State.valueOf(row.getString("state")),
                row.getLong("calls"),
                row.getString("created_by"),
                Database.presentInstant(row, "created_at"),
                row.getString("applied_by"),
                Database.instant(row, "applied_at"));
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getObject("run_id", UUID.class),
                row.getObject("call_id", UUID.class),
                row.getString("username"),
                row.getString("currency"),
                Database.presentInstant(row, "started_at"),
                row.getString("number"),
                row.getString("destination"),
                row.getString("trunk"),
                row.getLong("talk_ms"),
                row.getLong("paid_micros"),
                row.getLong("new_micros"),
                row.getLong("tax_difference_micros"),
                row.getString("rate_prefix"),
                Line.State.valueOf(row.getString("state")),
                row.getString("note"));
    }
}
