package io.tollgate.billing.postgres.jdbc;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The database's schema, for whoever runs without the application server, which migrates by itself. */
public final class Schema {
    private Schema() {}

    /** Brings the database up to date; harmless when it is. */
    public static void migrate(DataSource dataSource) {
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
