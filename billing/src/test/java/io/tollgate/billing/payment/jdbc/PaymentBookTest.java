package io.tollgate.billing.payment.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tollgate.billing.ledger.LedgerEntry;
import io.tollgate.billing.ledger.jdbc.LedgerSettings;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.ledger.jdbc.TestDatabase;
import io.tollgate.billing.notice.jdbc.Notices;
import io.tollgate.billing.payment.CardCountryPolicy;
import io.tollgate.billing.payment.Fact;
import io.tollgate.billing.payment.PaymentEvent;
import io.tollgate.billing.payment.TopUp;
import io.tollgate.billing.payment.jdbc.PaymentBook.Outcome;
import io.tollgate.billing.postgres.jdbc.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentBookTest {
    private static final Instant NOW = Instant.parse("2026-12-01T08:00:00Z");
    private static final long TEN = 10_000_000;

    @SuppressWarnings("NullAway.Init")
    private static PostgresLedger ledger;

    private final TopUps topUps = new TopUps(TestDatabase.database());
    private final PaymentBook book = book(CardCountryPolicy.FLAG);
    private String user = "";
    private UUID id = new UUID(0, 0);
    private String payment = "";

    private static PaymentBook book(CardCountryPolicy policy) {
        return new PaymentBook(new Transactions(TestDatabase.dataSource()), policy);
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

    @BeforeEach
    void topUp() {
        user = "payer-" + UUID.randomUUID();
        TestDatabase.openAccount(user, "EUR");
        id = UUID.randomUUID();
        payment = "pi_" + id.toString().replace("-", "");
        assertThat(topUps.begin(id, user, TEN, "EUR", TopUp.Origin.USER, "stripe"))
                .isTrue();
    }

    private static Fact.Card card(String country) {
        return new Fact.Card(country, "GB", "cus_1", "pm_1", null, null);
    }

    private Fact.Charge charge(Fact.Status status, long refunded) {
        return new Fact.Charge(id, payment, status, TEN, "EUR", refunded, card("GB"));
    }

    private static PaymentEvent event(@Nullable Fact fact) {
        return new PaymentEvent("evt_" + UUID.randomUUID().toString().replace("-", ""), "test", fact);
    }

    private Outcome take(Fact fact) {
        return book.take(event(fact), NOW).outcome();
    }

    private long balance() {
        return ledger.balance(user).orElseThrow().balanceMicros();
    }

    private TopUp state() {
        return topUps.find(id).orElseThrow();
    }

    private List<String> kinds() {
        return ledger.statement(user, Long.MAX_VALUE, 100).stream()
                .sorted(java.util.Comparator.comparingLong(LedgerEntry::id))
                .map(entry -> entry.kind() + " " + entry.amountMicros())
                .toList();
    }

    @Test
    void aPaidChargeCreditsOnceUnderTheTopUpsOwnId() {
        PaymentEvent paid = event(charge(Fact.Status.SUCCEEDED, 0));
        assertThat(book.take(paid, NOW).repeated()).isFalse();
        assertThat(book.take(paid, NOW).repeated()).isTrue();
        assertThat(take(charge(Fact.Status.SUCCEEDED, 0))).isEqualTo(Outcome.APPLIED);
        assertThat(balance()).isEqualTo(TEN);
        assertThat(ledger.entries(id)).hasSize(2);
        assertThat(state().state()).isEqualTo(TopUp.State.PAID);
        assertThat(new Notices(TestDatabase.database()).of(user, 10))
                .singleElement()
                .satisfies(told -> assertThat(told.notice().words()).contains("10.00 EUR"));
    }

    @Test
    void aDeclinedCardIsVisibleAndALaterSuccessWins() {
        Fact.Card declined = new Fact.Card("GB", "GB", null, null, "insufficient_funds", "No money.");
        take(new Fact.Charge(id, payment, Fact.Status.FAILED, TEN, "EUR", 0, declined));
        assertThat(state().state()).isEqualTo(TopUp.State.DECLINED);
        assertThat(balance()).isZero();
        assertThat(topUps.list(user, true, 10)).hasSize(1);
        take(charge(Fact.Status.SUCCEEDED, 0));
        take(new Fact.Charge(id, payment, Fact.Status.FAILED, TEN, "EUR", 0, declined));
        assertThat(state().state()).isEqualTo(TopUp.State.PAID);
        assertThat(balance()).isEqualTo(TEN);
    }

    @Test
    void refundsAndDisputesAreBookedBackAndAWonDisputeIsGivenAgain() {
        take(charge(Fact.Status.SUCCEEDED, 0));
        take(charge(Fact.Status.SUCCEEDED, 4_000_000));
        take(charge(Fact.Status.SUCCEEDED, 2_500_000));
        assertThat(balance()).isEqualTo(6_000_000);
        take(new Fact.Dispute("dp_" + payment, payment, TEN, "EUR", true, false));
        assertThat(balance()).isZero();
        assertThat(state().state()).isEqualTo(TopUp.State.CHARGED_BACK);
        take(new Fact.Dispute("dp_" + payment, payment, TEN, "EUR", true, true));
        assertThat(balance()).isEqualTo(6_000_000);
        assertThat(kinds())
                .containsExactly("TOPUP 10000000", "CHARGEBACK -4000000", "CHARGEBACK -6000000", "CHARGEBACK 6000000");
    }

    @Test
    void whatIsSpentAlreadyIsBookedBackIntoDebt() {
        take(charge(Fact.Status.SUCCEEDED, 0));
        TestDatabase.database()
                .first(
                        "select code from ledger_credit(?, gen_random_uuid(), -7000000, 'EUR', '{\"kind\":\"ADJUSTMENT\",\"house\":\"adjustments\",\"reference\":\"\",\"reason\":\"\",\"actor\":\"test\"}')",
                        row -> row.getInt(1),
                        user);
        take(charge(Fact.Status.SUCCEEDED, TEN));
        assertThat(balance()).isEqualTo(-7_000_000);
    }

    @Test
    void anotherAmountOrCurrencyThanOrderedAppliesNothing() {
        PaymentEvent other = event(new Fact.Charge(id, payment, Fact.Status.SUCCEEDED, TEN, "USD", 0, card("GB")));
        assertThat(book.take(other, NOW).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(book.take(other, NOW)).satisfies(again -> {
            assertThat(again.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(again.repeated()).isTrue();
        });
        assertThat(take(new Fact.Charge(id, payment, Fact.Status.SUCCEEDED, TEN + 1, "EUR", 0, card("GB"))))
                .isEqualTo(Outcome.REFUSED);
        assertThat(balance()).isZero();
        assertThat(state().paid()).isFalse();
    }

    @Test
    void aCardOfAnotherCountryIsFlaggedOrHeldUntilReleased() {
        take(new Fact.Charge(id, payment, Fact.Status.SUCCEEDED, TEN, "EUR", 0, card("BR")));
        assertThat(state().flag()).isEqualTo("card-country");
        assertThat(balance()).isEqualTo(TEN);
        topUp();
        PaymentBook strict = book(CardCountryPolicy.HOLD);
        strict.take(event(new Fact.Charge(id, payment, Fact.Status.SUCCEEDED, TEN, "EUR", 0, card("BR"))), NOW);
        assertThat(state().state()).isEqualTo(TopUp.State.HELD);
        assertThat(balance()).isZero();
        assertThat(strict.release(id, NOW)).contains(true);
        assertThat(strict.release(id, NOW)).contains(false);
        assertThat(balance()).isEqualTo(TEN);
        topUp();
        book(CardCountryPolicy.ALLOW)
                .take(event(new Fact.Charge(id, payment, Fact.Status.SUCCEEDED, TEN, "EUR", 0, card("BR"))), NOW);
        assertThat(state().flag()).isNull();
    }

    @Test
    void aPaymentIntoAClosedAccountIsShownToTheOperatorAndLost() {
        TestDatabase.database().update("update account set status = 'CLOSED' where username = ?", user);
        assertThat(book.take(event(charge(Fact.Status.SUCCEEDED, 0)), NOW).words())
                .contains("account-closed");
        assertThat(state().flag()).isEqualTo("account-closed");
        assertThat(balance()).isZero();
    }

    @Test
    void strangersChargesAndUnknownEventsChangeNothing() {
        assertThat(take(new Fact.Charge(null, "pi_x", Fact.Status.SUCCEEDED, TEN, "EUR", 0, card("GB"))))
                .isEqualTo(Outcome.IGNORED);
        assertThat(take(new Fact.Charge(UUID.randomUUID(), "pi_y", Fact.Status.SUCCEEDED, TEN, "EUR", 0, card("GB"))))
                .isEqualTo(Outcome.IGNORED);
        assertThat(book.take(event(null), NOW).outcome()).isEqualTo(Outcome.IGNORED);
    }

    private List<PaymentEvent> history() {
        List<PaymentEvent> events = new ArrayList<>();
        events.add(event(charge(Fact.Status.PENDING, 0)));
        events.add(event(charge(Fact.Status.SUCCEEDED, 0)));
        events.add(event(charge(Fact.Status.SUCCEEDED, 1_000_000)));
        events.add(event(charge(Fact.Status.SUCCEEDED, 3_000_000)));
        events.add(event(new Fact.Session(id, "cs_" + payment, payment, false)));
        events.add(event(new Fact.Dispute("dp_a" + payment, payment, 2_000_000, "EUR", true, false)));
        events.add(event(new Fact.Dispute("dp_b" + payment, payment, 5_000_000, "EUR", true, false)));
        events.add(event(new Fact.Dispute("dp_b" + payment, payment, 5_000_000, "EUR", true, true)));
        return events;
    }

    /** 10 paid, 3 given back, 2 disputed; 5 were disputed and came back. */
    private static final long IN_THE_END = 5_000_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void inWhateverOrderAndHoweverOftenTheBooksComeToTheSame(long seed) {
        List<PaymentEvent> events = new ArrayList<>(history());
        events.addAll(events.subList(0, 4));
        Collections.shuffle(events, new Random(seed));
        events.forEach(event -> book.take(event, NOW));
        assertThat(balance()).as("seed %d, %s", seed, kinds()).isEqualTo(IN_THE_END);
    }

    /**
     * The bank takes all of a payment back and gives it again while the house gives some back: on the way refund and dispute
     * together exceed the payment, whatever comes first.
     */
    @Test
    void aRefundBesideADisputeOfTheWholePaymentIsBookedInEachOfAllOrders() {
        int orders = 0;
        for (List<Integer> order : orders(5)) {
            topUp();
            List<Fact> facts = List.of(
                    charge(Fact.Status.SUCCEEDED, 0),
                    charge(Fact.Status.SUCCEEDED, 1_000_000),
                    charge(Fact.Status.SUCCEEDED, 3_000_000),
                    new Fact.Dispute("dp_" + payment, payment, TEN, "EUR", true, false),
                    new Fact.Dispute("dp_" + payment, payment, TEN, "EUR", true, true));
            List<PaymentEvent> events =
                    order.stream().map(i -> event(facts.get(i))).toList();
            events.forEach(event -> assertThatCode(() -> book.take(event, NOW))
                    .as("order %s", order)
                    .doesNotThrowAnyException());
            assertThat(balance()).as("order %s, %s", order, kinds()).isEqualTo(7_000_000);
            orders++;
        }
        assertThat(orders).isEqualTo(120);
    }

    private static List<List<Integer>> orders(int of) {
        if (of == 0) {
            return List.of(List.of());
        }
        List<List<Integer>> all = new ArrayList<>();
        for (List<Integer> shorter : orders(of - 1)) {
            for (int at = 0; at < of; at++) {
                List<Integer> order = new ArrayList<>(shorter);
                order.add(at, of - 1);
                all.add(order);
            }
        }
        return all;
    }

    @Test
    void aRefundThatTakesADisputesPlaceNeverStandsBesideIt() {
        take(charge(Fact.Status.SUCCEEDED, 0));
        take(new Fact.Dispute("dp_" + payment, payment, TEN, "EUR", true, false));
        take(charge(Fact.Status.SUCCEEDED, 3_000_000));
        assertThat(balance()).isZero();
        assertThat(kinds())
                .containsExactly("TOPUP 10000000", "CHARGEBACK -10000000", "CHARGEBACK 3000000", "CHARGEBACK -3000000");
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void eightAtOnceComeToTheSame(long seed) throws Exception {
        List<PaymentEvent> events = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            events.addAll(history());
        }
        List<PaymentEvent> twice = new ArrayList<>(events);
        twice.addAll(events);
        Collections.shuffle(twice, new Random(seed));
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> running = new ArrayList<>();
            for (PaymentEvent event : twice) {
                running.add(threads.submit(() -> {
                    start.await();
                    return book.take(event, NOW);
                }));
            }
            start.countDown();
            for (Future<?> one : running) {
                one.get();
            }
        }
        assertThat(balance()).as("seed %d, %s", seed, kinds()).isEqualTo(IN_THE_END);
    }
}
