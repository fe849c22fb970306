package io.tollgate.billing.postgres.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Several statements that happen together or not at all, for what is too rarely done to deserve a database function.
 *
 * <p>Whoever touches money in one locks the account's row first, then its own rows (the lock order of the schema).
 */
public record Transactions(DataSource dataSource) {
    private static final int TRIES = 3;

    /** What happens in a transaction. It may be run again when the database had to choose a victim: keep it free of effects elsewhere. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Statements statements) throws SQLException;
    }

    /**
     * Runs the work and commits, or undoes all of it.
     *
     * @throws io.tollgate.billing.ledger.LedgerUnavailableException when the database does not answer: the outcome is unknown
     * @throws io.tollgate.billing.ledger.LedgerException when the database refused
     */
    public <T> T run(Work<T> work) {
        for (int tried = 1; ; tried++) {
            try (Connection connection = dataSource.getConnection()) {
                return once(connection, work);
            } catch (SQLException e) {
                if (tried == TRIES || !wasVictim(e)) {
                    throw Database.failure(e);
                }
            }
        }
    }

    private static <T> T once(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            T result = work.in(new Statements(connection));
            connection.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    /** Serialisation failure or deadlock: rolled back, and worth another try. */
    private static boolean wasVictim(SQLException e) {
        return "40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
    }
}
