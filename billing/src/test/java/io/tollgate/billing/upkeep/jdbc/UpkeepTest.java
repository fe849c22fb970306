package io.tollgate.billing.upkeep.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.LedgerEntry;
import io.tollgate.billing.ledger.jdbc.LedgerSettings;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.ledger.jdbc.TestDatabase;
import io.tollgate.billing.notice.jdbc.Notices;
import io.tollgate.billing.payment.PaymentProvider;
import io.tollgate.billing.postgres.jdbc.Transactions;
import io.tollgate.billing.upkeep.ExpiryRule;
import io.tollgate.billing.upkeep.RechargeRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UpkeepTest {
    private static final Instant NOW = Instant.parse("2030-03-01T08:00:00Z");
    private static final Transactions TRANSACTIONS = new Transactions(TestDatabase.dataSource());

    @SuppressWarnings("NullAway.Init")
    private static PostgresLedger ledger;

    /** Charges cards as it is told to, and remembers what it was asked. */
    private static final class Cards implements PaymentProvider {
        final List<UUID> asked = new ArrayList<>();
        Recharge answer = new Recharge.Accepted("pi_1");

        @Override
        public String name() {
            return "cards";
        }

        @Override
        public Checkout open(Order order) {
            return new Checkout.Failed("not asked for here");
        }

        @Override
        public synchronized Recharge recharge(Order order, String customer, String method) {
            asked.add(order.topUp());
            return answer;
        }
    }

    @BeforeAll
    static void openLedger() {
        ledger = new PostgresLedger(TestDatabase.dataSource(), LedgerSettings.DEFAULT);
    }

    @AfterAll
    static void booksAreRight() {
        assertThat(ledger.verify().problems()).isEmpty();
        ledger.close();
    }

    private static String user(long micros) {
        String user = "idle-" + UUID.randomUUID();
        TestDatabase.openAccount(user, "EUR");
        if (micros > 0) {
            ledger.credit(Calls.topup(UUID.randomUUID(), user, micros, "EUR"));
        }
        return user;
    }

    private static void move(String user, long micros) {
        ledger.credit(new Credit(UUID.randomUUID(), user, micros, "EUR", Credit.Kind.ADJUSTMENT, "", "", "test"));
    }

    private static List<String> notices(String user) {
        return new Notices(TestDatabase.database())
                .of(user, 50).stream().map(told -> told.notice().kind().word()).toList();
    }

    @Test
    void lowCreditIsToldOncePerCrossing() {
        LowCredit low = new LowCredit(TRANSACTIONS, TestDatabase.database());
        String user = user(5_000_000);
        TestDatabase.database().update("update account set low_balance_micros = 2000000 where username = ?", user);
        low.look(NOW, 1_000);
        assertThat(notices(user)).isEmpty();
        move(user, -3_000_001);
        low.look(NOW, 1_000);
        low.look(NOW.plusSeconds(10), 1_000);
        move(user, -1_000);
        low.look(NOW.plusSeconds(20), 1_000);
        assertThat(notices(user)).containsExactly("low-credit");
        move(user, 9_000_000);
        low.look(NOW.plusSeconds(30), 1_000);
        move(user, -9_000_000);
        low.look(NOW.plusSeconds(40), 1_000);
        assertThat(notices(user)).containsExactly("low-credit", "low-credit");
    }

    @Test
    void unusedCreditIsAnnouncedAndExpiresOnceWhileWhatIsUsedStays() {
        CreditExpiry expiry = new CreditExpiry(
                TRANSACTIONS, TestDatabase.database(), new ExpiryRule(Duration.ofDays(180), Duration.ofDays(30)));
        String idle = user(5_000_000);
        String calling = user(5_000_000);
        String talking = user(5_000_000);
        // The entries are dated by the database's clock, which is years before NOW.
        walk(expiry, NOW);
        assertThat(notices(idle)).containsExactly("credit-expires");
        ledger.settle(Calls.unanswered(UUID.randomUUID(), calling, "busy", NOW.plus(Duration.ofDays(5))));
        ledger.hold(UUID.randomUUID(), talking, 1_000_000, "EUR", Duration.ofDays(9_000));
        walk(expiry, NOW.plus(Duration.ofDays(29)));
        assertThat(ledger.balance(idle).orElseThrow().balanceMicros()).isEqualTo(5_000_000);
        walk(expiry, NOW.plus(Duration.ofDays(30)));
        walk(expiry, NOW.plus(Duration.ofDays(31)));
        assertThat(ledger.balance(idle).orElseThrow().balanceMicros()).isZero();
        assertThat(ledger.statement(idle, Long.MAX_VALUE, 9).stream().map(LedgerEntry::kind))
                .containsExactly("EXPIRY", "TOPUP");
        assertThat(notices(idle)).containsExactlyInAnyOrder("credit-expires", "credit-expired");
        assertThat(ledger.balance(calling).orElseThrow().balanceMicros()).isEqualTo(5_000_000);
        assertThat(ledger.balance(talking).orElseThrow().balanceMicros()).isEqualTo(5_000_000);
    }

    private static void walk(CreditExpiry expiry, Instant now) {
        long at = 0;
        do {
            at = expiry.look(at, now, 20);
        } while (at != 0);
    }

    private static String withCard(long micros) {
        String user = user(micros);
        TestDatabase.database().update("""
                insert into topup (id, account_id, amount_micros, currency, origin, provider, payment, paid, customer, method, created_at)
                select gen_random_uuid(), id, 10000000, 'EUR', 'USER', 'cards', ?, true, 'cus_1', 'pm_1', '2029-01-01' from account where username = ?
                """, "pi_" + UUID.randomUUID(), user);
        return user;
    }

    private static RechargeRule rule(long daily, long monthly) {
        return new RechargeRule(2_000_000, 10_000_000, daily, monthly, 0, null, NOW);
    }

    private static void onlyThis(String user) {
        TestDatabase.database()
                .update(
                        "delete from recharge_rule where account_id <> (select id from account where username = ?)",
                        user);
        TestDatabase.database().update("update recharge_rule set next_try_at = '2029-01-01'");
    }

    private static void paid(String user) {
        TestDatabase.database()
                .update(
                        "update topup set paid = true where origin = 'AUTO' and account_id = (select id from account where username = ?)",
                        user);
    }

    @Test
    void belowTheThresholdOnePurchaseIsAskedForHoweverManyLook() throws Exception {
        Recharges recharges = new Recharges(TRANSACTIONS, TestDatabase.database());
        String user = withCard(1_000_000);
        assertThat(recharges.set(user(0), rule(20_000_000, 30_000_000))).isFalse();
        assertThat(recharges.set(user, rule(20_000_000, 30_000_000))).isTrue();
        onlyThis(user);
        Cards cards = new Cards();
        cards.answer = new PaymentProvider.Recharge.Unknown("timeout");
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                running.add(threads.submit(() -> recharges.look(cards, NOW, 10)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        assertThat(cards.asked).hasSize(1);
        cards.answer = new PaymentProvider.Recharge.Accepted("pi_9");
        recharges.look(cards, NOW.plus(Duration.ofMinutes(3)), 10);
        assertThat(cards.asked).hasSize(2);
        assertThat(new HashSet<>(cards.asked)).as("the same purchase").hasSize(1);
    }

    @Test
    void dayAndMonthHaveTheirMaximum() {
        Recharges recharges = new Recharges(TRANSACTIONS, TestDatabase.database());
        String user = withCard(0);
        recharges.set(user, rule(20_000_000, 30_000_000));
        onlyThis(user);
        Cards cards = new Cards();
        for (int i = 0; i < 5; i++) {
            recharges.look(cards, NOW.plus(Duration.ofMinutes(10L * i)), 10);
            paid(user);
        }
        assertThat(cards.asked).hasSize(2);
        for (int i = 0; i < 5; i++) {
            recharges.look(cards, NOW.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(10L * i)), 10);
            paid(user);
        }
        assertThat(cards.asked).hasSize(3);
        recharges.look(cards, Instant.parse("2030-04-01T00:00:00Z"), 10);
        assertThat(cards.asked).hasSize(4);
    }

    @Test
    void aCardThatIsRefusedThreeTimesSuspendsTheRuleUntilItIsSetAgain() {
        Recharges recharges = new Recharges(TRANSACTIONS, TestDatabase.database());
        String user = withCard(0);
        recharges.set(user, rule(90_000_000, 90_000_000));
        onlyThis(user);
        Cards cards = new Cards();
        cards.answer = new PaymentProvider.Recharge.Declined("insufficient_funds", "No money.");
        for (int hour = 0; hour < 10; hour++) {
            recharges.look(cards, NOW.plus(Duration.ofHours(hour)), 10);
        }
        assertThat(cards.asked).hasSize(3);
        assertThat(recharges.rule(user).orElseThrow().suspendedAt()).isNotNull();
        assertThat(notices(user)).containsExactly("recharge-suspended");
        recharges.set(user, rule(90_000_000, 90_000_000));
        onlyThis(user);
        recharges.look(cards, NOW.plus(Duration.ofHours(20)), 10);
        assertThat(cards.asked).hasSize(4);
        assertThat(recharges.remove(user)).isTrue();
        assertThat(recharges.rule(user)).isEmpty();
    }
}
