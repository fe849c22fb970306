package io.tollgate.billing.postgres.jdbc;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections made one by one, for commands that need a few and end. */
public final class Unpooled {
    private Unpooled() {}

    /** A server by its JDBC address; null for a user or password that the address names itself. */
    public static DataSource at(String jdbcUrl, @Nullable String user, @Nullable String password) {
        var source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        if (user != null) {
            source.setUser(user);
        }
        if (password != null) {
            source.setPassword(password);
        }
        return source;
    }
}
