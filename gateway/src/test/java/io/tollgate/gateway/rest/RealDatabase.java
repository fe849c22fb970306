package io.tollgate.gateway.rest;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tollgate.billing.postgres.io.EmbeddedPostgres;
import io.tollgate.billing.postgres.jdbc.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An own PostgreSQL, emptied at its start and kept below target/ between runs, and an own data folder. */
public final class RealDatabase implements QuarkusTestResourceLifecycleManager {
    private @Nullable EmbeddedPostgres server;

    @Override
    public Map<String, String> start() {
        EmbeddedPostgres started = EmbeddedPostgres.start(Path.of("target", "rest-postgres"), 0);
        server = started;
        Database database = new Database(started.dataSource());
        database.update("drop schema if exists public cascade");
        database.update("create schema public");
        Map<String, String> settings = new HashMap<>(Map.of(
                "quarkus.datasource.jdbc.url",
                started.jdbcUrl(),
                "quarkus.datasource.username",
                started.user(),
                "quarkus.datasource.password",
                started.password(),
                "quarkus.http.test-port",
                "0",
                "tollgate.data",
                freshFolder().toString(),
                "tollgate.demo.enabled",
                "false",
                "tollgate.recordings.allowed",
                "users",
                "tollgate.recordings.at-once",
                "2",
                "tollgate.sip.port",
                freeUdpPort(),
                "tollgate.media.overlay-port",
                "0"));
        settings.put("tollgate.credit.four-eyes-above", "5000");
        settings.put("tollgate.delivery.first-retry", "10ms");
        return settings;
    }

    private static Path freshFolder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "rest-data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String freeUdpPort() {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return Integer.toString(socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        EmbeddedPostgres running = server;
        if (running != null) {
            running.close();
        }
    }
}
