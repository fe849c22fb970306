package io.tollgate.billing.adjustment.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.adjustment.Answer;
import io.tollgate.billing.adjustment.Order;
import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.jdbc.LedgerSettings;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.ledger.jdbc.TestDatabase;
import io.tollgate.billing.postgres.jdbc.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdjustmentsTest {
    private static final Instant NOW = Instant.parse("2026-12-01T08:00:00Z");
    private static final OptionalLong ALONE = OptionalLong.of(50_000_000);

    @SuppressWarnings("NullAway.Init")
    private static PostgresLedger ledger;

    private final Adjustments adjustments =
            new Adjustments(new Transactions(TestDatabase.dataSource()), TestDatabase.database(), Duration.ofDays(7));

    @BeforeAll
    static void openLedger() {
        ledger = new PostgresLedger(TestDatabase.dataSource(), LedgerSettings.DEFAULT);
    }

    @AfterAll
    static void booksAreRight() {
        assertThat(ledger.verify().problems()).isEmpty();
        ledger.close();
    }

    private static String user() {
        String user = "adjusted-" + UUID.randomUUID();
        TestDatabase.openAccount(user, "EUR");
        return user;
    }

    private static Order order(UUID id, String user, long micros, String actor) {
        return new Order(
                new Credit(id, user, micros, "EUR", Credit.Kind.ADJUSTMENT, "ticket 7", "goodwill", actor), null);
    }

    private static Order refund(UUID id, String user, long micros, @Nullable UUID call) {
        return new Order(
                new Credit(id, user, micros, "EUR", Credit.Kind.REFUND, String.valueOf(call), "cut off", "ann"), call);
    }

    private static long balance(String user) {
        return ledger.balance(user).orElseThrow().balanceMicros();
    }

    @Test
    void upToTheAmountOneOperatorSuffices() {
        String user = user();
        UUID id = UUID.randomUUID();
        assertThat(adjustments.order(order(id, user, 50_000_000, "ann"), ALONE, NOW))
                .isEqualTo(new Answer.Booked(50_000_000, false));
        assertThat(adjustments.order(order(id, user, 50_000_000, "ann"), ALONE, NOW))
                .isEqualTo(new Answer.Booked(50_000_000, true));
        assertThat(adjustments.order(order(id, user, 40_000_000, "ann"), ALONE, NOW))
                .isEqualTo(new Answer.IdReused());
        assertThat(adjustments.order(order(UUID.randomUUID(), "nobody", 1, "ann"), ALONE, NOW))
                .isEqualTo(new Answer.NoSuchAccount());
    }

    @Test
    void aboveItAnotherOneMustApprove() {
        String user = user();
        UUID id = UUID.randomUUID();
        Order order = order(id, user, 50_000_001, "ann");
        assertThat(adjustments.order(order, ALONE, NOW)).isInstanceOf(Answer.Waiting.class);
        assertThat(adjustments.order(order, ALONE, NOW)).isInstanceOf(Answer.Waiting.class);
        assertThat(balance(user)).isZero();
        assertThat(adjustments.pending(NOW))
                .extracting(p -> p.order().credit().transferId())
                .contains(id);
        assertThat(adjustments.approve(id, "ann", NOW)).isEqualTo(new Answer.SamePerson());
        assertThat(adjustments.approve(id, "bea", NOW)).isEqualTo(new Answer.Booked(50_000_001, false));
        assertThat(adjustments.approve(id, "cat", NOW)).isEqualTo(new Answer.DecidedAlready(Order.State.BOOKED));
        assertThat(adjustments.order(order, ALONE, NOW)).isEqualTo(new Answer.Booked(50_000_001, true));
        assertThat(ledger.entries(id).getFirst().actor()).isEqualTo("ann, approved by bea");
        assertThat(balance(user)).isEqualTo(50_000_001);
    }

    @Test
    void aDebitIsLargeTooAndARejectionOrAWeekEndsTheOrder() {
        String user = user();
        UUID rejected = UUID.randomUUID();
        UUID late = UUID.randomUUID();
        assertThat(adjustments.order(order(rejected, user, -60_000_000, "ann"), ALONE, NOW))
                .isInstanceOf(Answer.Waiting.class);
        adjustments.order(order(late, user, 60_000_000, "ann"), ALONE, NOW);
        assertThat(adjustments.reject(rejected, "ann", NOW)).isInstanceOf(Answer.Rejected.class);
        assertThat(adjustments.approve(rejected, "bea", NOW))
                .isEqualTo(new Answer.DecidedAlready(Order.State.REJECTED));
        Instant week = NOW.plus(Duration.ofDays(7));
        assertThat(adjustments.approve(late, "bea", week)).isEqualTo(new Answer.DecidedAlready(Order.State.EXPIRED));
        assertThat(adjustments.expire(week)).isPositive();
        assertThat(adjustments.order(order(late, user, 60_000_000, "ann"), ALONE, week))
                .isInstanceOf(Answer.Rejected.class);
        assertThat(balance(user)).isZero();
    }

    @Test
    void ofACallNoMoreIsGivenBackThanItHasCostEvenByTenAtOnce() throws Exception {
        String user = user();
        UUID call = UUID.randomUUID();
        ledger.credit(Calls.topup(UUID.randomUUID(), user, 10_000_000, "EUR"));
        ledger.settle(Calls.answered(call, user, 1_000_000, "EUR"));
        try (ExecutorService threads = Executors.newFixedThreadPool(10)) {
            List<Future<Answer>> running = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                running.add(threads.submit(() ->
                        adjustments.order(refund(UUID.randomUUID(), user, 300_000, call), OptionalLong.empty(), NOW)));
            }
            for (Future<Answer> one : running) {
                one.get();
            }
        }
        assertThat(balance(user)).isEqualTo(9_900_000);
        assertThat(adjustments.order(refund(UUID.randomUUID(), user, 100_001, call), OptionalLong.empty(), NOW))
                .isEqualTo(new Answer.ExceedsCost(100_000));
        assertThat(adjustments.order(refund(UUID.randomUUID(), user, 1, UUID.randomUUID()), OptionalLong.empty(), NOW))
                .isEqualTo(new Answer.NoSuchCall());
        assertThat(adjustments.order(refund(UUID.randomUUID(), user(), 1, call), OptionalLong.empty(), NOW))
                .isEqualTo(new Answer.NoSuchCall());
    }
}
