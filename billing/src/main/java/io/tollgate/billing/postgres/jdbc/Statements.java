package io.tollgate.billing.postgres.jdbc;

import io.tollgate.billing.postgres.jdbc.Database.Row;
import io.tollgate.billing.postgres.jdbc.Database.TypedArray;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements on one connection, whose transaction belongs to somebody else. */
public final class Statements {
    private final Connection connection;

    Statements(Connection connection) {
        this.connection = connection;
    }

    public <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepared(sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(row.read(rows));
            }
            return found;
        }
    }

    /** The first row, or empty. */
    public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... arguments) throws SQLException {
        return list(sql, row, arguments).stream().findFirst();
    }

    /** Rows changed. */
    public int update(String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepared(sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepared(String sql, @Nullable Object... arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < arguments.length; i++) {
                Object value = arguments[i];
                if (value instanceof Instant instant) {
                    statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
                } else if (value instanceof TypedArray array) {
                    statement.setArray(i + 1, connection.createArrayOf(array.type(), array.values()));
                } else {
                    statement.setObject(i + 1, value);
                }
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }
}
