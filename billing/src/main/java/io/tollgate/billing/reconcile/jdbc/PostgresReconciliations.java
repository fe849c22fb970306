package io.tollgate.billing.reconcile.jdbc;

import io.tollgate.billing.cdr.Period;
import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.reconcile.Reconciliation;
import io.tollgate.billing.reconcile.Report;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Keeps comparisons and gives them back. */
public final class PostgresReconciliations {
    private static final int BATCH = 1000;

    private final DataSource dataSource;
    private final Database database;

    public PostgresReconciliations(DataSource dataSource) {
        this.dataSource = dataSource;
        database = new Database(dataSource);
    }

    /** Keeps a comparison with its lines, all or nothing. */
    public void add(Report report, List<Report.Line> lines) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                head(connection, report);
                lines(connection, report.id(), lines);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            if (Database.isConnectionLost(e)) {
                throw new LedgerUnavailableException("the database does not answer", e);
            }
            throw new LedgerException("the database refused: " + Database.reason(e), e);
        }
    }

    private static void head(Connection connection, Report report) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into reconciliation (id, trunk, from_at, to_at, file, currency, clock_offset_ms, matched, differing,
                  missing_ours, missing_theirs, our_duration_ms, their_duration_ms, our_cost_micros, their_cost_micros,
                  unanswered, faulty, created_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            Reconciliation.Totals totals = report.totals();
            set(
                    statement,
                    report.id(),
                    report.trunk(),
                    report.period().from(),
                    report.period().to(),
                    report.file(),
                    report.currency(),
                    report.clockOffsetMs(),
                    totals.matched(),
                    totals.differing(),
                    totals.missingOurs(),
                    totals.missingTheirs(),
                    totals.ourDurationMs(),
                    totals.theirDurationMs(),
                    totals.ourCostMicros(),
                    totals.theirCostMicros(),
                    report.unanswered(),
                    report.faulty(),
                    report.createdBy());
            statement.executeUpdate();
        }
    }

    private static void lines(Connection connection, UUID id, List<Report.Line> lines) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into reconciliation_line values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            int waiting = 0;
            for (Report.Line line : lines) {
                set(
                        statement,
                        id,
                        line.position(),
                        line.finding().name(),
                        line.number(),
                        line.attemptId(),
                        line.callId(),
                        line.ourStart(),
                        line.theirRow(),
                        line.theirStart(),
                        line.ourDurationMs(),
                        line.theirDurationMs(),
                        line.ourCostMicros(),
                        line.theirCostMicros(),
                        line.note());
                statement.addBatch();
                waiting++;
                if (waiting == BATCH) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            statement.executeBatch();
        }
    }

    private static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            statement.setObject(i + 1, value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
        }
    }

    public Optional<Report> find(UUID id) {
        return database.first("select * from reconciliation where id = ?", PostgresReconciliations::report, id);
    }

    /** The newest comparisons. */
    public List<Report> newest(int limit) {
        return database.list(
                "select * from reconciliation order by created_at desc, id limit ?",
                PostgresReconciliations::report,
                limit);
    }

    /**
     * Lines behind a position.
     *
     * @param finding only these; null: all
     */
    public List<Report.Line> lines(UUID id, Report.Line.@Nullable Sort finding, int after, int limit) {
        return database.list(
                "select * from reconciliation_line where reconciliation_id = ? and (?::text is null or finding = ?)"
                        + " and position > ? order by position limit ?",
                PostgresReconciliations::line,
                id,
                finding == null ? null : finding.name(),
                finding == null ? null : finding.name(),
                after,
                limit);
    }

    /** Forgets a comparison; false when there is none. */
    public boolean remove(UUID id) {
        return 1 == database.update("delete from reconciliation where id = ?", id);
    }

    private static Report report(ResultSet row) throws SQLException {
        return new Report(
                row.getObject("id", UUID.class),
                row.getString("trunk"),
                new Period(Database.presentInstant(row, "from_at"), Database.presentInstant(row, "to_at")),
                row.getString("file"),
                row.getString("currency"),
                row.getLong("clock_offset_ms"),
                new Reconciliation.Totals(
                        row.getLong("matched"),
                        row.getLong("differing"),
                        row.getLong("missing_ours"),
                        row.getLong("missing_theirs"),
                        row.getLong("our_duration_ms"),
                        row.getLong("their_duration_ms"),
                        row.getLong("our_cost_micros"),
                        row.getLong("their_cost_micros")),
                row.getInt("unanswered"),
                row.getInt("faulty"),
                row.getString("created_by"),
                Database.presentInstant(row, "created_at"));
    }

    private static Report.Line line(ResultSet row) throws SQLException {
        return new Report.Line(
                row.getInt("position"),
                Report.Line.Sort.valueOf(row.getString("finding")),
                row.getString("number"),
                row.getObject("attempt_id", UUID.class),
                row.getObject("call_id", UUID.class),
                Database.instant(row, "our_start"),
                row.getObject("their_row", Integer.class),
                Database.instant(row, "their_start"),
                row.getObject("our_duration_ms", Long.class),
                row.getObject("their_duration_ms", Long.class),
                row.getObject("our_cost_micros", Long.class),
                row.getObject("their_cost_micros", Long.class),
                row.getString("note"));
    }
}
