package io.tollgate.billing.renewal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.jdbc.LedgerSettings;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.ledger.jdbc.TestDatabase;
import io.tollgate.billing.notice.jdbc.Notices;
import io.tollgate.billing.postgres.jdbc.Transactions;
import io.tollgate.billing.renewal.Contract;
import io.tollgate.billing.renewal.Input;
import io.tollgate.billing.renewal.Standing;
import io.tollgate.billing.renewal.jdbc.Contracts.Made;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContractsTest {
    private static final Instant START = Instant.parse("2027-01-31T10:00:00Z");
    private static final AtomicInteger SERIAL = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private static PostgresLedger ledger;

    private final Contracts contracts = new Contracts(
            new Transactions(TestDatabase.dataSource()),
            TestDatabase.database(),
            new Contracts.Stages(Duration.ofDays(7), Duration.ofDays(14), Duration.ofDays(90)));
    private String user = "";
    private String number = "";

    @BeforeAll
    static void openLedger() {
        ledger = new PostgresLedger(TestDatabase.dataSource(), LedgerSettings.DEFAULT);
        TestDatabase.database().update("""
                insert into number_price (country, currency, months, price_micros, setup_micros, aligned)
                values ('EE', 'EUR', 1, 3000000, 1000000, false), ('EE', 'EUR', 12, 36500000, 0, true)
                """);
        TestDatabase.database().update("""
                insert into package_plan (name, words, currency, months, price_micros, destination_group, seconds)
                values ('europe-400', '400 minutes to Europe', 'EUR', 1, 4000000, 'europe', 24000)
                """);
    }

    @AfterAll
    static void booksAreRight() {
        assertThat(ledger.verify().problems()).isEmpty();
        ledger.close();
    }

    @BeforeEach
    void open() {
        user = user(10_000_000);
        number = "+3726" + (1_000_000 + SERIAL.incrementAndGet());
        TestDatabase.database().update("insert into online_number (number, country) values (?, 'EE')", number);
    }

    private static String user(long micros) {
        String user = "renter-" + UUID.randomUUID();
        TestDatabase.openAccount(user, "EUR");
        topUp(user, micros);
        return user;
    }

    private static void topUp(String user, long micros) {
        ledger.credit(Calls.topup(UUID.randomUUID(), user, micros, "EUR"));
    }

    private static long balance(String user) {
        return ledger.balance(user).orElseThrow().balanceMicros();
    }

    private Contract rent(UUID id) {
        return ((Made.Done) contracts.rent(id, user, number, 1, true, START)).contract();
    }

    private String owner() {
        return TestDatabase.database()
                .first(
                        "select coalesce(a.username, '') from online_number n left join account a on a.id = n.account_id where n.number = ?",
                        row -> row.getString(1),
                        number)
                .orElseThrow();
    }

    private Standing standing(UUID id) {
        return contracts.find(id).orElseThrow().standing();
    }

    private void look(Instant now) {
        contracts.look(now, 10_000);
    }

    @Test
    void rentingPaysTheFeeAndTheFirstPeriodAndLetsTheNumberRing() {
        UUID id = UUID.randomUUID();
        Contract contract = rent(id);
        assertThat(contract.standing()).isEqualTo(new Standing.Active(1, true));
        assertThat(contract.paidUntil()).isEqualTo("2027-02-28T10:00:00Z");
        assertThat(balance(user)).isEqualTo(6_000_000);
        assertThat(owner()).isEqualTo(user);
        assertThat(contracts.rent(id, user, number, 1, true, START)).isEqualTo(new Made.Done(contract, true));
        assertThat(contracts.rent(id, user, "+3725", 1, true, START)).isEqualTo(new Made.IdReused());
        assertThat(contracts.rent(UUID.randomUUID(), user, number, 1, true, START))
                .isEqualTo(new Made.Taken());
        assertThat(balance(user)).isEqualTo(6_000_000);
        assertThat(contracts.history(id))
                .extracting(Contracts.Event::what)
                .containsExactly("made", "paid period 1", "connected");
    }

    @Test
    void whatCannotBeRentedCostsNothing() {
        assertThat(contracts.rent(UUID.randomUUID(), user, "+372999", 1, true, START))
                .isEqualTo(new Made.NotOffered());
        assertThat(contracts.rent(UUID.randomUUID(), user, number, 3, true, START))
                .isEqualTo(new Made.NotOffered());
        assertThat(contracts.rent(UUID.randomUUID(), user(3_999_999), number, 1, true, START))
                .isEqualTo(new Made.ExceedsCredit(4_000_000, 3_999_999));
        TestDatabase.database().update("update account set status = 'SUSPENDED' where username = ?", user);
        assertThat(contracts.rent(UUID.randomUUID(), user, number, 1, true, START))
                .isEqualTo(new Made.AccountInactive());
        assertThat(contracts.rent(UUID.randomUUID(), "nobody", number, 1, true, START))
                .isEqualTo(new Made.NoSuchAccount());
        assertThat(owner()).isEmpty();
    }

    @Test
    void creditHeldForACallPaysNoRent() {
        ledger.hold(UUID.randomUUID(), user, 7_000_000, "EUR", Duration.ofMinutes(5));
        assertThat(contracts.rent(UUID.randomUUID(), user, number, 1, true, START))
                .isEqualTo(new Made.ExceedsCredit(4_000_000, 3_000_000));
    }

    @Test
    void twelveMonthsAreRenewedOnTimeByEightWhoLookAtOnceAndEachIsPaidOnce() throws Exception {
        topUp(user, 100_000_000);
        UUID id = UUID.randomUUID();
        rent(id);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int period = 1; period < 12; period++) {
                Instant due = contracts.find(id).orElseThrow().terms().endOf(period);
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    running.add(threads.submit(() -> look(due)));
                }
                for (Future<?> one : running) {
                    one.get();
                }
            }
        }
        assertThat(standing(id)).isEqualTo(new Standing.Active(12, true));
        assertThat(balance(user)).isEqualTo(110_000_000 - 1_000_000 - 12 * 3_000_000);
    }

    @Test
    void withoutCreditTheNumberGoesStageByStageBackIntoStockAfterNinetyDays() {
        UUID id = UUID.randomUUID();
        rent(id);
        Instant due = contracts.find(id).orElseThrow().paidUntil();
        look(due);
        look(due.plus(Duration.ofDays(40)));
        assertThat(standing(id).periods()).isEqualTo(3);
        due = contracts.find(id).orElseThrow().paidUntil();
        look(due);
        assertThat(standing(id)).isInstanceOf(Standing.Grace.class);
        assertThat(owner()).isEqualTo(user);
        look(due.plus(Duration.ofDays(7)));
        assertThat(standing(id)).isInstanceOf(Standing.Suspended.class);
        assertThat(owner()).isEmpty();
        topUp(user, 3_000_000);
        look(due.plus(Duration.ofDays(8)));
        assertThat(owner()).isEqualTo(user);
        due = contracts.find(id).orElseThrow().paidUntil();
        look(due);
        look(due.plus(Duration.ofDays(7)));
        Instant over = due.plus(Duration.ofDays(21));
        look(over);
        assertThat(standing(id)).isEqualTo(new Standing.HeldBack(4, over.plus(Duration.ofDays(90))));
        String other = user(10_000_000);
        assertThat(contracts.rent(UUID.randomUUID(), other, number, 1, true, over))
                .isEqualTo(new Made.Taken());
        look(over.plus(Duration.ofDays(90)));
        assertThat(contracts.rent(UUID.randomUUID(), other, number, 1, true, over))
                .isInstanceOf(Made.Done.class);
        assertThat(owner()).isEqualTo(other);
        assertThat(new Notices(TestDatabase.database()).of(user, 20))
                .extracting(told -> told.notice().kind().word())
                .containsExactlyInAnyOrder(
                        "renewal-short",
                        "renewal-suspended",
                        "renewal-resumed",
                        "renewal-short",
                        "renewal-suspended",
                        "renewal-ended");
    }

    @Test
    void whoHadANumberMayHaveItBackWhileItRests() {
        UUID id = UUID.randomUUID();
        rent(id);
        assertThat(contracts.tell(id, "somebody-else", Input.END, "somebody-else", START))
                .isEmpty();
        contracts.tell(id, user, Input.END, user, START);
        assertThat(standing(id)).isInstanceOf(Standing.HeldBack.class);
        assertThat(owner()).isEmpty();
        UUID again = UUID.randomUUID();
        assertThat(contracts.rent(again, user, number, 1, false, START)).isInstanceOf(Made.Done.class);
        assertThat(standing(id)).isEqualTo(new Standing.Ended(1));
        assertThat(standing(again)).isEqualTo(new Standing.Active(1, false));
        assertThat(owner()).isEqualTo(user);
    }

    @Test
    void anAlignedYearBeginsWithItsShareOfDays() {
        UUID id = UUID.randomUUID();
        topUp(user, 40_000_000);
        Instant now = Instant.parse("2027-02-15T12:00:00Z");
        assertThat(contracts.rent(id, user, number, 12, true, now)).isInstanceOf(Made.Done.class);
        assertThat(balance(user)).isEqualTo(50_000_000 - 1_400_000);
        assertThat(standing(id)).isEqualTo(new Standing.Active(0, true));
        look(Instant.parse("2027-03-01T00:00:00Z"));
        assertThat(balance(user)).isEqualTo(50_000_000 - 1_400_000 - 36_500_000);
        assertThat(contracts.find(id).orElseThrow().paidUntil()).isEqualTo("2028-03-01T00:00:00Z");
    }

    @Test
    void aPackageGrantsItsSecondsForEachPaidPeriod() {
        assumeThat(TestDatabase.database()
                        .first("select to_regclass('allowance') is not null", row -> row.getBoolean(1))
                        .orElseThrow())
                .as("the ledger's allowances are there")
                .isTrue();
        UUID id = UUID.randomUUID();
        assertThat(contracts.subscribe(id, user, "europe-400", true, START)).isInstanceOf(Made.Done.class);
        assertThat(contracts.subscribe(UUID.randomUUID(), user, "europe-400", true, START))
                .isEqualTo(new Made.Taken());
        assertThat(contracts.subscribe(UUID.randomUUID(), user, "no-such", true, START))
                .isEqualTo(new Made.NotOffered());
        look(contracts.find(id).orElseThrow().paidUntil());
        look(contracts.find(id).orElseThrow().paidUntil());
        assertThat(balance(user)).isEqualTo(2_000_000);
        assertThat(standing(id)).isInstanceOf(Standing.Grace.class);
        assertThat(TestDatabase.database()
                        .list(
                                "select granted_s, starts_at, ends_at from allowance a join account u on u.id = a.account_id where u.username = ? order by starts_at",
                                row -> row.getLong(1),
                                user))
                .containsExactly(24_000L, 24_000L);
    }

    @Test
    void aClosedAccountKeepsNothing() {
        UUID id = UUID.randomUUID();
        rent(id);
        TestDatabase.database().update("update account set status = 'CLOSED' where username = ?", user);
        look(contracts.find(id).orElseThrow().paidUntil());
        assertThat(standing(id)).isInstanceOf(Standing.HeldBack.class);
        assertThat(owner()).isEmpty();
    }
}
