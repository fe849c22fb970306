package io.tollgate.billing.postgres.jdbc;

import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Single statements on a borrowed connection, each its own transaction; failures in the port's words. */
public record Database(DataSource dataSource) {

    /** Reads one row. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    public <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments) {
        return with(statements -> statements.list(sql, row, arguments));
    }

    /** The first row, or empty. */
    public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... arguments) {
        return list(sql, row, arguments).stream().findFirst();
    }

    /** Rows changed. */
    public int update(String sql, @Nullable Object... arguments) {
        return with(statements -> statements.update(sql, arguments));
    }

    private <T> T with(Transactions.Work<T> use) {
        try (Connection connection = dataSource.getConnection()) {
            return use.in(new Statements(connection));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** A failure in the port's words. */
    static RuntimeException failure(SQLException e) {
        return isConnectionLost(e)
                ? new LedgerUnavailableException("the ledger's database does not answer", e)
                : new LedgerException("the database refused: " + reason(e), e);
    }

    /** An array argument with its PostgreSQL element type. */
    @SuppressWarnings("ArrayRecordComponent")
    public record TypedArray(String type, Object[] values) {}

    /** Classes 08 (connection), 57P (shutdown, crash) and 53 (no room, too many connections): unknown or not yet done. */
    public static boolean isConnectionLost(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
    }

    /** What went wrong without the detail, in which the server quotes data. */
    public static String reason(SQLException e) {
        if (e instanceof PSQLException server && server.getServerErrorMessage() != null) {
            return server.getServerErrorMessage().getMessage() + " (" + e.getSQLState() + ")";
        }
        return String.valueOf(e.getMessage());
    }

    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    public static Instant presentInstant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
