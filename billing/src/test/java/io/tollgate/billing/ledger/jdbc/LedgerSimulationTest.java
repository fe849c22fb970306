package io.tollgate.billing.ledger.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.Balance;
import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.CreditOutcome;
import io.tollgate.billing.ledger.HoldOutcome;
import io.tollgate.billing.ledger.InMemoryLedger;
import io.tollgate.billing.ledger.Ledger;
import io.tollgate.billing.ledger.SettleOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded histories: both ledgers give the same answers, and many callers at once leave right books. */
class LedgerSimulationTest {
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final int USERS = 5;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bothLedgersGiveTheSameAnswersToAnyHistory(long seed) {
        var random = new SplittableRandom(seed);
        var memory = new InMemoryLedger(InstantSource.system());
        String prefix = "twin-" + UUID.randomUUID() + "-";
        for (int i = 0; i < USERS; i++) {
            memory.open(prefix + i, "EUR", 0);
            TestDatabase.openAccount(prefix + i, "EUR");
        }
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ids.add(Calls.id(new SplittableRandom(UUID.randomUUID().getMostSignificantBits())));
        }
        try (var durable = new PostgresLedger(TestDatabase.dataSource(), LedgerSettings.DEFAULT)) {
            for (int step = 0; step < 1000; step++) {
                int number = random.nextInt(ids.size());
                UUID id = ids.get(number);
                String user = prefix + number % USERS;
                int what = random.nextInt(100);
                long amount = random.nextLong(1, 2_000_000);
                assertThat(answer(durable, what, id, user, amount))
                        .as("seed %d, step %d, kind %d", seed, step, what)
                        .isEqualTo(answer(memory, what, id, user, amount));
            }
            for (int i = 0; i < USERS; i++) {
                assertThat(durable.balance(prefix + i)).isEqualTo(memory.balance(prefix + i));
            }
            assertThat(durable.verify().problems()).isEmpty();
            assertThat(memory.verify().problems()).isEmpty();
        }
    }

    private static Object answer(Ledger ledger, int what, UUID id, String user, long amount) {
        if (what < 55) {
            return ledger.hold(id, user, amount, what == 0 ? "USD" : "EUR", TTL);
        }
        if (what < 70) {
            return ledger.settle(Calls.answered(id, user, amount, what == 55 ? "USD" : "EUR"));
        }
        if (what < 75) {
            return ledger.release(Calls.unanswered(id, user, "busy"));
        }
        // Credits have ids of their own: a call's id names the call's transfer.
        UUID transfer = new UUID(id.getMostSignificantBits(), ~id.getLeastSignificantBits());
        return ledger.credit(Calls.topup(transfer, user, what < 90 ? 3_000_000 : amount, "EUR"));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void manyCallersWithRepeatsNeverOverdrawAndEachCallIsChargedOnce(long seed) throws Exception {
        String prefix = "crowd-" + UUID.randomUUID() + "-";
        long credit = 5_000_000;
        var settings = new LedgerSettings(4, 64, 1000, Duration.ofSeconds(30));
        try (var ledger = new PostgresLedger(TestDatabase.dataSource(), settings);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < USERS; i++) {
                TestDatabase.openAccount(prefix + i, "EUR");
                ledger.credit(Calls.topup(UUID.randomUUID(), prefix + i, credit, "EUR"));
            }
            var random = new SplittableRandom(seed);
            List<Future<Long>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String user = prefix + i % USERS;
                SplittableRandom own = random.split();
                calls.add(callers.submit(() -> call(ledger, user, own)));
            }
            long charged = 0;
            for (Future<Long> call : calls) {
                charged += call.get();
            }
            long left = 0;
            for (int i = 0; i < USERS; i++) {
                Balance balance = ledger.balance(prefix + i).orElseThrow();
                assertThat(balance.balanceMicros()).as("seed %d", seed).isNotNegative();
                assertThat(balance.heldMicros()).isZero();
                left += balance.balanceMicros();
            }
            assertThat(left).isEqualTo(USERS * credit - charged);
            assertThat(ledger.verify().problems()).isEmpty();
            assertThat(ledger.counters().batches()).isLessThan(ledger.counters().operations());
        }
    }

    /** One call, with slices, repeats at random and a final charge within what was held. Returns its cost. */
    private static long call(Ledger ledger, String user, SplittableRandom random) {
        UUID id = Calls.id(random);
        long held = 0;
        int slices = random.nextInt(1, 12);
        for (int slice = 1; slice <= slices; slice++) {
            HoldOutcome outcome = ledger.hold(id, user, slice * 50_000L, "EUR", TTL);
            if (random.nextInt(4) == 0) {
                outcome = ledger.hold(id, user, slice * 50_000L, "EUR", TTL);
            }
            if (outcome instanceof HoldOutcome.Held(long total, long available)) {
                assertThat(available).isNotNegative();
                held = total;
            } else {
                assertThat(outcome).isInstanceOf(HoldOutcome.ExceedsCredit.class);
                break;
            }
        }
        long cost = held == 0 ? 0 : random.nextLong(held + 1);
        Cdr cdr = cost == 0 ? Calls.unanswered(id, user, "busy") : Calls.answered(id, user, cost, "EUR");
        int deliveries = random.nextInt(1, 4);
        for (int i = 0; i < deliveries; i++) {
            assertThat(ledger.settle(cdr))
                    .isInstanceOfSatisfying(
                            SettleOutcome.Settled.class,
                            settled -> assertThat(settled.costMicros()).isEqualTo(cost));
        }
        assertThat(ledger.credit(Calls.topup(UUID.randomUUID(), user + "-stranger", 1, "EUR")))
                .isEqualTo(new CreditOutcome.NoSuchAccount());
        return cost;
    }
}
