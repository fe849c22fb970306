package io.tollgate.billing.ledger.jdbc;

import io.tollgate.billing.postgres.io.EmbeddedPostgres;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.postgres.jdbc.Schema;
import java.nio.file.Path;
import javax.sql.DataSource;

/** One real cluster per test JVM, emptied and migrated at its start, kept below target/ between runs. */
public final class TestDatabase {
    private static final Path HOME = Path.of("target", "test-postgres").toAbsolutePath();

    private TestDatabase() {}

    private static final class Holder {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            EmbeddedPostgres server = EmbeddedPostgres.start(HOME, 0);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            DataSource dataSource = server.dataSource();
            new Database(dataSource).update("drop schema if exists public cascade");
            new Database(dataSource).update("create schema public");
            Schema.migrate(dataSource);
            return server;
        }
    }

    /** Where the cluster lies. */
    static Path home() {
        return HOME;
    }

    public static DataSource dataSource() {
        return Holder.SERVER.dataSource();
    }

    public static Database database() {
        return new Database(dataSource());
    }

    /** Opens a user's account. */
    public static void openAccount(String user, String currency) {
        database().update("insert into account (username, currency) values (?, ?)", user, currency);
    }
}
