package io.tollgate.billing.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL of the system's own packages that has PgQ, with a cluster that lives as long as the test. */
final class PgqServer implements AutoCloseable {
    private final Path bin;
    private final Path folder;
    private final int port;

    private PgqServer(Path bin, Path folder, int port) {
        this.bin = bin;
        this.folder = folder;
        this.port = port;
    }

    /** Without the packages the test is skipped loudly, or fails where {@code CI=true} forbids skipping. */
    static PgqServer start() throws IOException, InterruptedException {
        Optional<Path> found = bin();
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(
                    "there is no PostgreSQL with PgQ (Debian: postgresql-15-pgq3), and CI=true forbids" + " skipping");
        }
        Assumptions.assumeTrue(
                found.isPresent(),
                "SKIPPED, NOTHING IS PROVED: there is no PostgreSQL with PgQ (Debian: postgresql-15-pgq3)");
        Path folder = Files.createTempDirectory("pgq");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        PgqServer server = new PgqServer(found.orElseThrow(), folder, port);
        if (isRoot()) {
            run(List.of("chown", "postgres", folder.toString()));
        }
        Path data = folder.resolve("data");
        server.postgres("initdb", "-D", data.toString(), "-U", "postgres", "-A", "trust", "--no-sync");
        server.postgres(
                "pg_ctl",
                "-D",
                data.toString(),
                "-w",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=",
                "start");
        return server;
    }

    private static Optional<Path> bin() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(versions)) {
            return all.filter(version -> Files.exists(Path.of(
                            "/usr/share/postgresql", version.getFileName().toString(), "extension", "pgq.control")))
                    .max(Comparator.naturalOrder())
                    .map(version -> version.resolve("bin"));
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void postgres(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + status);
        }
    }

    DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("postgres");
        source.setUser("postgres");
        return source;
    }

    @Override
    public void close() {
        try {
            postgres("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "-w", "stop");
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
