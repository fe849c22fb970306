package io.tollgate.billing.ledger.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.cdr.jdbc.PostgresCdrStore;
import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.CreditOutcome;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.ledger.SettleOutcome;
import io.tollgate.billing.postgres.io.EmbeddedPostgres;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.postgres.jdbc.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server is killed under load, a cluster of its own. */
class LedgerCrashTest {
    private static final int USERS = 4;
    private static final int CALLERS = 16;
    private static final long CREDIT = 1_000_000_000;

    private Path home = Path.of("");

    @BeforeEach
    void openFolder() throws IOException {
        home = Files.createTempDirectory("tollgate-crash-test-");
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
    void unlikeAstppKillingTheServerUnderLoadLosesNoAcknowledgedChargeAndDoublesNone() throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.start(home, 0);
        int port = server.port();
        Map<UUID, Long> acknowledged = new ConcurrentHashMap<>();
        var running = new AtomicBoolean(true);
        try {
            Schema.migrate(server.dataSource());
            var settings = new LedgerSettings(2, 64, 1000, Duration.ofSeconds(60));
            try (var ledger = new PostgresLedger(server.dataSource(), settings);
                    ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                openAccounts(server, ledger);
                var warm = new CountDownLatch(500);
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    String user = "user-" + i % USERS;
                    all.add(callers.submit(() -> callUntilStopped(ledger, user, running, acknowledged, warm)));
                }
                for (int kill = 0; kill < 3; kill++) {
                    assertThat(warm.await(60, TimeUnit.SECONDS)).isTrue();
                    int before = acknowledged.size();
                    kill(server);
                    server.close();
                    server = EmbeddedPostgres.start(home, port);
                    awaitMoreThan(before + 200, acknowledged);
                }
                running.set(false);
                for (Future<?> one : all) {
                    one.get(90, TimeUnit.SECONDS);
                }
                assertThat(ledger.verify().problems()).isEmpty();
                assertThat(ledger.counters().replays()).isPositive();
                assertThat(ledger.counters().unavailable()).isZero();
                long spent = acknowledged.values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                long left = 0;
                for (int i = 0; i < USERS; i++) {
                    var balance = ledger.balance("user-" + i).orElseThrow();
                    assertThat(balance.heldMicros()).isZero();
                    left += balance.balanceMicros();
                }
                assertThat(left).isEqualTo(USERS * CREDIT - spent);
                var cdrs = new PostgresCdrStore(server.dataSource());
                acknowledged.forEach((id, cost) ->
                        assertThat(cdrs.find(id).orElseThrow().costMicros()).isEqualTo(cost));
            }
        } finally {
            running.set(false);
            server.close();
        }
    }

    private static void openAccounts(EmbeddedPostgres server, PostgresLedger ledger) {
        for (int i = 0; i < USERS; i++) {
            new Database(server.dataSource())
                    .update("insert into account (username, currency) values (?, 'EUR')", "user-" + i);
            assertThat(ledger.credit(Calls.topup(UUID.randomUUID(), "user-" + i, CREDIT, "EUR")))
                    .isInstanceOf(CreditOutcome.Credited.class);
        }
    }

    private static void callUntilStopped(
            PostgresLedger ledger,
            String user,
            AtomicBoolean running,
            Map<UUID, Long> acknowledged,
            CountDownLatch warm) {
        long cost = 1;
        while (running.get()) {
            UUID id = UUID.randomUUID();
            ledger.hold(id, user, 2000, "EUR", Duration.ofMinutes(5));
            cost = cost % 1999 + 1;
            var outcome = (SettleOutcome.Settled) ledger.settle(Calls.answered(id, user, cost, "EUR"));
            assertThat(outcome.costMicros()).isEqualTo(cost);
            acknowledged.put(id, cost);
            warm.countDown();
        }
    }

    private static void awaitMoreThan(int count, Map<UUID, Long> acknowledged) throws InterruptedException {
        var never = new CountDownLatch(1);
        for (int i = 0; i < 600 && acknowledged.size() <= count; i++) {
            never.await(100, TimeUnit.MILLISECONDS);
        }
        assertThat(acknowledged.size()).as("calls after the restart").isGreaterThan(count);
    }

    /** kill -9 of the postmaster; its children notice and go. */
    private static void kill(EmbeddedPostgres server) throws IOException {
        long postmaster = Long.parseLong(Files.readAllLines(server.data().resolve("postmaster.pid"))
                .getFirst()
                .strip());
        ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
    }

    /** Longer: {@code ./tollgate bench billing crash --kills 300}. */
    @Test
    void killingServerAndGatewayAtRandomPointsLosesAndDoublesNothing() throws Exception {
        long seed = System.nanoTime();
        CrashDrill.Report report = CrashDrill.run(8, seed);
        assertThat(report.problems()).as("seed %d", seed).isEmpty();
        assertThat(report.settled()).isPositive();
        assertThat(report.serverKills() + report.writerKills()).isGreaterThanOrEqualTo(8);
    }

    @Test
    void whenTheDatabaseStaysAwayTheCallerIsToldInTime() {
        var away = new org.postgresql.ds.PGSimpleDataSource();
        away.setServerNames(new String[] {"127.0.0.1"});
        away.setPortNumbers(new int[] {1});
        var settings = new LedgerSettings(1, 64, 1000, Duration.ofMillis(300));
        try (var ledger = new PostgresLedger(away, settings)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> ledger.hold(UUID.randomUUID(), "alice", 1, "EUR", Duration.ofMinutes(1)))
                    .isInstanceOf(LedgerUnavailableException.class);
            assertThat(ledger.counters().unavailable()).isEqualTo(1);
        }
    }
}
