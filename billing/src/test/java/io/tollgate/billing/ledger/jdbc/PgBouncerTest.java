package io.tollgate.billing.ledger.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.HoldOutcome;
import io.tollgate.billing.ledger.SettleOutcome;
import io.tollgate.billing.postgres.io.EmbeddedPostgres;
import io.tollgate.billing.postgres.jdbc.Schema;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.postgresql.ds.PGSimpleDataSource;

/** The hot path through a real pgBouncer in transaction mode, with fewer server connections than clients. */
@EnabledIf("isThere")
class PgBouncerTest {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
    private static final Duration TTL = Duration.ofMinutes(2);

    private Path home = Path.of("");

    /** Continuous integration installs it; a developer's machine may be without. */
    static boolean isThere() {
        return Files.isExecutable(PROGRAM) || System.getenv("CI") != null;
    }

    @BeforeEach
    void openFolder() throws IOException {
        home = Files.createTempDirectory("tollgate-pgbouncer-test-");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterEach
    void clean() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void manyGatewaysShareTwoServerConnectionsAndTheBooksAreRight() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home.resolve("postgres"), 0)) {
            Schema.migrate(server.dataSource());
            int port = freePort();
            Process bouncer = start(server, port);
            List<PostgresLedger> ledgers = new ArrayList<>();
            try {
                PGSimpleDataSource through = through(server, port);
                awaitAnswer(through);
                for (int i = 0; i < 4; i++) {
                    ledgers.add(new PostgresLedger(through, new LedgerSettings(2, 64, 1000, Duration.ofSeconds(30))));
                }
                new io.tollgate.billing.postgres.jdbc.Database(through)
                        .update(
                                "insert into account (username, currency) select 'user-' || n, 'EUR' from generate_series(0, 9) n");
                for (int i = 0; i < 10; i++) {
                    ledgers.getFirst().credit(Calls.topup(UUID.randomUUID(), "user-" + i, 1_000_000, "EUR"));
                }
                // More than five of each, after which the driver would prepare statements on the server.
                assertThat(callAtOnce(ledgers)).isEqualTo(400L * 1000);
                var check = ledgers.getFirst().verify();
                assertThat(check.problems()).isEmpty();
                assertThat(check.reservations()).isZero();
                long left = 0;
                for (int i = 0; i < 10; i++) {
                    left += ledgers.getLast().balance("user-" + i).orElseThrow().balanceMicros();
                }
                assertThat(left).isEqualTo(10 * 1_000_000L - 400 * 1000L);
            } finally {
                ledgers.forEach(PostgresLedger::close);
                bouncer.destroy();
                bouncer.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private static long callAtOnce(List<PostgresLedger> ledgers) throws Exception {
        List<Future<Long>> calls = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 400; i++) {
                String user = "user-" + i % 10;
                PostgresLedger ledger = ledgers.get(i % ledgers.size());
                calls.add(callers.submit(() -> {
                    UUID id = UUID.randomUUID();
                    assertThat(ledger.hold(id, user, 2000, "EUR", TTL)).isInstanceOf(HoldOutcome.Held.class);
                    assertThat(ledger.hold(id, user, 3000, "EUR", TTL)).isInstanceOf(HoldOutcome.Held.class);
                    var settled = (SettleOutcome.Settled) ledger.settle(Calls.answered(id, user, 1000, "EUR"));
                    return settled.costMicros();
                }));
            }
        }
        long total = 0;
        for (Future<Long> call : calls) {
            total += call.get();
        }
        return total;
    }

    private static PGSimpleDataSource through(EmbeddedPostgres server, int port) {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("tollgate");
        source.setUser(server.user());
        source.setPassword(server.password());
        source.setPrepareThreshold(0);
        source.setSocketTimeout(30);
        return source;
    }

    private static void awaitAnswer(PGSimpleDataSource through) throws InterruptedException {
        var database = new io.tollgate.billing.postgres.jdbc.Database(through);
        for (int i = 0; ; i++) {
            try {
                database.first("select 1", row -> row.getInt(1));
                return;
            } catch (RuntimeException e) {
                if (i == 100) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process start(EmbeddedPostgres server, int port) throws IOException {
        Files.writeString(home.resolve("users.txt"), "\"%s\" \"%s\"%n".formatted(server.user(), server.password()));
        Path settings = home.resolve("pgbouncer.ini");
        Files.writeString(settings, """
                [databases]
                tollgate = host=127.0.0.1 port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = %s
                pool_mode = transaction
                default_pool_size = 2
                server_reset_query =
                ignore_startup_parameters = extra_float_digits,search_path
                """.formatted(server.port(), port, home.resolve("users.txt")));
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(settings.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("pgbouncer.log").toFile())
                .start();
    }
}
