package io.tollgate.billing.cdr.jdbc;

import io.tollgate.billing.cdr.CallAttempt;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.cdr.Period;
import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.postgres.jdbc.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole periods of calls and attempts, oldest start first, through a cursor of the database: memory does not grow
 * with the period, and what is read is one snapshot.
 */
public final class CdrArchive {
    private static final int FETCH = 1000;

    private final DataSource dataSource;
    private final Database database;

    public CdrArchive(DataSource dataSource) {
        this.dataSource = dataSource;
        database = new Database(dataSource);
    }

    /** Takes rows one by one. */
    @FunctionalInterface
    public interface Sink<T> {
        void take(T row) throws IOException;
    }

    /** The calls of a period. */
    public void calls(Period period, @Nullable String user, Sink<Cdr> sink) throws IOException {
        each(
                "select * from cdr where started_at >= ? and started_at < ? and (?::text is null or account_id ="
                        + " (select id from account where username = ?)) order by started_at, id",
                period,
                user,
                PostgresCdrStore::read,
                sink);
    }

    /** The attempts of a period, by their own start, of one trunk or device or all. */
    public void attempts(Period period, @Nullable String target, Sink<CallAttempt> sink) throws IOException {
        each(
                "select * from call_attempt where started_at >= ? and started_at < ? and (?::text is null or target = ?)"
                        + " order by started_at, id",
                period,
                target,
                CdrArchive::attempt,
                sink);
    }

    /** A call's attempts in their order; empty when it had none. */
    public List<CallAttempt> attemptsOf(UUID callId) {
        return database.list(
                "select * from call_attempt where call_id = ? order by ordinal", CdrArchive::attempt, callId);
    }

    /** Transfers that corrected or refunded a call later, oldest first. */
    public List<UUID> correctionsOf(UUID callId) {
        return database.list(
                "select id from transfer where kind in ('CORRECTION', 'REFUND') and reference = ? order by at, id",
                row -> row.getObject("id", UUID.class),
                callId.toString());
    }

    private <T> void each(String sql, Period period, @Nullable String of, Database.Row<T> row, Sink<T> sink)
            throws IOException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(FETCH);
                statement.setObject(1, period.from().atOffset(ZoneOffset.UTC));
                statement.setObject(2, period.to().atOffset(ZoneOffset.UTC));
                statement.setString(3, of);
                statement.setString(4, of);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        sink.take(row.read(rows));
                    }
                }
            } finally {
                connection.rollback();
                connection.setReadOnly(false);
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            if (Database.isConnectionLost(e)) {
                throw new LedgerUnavailableException("the database does not answer", e);
            }
            throw new LedgerException("the database refused: " + Database.reason(e), e);
        }
    }

    private static CallAttempt attempt(ResultSet row) throws SQLException {
        return new CallAttempt(
                row.getObject("id", UUID.class),
                row.getObject("call_id", UUID.class),
                row.getInt("ordinal"),
                CallAttempt.Kind.valueOf(row.getString("kind")),
                row.getString("target"),
                new Cdr.Numbers(
                        java.util.Objects.requireNonNullElse(row.getString("dialled"), ""),
                        row.getString("sent"),
                        row.getString("caller")),
                new Cdr.Times(
                        Database.presentInstant(row, "started_at"),
                        Database.instant(row, "ringing_at"),
                        Database.instant(row, "answered_at"),
                        Database.presentInstant(row, "ended_at")),
                row.getObject("pdd_ms", Long.class),
                row.getLong("talk_ms"),
                row.getString("codec"),
                new Cdr.Ending(
                        row.getString("cause"), row.getString("side"), row.getInt("sip_status"), row.getInt("q850")),
                new Cdr.Quality(
                        row.getObject("loss_pct", Double.class),
                        row.getObject("jitter_ms", Double.class),
                        row.getObject("mos", Double.class)),
                row.getObject("cost_micros", Long.class),
                row.getString("cost_currency"));
    }
}
