package io.tollgate.billing.postgres.io;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.postgresql.ds.PGSimpleDataSource;

/** A running PostgreSQL cluster of our own. Close it after everything that uses it. */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    private static final String NAME = "tollgate";
    private static final String SUPERUSER = "postgres";
    private static final long MAX_LOG_BYTES = 16 << 20;
    private static final int PORT_TRIES = 3;
    private static final int CONNECT_TIMEOUT_S = 5;
    private static final int SOCKET_TIMEOUT_S = 60;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final ClusterHome home;
    private final Path data;
    private final Path bin;
    private final RunAs runAs;
    private final String password;
    private final int port;
    private boolean closed;

    private EmbeddedPostgres(ClusterHome home, Path data, Path bin, RunAs runAs, String password, int port) {
        this.home = home;
        this.data = data;
        this.bin = bin;
        this.runAs = runAs;
        this.password = password;
        this.port = port;
    }

    /**
     * Starts the cluster of a home folder, making it first when there is none (some seconds; a restart takes less than
     * one). A server left behind by a killed run is stopped before.
     *
     * @param folder kept between runs; created when missing
     * @param port TCP port on 127.0.0.1; 0 takes a free one
     * @throws EmbeddedPostgresException with one sentence that says what to do
     */
    public static EmbeddedPostgres start(Path folder, int port) {
        ClusterHome home = ClusterHome.lock(folder.toAbsolutePath().normalize());
        try {
            return start(home, port);
        } catch (IOException e) {
            home.close();
            throw new EmbeddedPostgresException(
                    "The database below " + folder + " cannot be prepared (" + ClusterHome.reason(e) + ").", e);
        } catch (RuntimeException e) {
            home.close();
            throw e;
        }
    }

    private static EmbeddedPostgres start(ClusterHome home, int wantedPort) throws IOException {
        ClusterHome.Place place = home.place();
        RunAs runAs = place.runAs();
        Path bin = Binaries.unpackedIn(place.folder());
        Path cluster = place.folder().toRealPath().resolve("cluster");
        if (!Files.exists(cluster)) {
            Files.createDirectory(cluster, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        Path data = cluster.resolve("data18");
        String superPassword = ClusterHome.secret(place.folder().resolve("superuser-password"));
        String password = ClusterHome.secret(place.folder().resolve("password"));
        Orphans.stop(data, bin, runAs);
        runAs.own(cluster);
        if (!Files.exists(data)) {
            initialise(cluster, data, bin, runAs, superPassword);
        }
        int port = launch(cluster, data, bin, runAs, wantedPort);
        var server = new EmbeddedPostgres(home, data, bin, runAs, password, port);
        try {
            server.ensureDatabase(cluster.resolve("ready"), superPassword);
        } catch (SQLException e) {
            server.close();
            throw new EmbeddedPostgresException(
                    "The embedded database refuses its own administrator: " + e.getMessage(), e);
        }
        return server;
    }

    /** Makes a cluster aside and renames it: after a kill there is a whole one or none. */
    private static void initialise(Path cluster, Path data, Path bin, RunAs runAs, String password) throws IOException {
        Path aside = cluster.resolve("data18.partial");
        Binaries.deleteTree(aside);
        Path passwordFile = Files.createTempFile(cluster, "initial", "");
        try {
            Files.writeString(passwordFile, password + "\n");
            runAs.own(cluster);
            Programs.Finished made = Programs.run(
                    runAs.prefix(),
                    cluster,
                    bin.resolve("initdb").toString(),
                    "--pgdata=" + aside,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-instructions");
            if (!made.succeeded()) {
                throw new EmbeddedPostgresException(
                        "The embedded database could not be created in " + cluster + ": " + made.tail());
            }
        } finally {
            Files.delete(passwordFile);
        }
        Files.move(aside, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static int launch(Path cluster, Path data, Path bin, RunAs runAs, int wantedPort) throws IOException {
        Path log = cluster.resolve("postgres.log");
        for (int attempt = 1; ; attempt++) {
            int port = wantedPort == 0 ? freePort() : wantedPort;
            if (Files.exists(log) && Files.size(log) > MAX_LOG_BYTES) {
                Files.move(log, cluster.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            long logged = Files.exists(log) ? Files.size(log) : 0;
            Programs.Finished started = Programs.run(
                    runAs.prefix(),
                    cluster,
                    bin.resolve("pg_ctl").toString(),
                    "-D",
                    data.toString(),
                    "-w",
                    "-t",
                    "120",
                    "-l",
                    log.toString(),
                    "-o",
                    serverOptions(port),
                    "start");
            if (started.succeeded()) {
                return port;
            }
            String said = logSince(log, logged);
            boolean portTaken = said.contains("could not bind");
            if (!portTaken || wantedPort != 0 || attempt == PORT_TRIES) {
                throw new EmbeddedPostgresException(
                        portTaken
                                ? "The embedded database cannot listen on port " + port + ": it is in use."
                                : "The embedded database in " + data + " does not start: "
                                        + (said.isBlank() ? started.tail() : said));
            }
        }
    }

    /** Durable commits whatever the cluster's own file says; no sockets but one on loopback; small caches. */
    private static String serverOptions(int port) {
        List<String> options = new ArrayList<>();
        options.add("-p " + port);
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "max_connections=60",
                "shared_buffers=64MB",
                "log_error_verbosity=terse",
                "timezone=Etc/UTC",
                "log_timezone=Etc/UTC",
                "jit=off")) {
            options.add("-c " + setting);
        }
        return String.join(" ", options);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    private static String logSince(Path log, long offset) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        byte[] all = Files.readAllBytes(log);
        int from = (int) Math.min(offset, all.length);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
    }

    /** Makes the application's own role and database, once. The application never works as the superuser. */
    private void ensureDatabase(Path done, String superPassword) throws SQLException, IOException {
        if (Files.exists(done)) {
            return;
        }
        try (Connection connection =
                        dataSource(SUPERUSER, superPassword, "postgres").getConnection();
                Statement statement = connection.createStatement()) {
            if (isEmpty(statement, "select 1 from pg_roles where rolname = '" + NAME + "'")) {
                statement.execute("create role " + NAME + " login");
            }
            statement.execute("alter role " + NAME + " password '" + password + "'");
            if (isEmpty(statement, "select 1 from pg_database where datname = '" + NAME + "'")) {
                statement.execute("create database " + NAME + " owner " + NAME);
            }
        }
        Files.createFile(done);
    }

    private static boolean isEmpty(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    private PGSimpleDataSource dataSource(String user, String secret, String database) {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(user);
        source.setPassword(secret);
        source.setConnectTimeout(CONNECT_TIMEOUT_S);
        source.setSocketTimeout(SOCKET_TIMEOUT_S);
        source.setTcpKeepAlive(true);
        source.setApplicationName(NAME);
        return source;
    }

    /** Opens a new connection per call, as the owner of the application's database; put a pool before it for many. */
    public DataSource dataSource() {
        return dataSource(NAME, password, NAME);
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
    }

    public String user() {
        return NAME;
    }

    public String password() {
        return password;
    }

    public int port() {
        return port;
    }

    /** Where the cluster's files lie, for the operator. */
    public Path data() {
        return data;
    }

    /** Stops the server, ending what connections are left, and releases the folder. A repeat does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Programs.Finished stopped = Programs.run(
                runAs.prefix(),
                Path.of("/"),
                bin.resolve("pg_ctl").toString(),
                "-D",
                data.toString(),
                "-m",
                "fast",
                "-w",
                "-t",
                "60",
                "stop");
        if (!stopped.succeeded()) {
            LOG.warnf("the embedded database did not stop cleanly: %s", stopped.tail());
        }
        home.close();
    }
}
