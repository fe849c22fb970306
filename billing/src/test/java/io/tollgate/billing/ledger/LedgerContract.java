package io.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.cdr.CdrCursor;
import io.tollgate.billing.cdr.CdrFilter;
import io.tollgate.billing.cdr.CdrPage;
import io.tollgate.billing.cdr.CdrStore;
import io.tollgate.billing.ledger.CreditOutcome.Credited;
import io.tollgate.billing.ledger.HoldOutcome.AlreadySettled;
import io.tollgate.billing.ledger.HoldOutcome.ExceedsCredit;
import io.tollgate.billing.ledger.HoldOutcome.Held;
import io.tollgate.billing.ledger.SettleOutcome.Settled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every ledger does. Accounts are fresh in each test; the books as a whole may hold others. */
public abstract class LedgerContract {
    private static final AtomicLong NAMES = new AtomicLong(System.nanoTime());
    private static final Duration TTL = Duration.ofMinutes(2);
    private static final Duration EXPIRED = Duration.ofMillis(-1);
    private static final long EUR = 1_000_000;

    protected abstract Ledger ledger();

    protected abstract CdrStore cdrs();

    /** A journal of a new instance of a gateway, with a lease of an hour. */
    protected abstract CallJournal journal(String gateway);

    protected abstract void openAccount(String user, String currency);

    protected abstract void closeAccount(String user);

    protected final String user = "user-" + NAMES.incrementAndGet();
    private final UUID call = UUID.randomUUID();

    @BeforeEach
    void tenEuros() {
        openAccount(user, "EUR");
        credit(10 * EUR);
    }

    @AfterEach
    void booksAreRight() {
        assertThat(ledger().verify().problems()).isEmpty();
    }

    private CreditOutcome credit(long micros) {
        return ledger().credit(Calls.topup(UUID.randomUUID(), user, micros, "EUR"));
    }

    private HoldOutcome hold(UUID id, long micros) {
        return ledger().hold(id, user, micros, "EUR", TTL);
    }

    private Balance balance() {
        return ledger().balance(user).orElseThrow();
    }

    @Test
    void aHoldTakesFromWhatIsAvailableAndNotFromTheBalance() {
        assertThat(hold(call, 3 * EUR)).isEqualTo(new Held(3 * EUR, 7 * EUR));
        assertThat(balance()).isEqualTo(new Balance("EUR", 10 * EUR, 3 * EUR, 0));
        assertThat(balance().availableMicros()).isEqualTo(7 * EUR);
    }

    @Test
    void aHoldIsATotalThatOnlyGrows() {
        hold(call, 2 * EUR);
        assertThat(hold(call, 5 * EUR)).isEqualTo(new Held(5 * EUR, 5 * EUR));
        assertThat(hold(call, 5 * EUR)).isEqualTo(new Held(5 * EUR, 5 * EUR));
        assertThat(hold(call, 2 * EUR)).isEqualTo(new Held(5 * EUR, 5 * EUR));
        assertThat(balance().heldMicros()).isEqualTo(5 * EUR);
    }

    @Test
    void aHoldBeyondTheCreditIsRefusedAndTheEarlierOneStays() {
        hold(call, 4 * EUR);
        assertThat(hold(call, 11 * EUR)).isEqualTo(new ExceedsCredit(4 * EUR, 6 * EUR));
        assertThat(hold(UUID.randomUUID(), 6 * EUR + 1)).isEqualTo(new ExceedsCredit(0, 6 * EUR));
        assertThat(balance().heldMicros()).isEqualTo(4 * EUR);
        assertThat(hold(UUID.randomUUID(), 6 * EUR)).isEqualTo(new Held(6 * EUR, 0));
    }

    @Test
    void aFreeCallNeedsNoCredit() {
        hold(call, 10 * EUR);
        assertThat(hold(UUID.randomUUID(), 0)).isEqualTo(new Held(0, 0));
    }

    @Test
    void strangersForeignCurrenciesAndClosedAccountsAreRefused() {
        assertThat(ledger().hold(call, "nobody-" + user, 1, "EUR", TTL)).isEqualTo(new HoldOutcome.NoSuchAccount());
        assertThat(ledger().hold(call, user, 1, "USD", TTL)).isEqualTo(new HoldOutcome.CurrencyMismatch("EUR"));
        assertThat(ledger().settle(Calls.answered(call, user, 1, "USD")))
                .isEqualTo(new SettleOutcome.CurrencyMismatch("EUR"));
        assertThat(ledger().settle(Calls.answered(call, "nobody-" + user, 1, "EUR")))
                .isEqualTo(new SettleOutcome.NoSuchAccount());
        assertThat(ledger().balance("nobody-" + user)).isEmpty();
        assertThat(ledger().balance("house:revenue:EUR")).isEmpty();
        closeAccount(user);
        assertThat(hold(call, 1)).isEqualTo(new HoldOutcome.AccountClosed());
        assertThat(credit(1)).isEqualTo(new CreditOutcome.AccountClosed());
        assertThat(cdrs().find(call)).isEmpty();
    }

    @Test
    void settlingBooksTheCostVoidsTheRestAndWritesTheCdr() {
        hold(call, 3 * EUR);
        Cdr cdr = Calls.answered(call, user, 34_000, "EUR");
        assertThat(ledger().settle(cdr)).isEqualTo(new Settled(34_000, 10 * EUR - 34_000, false));
        assertThat(balance()).isEqualTo(new Balance("EUR", 10 * EUR - 34_000, 0, 0));
        assertThat(cdrs().find(call)).contains(cdr);
        assertThat(ledger().entries(call))
                .extracting(LedgerEntry::account, LedgerEntry::amountMicros, LedgerEntry::kind)
                .containsExactlyInAnyOrder(
                        tuple(user, -34_000L, "CALL"),
                        tuple("house:revenue:EUR:carrier:United Kingdom", 34_000L, "CALL"));
    }

    @Test
    void aCdrDeliveredTwiceIsChargedOnceAndTheRepeatGetsTheFirstAnswer() {
        hold(call, 3 * EUR);
        ledger().settle(Calls.answered(call, user, 34_000, "EUR"));
        assertThat(ledger().settle(Calls.answered(call, user, 99_000, "EUR")))
                .isEqualTo(new Settled(34_000, 10 * EUR - 34_000, true));
        assertThat(ledger().release(Calls.unanswered(call, user, "busy")))
                .isEqualTo(new Settled(34_000, 10 * EUR - 34_000, true));
        assertThat(hold(call, EUR)).isEqualTo(new AlreadySettled());
        assertThat(ledger().entries(call)).hasSize(2);
        assertThat(balance().heldMicros()).isZero();
    }

    @Test
    void taxIsBookedApart() {
        Cdr net = Calls.answered(call, user, 120_000, "EUR");
        Cdr taxed = new Cdr(
                net.id(),
                net.direction(),
                net.user(),
                net.device(),
                net.numbers(),
                net.tariff(),
                net.trunk(),
                net.codec(),
                net.times(),
                net.talkMs(),
                net.billedSeconds(),
                net.costMicros(),
                20_000,
                net.currency(),
                net.ending(),
                net.quality(),
                net.explanation());
        ledger().settle(taxed);
        assertThat(ledger().entries(call))
                .extracting(LedgerEntry::account, LedgerEntry::amountMicros)
                .containsExactlyInAnyOrder(
                        tuple(user, -120_000L),
                        tuple("house:revenue:EUR:carrier:United Kingdom", 100_000L),
                        tuple("house:tax:EUR", 20_000L));
    }

    @Test
    void roundingAndWhatTheCarrierIsOwedAreBookedApart() {
        var split = new Split(null, null, 0, 400, 7_000, "USD");
        ledger().settle(Calls.answered(call, user, 30_000, "EUR"), split);
        assertThat(ledger().entries(call))
                .extracting(LedgerEntry::account, LedgerEntry::amountMicros, LedgerEntry::currency)
                .containsExactlyInAnyOrder(
                        tuple(user, -30_000L, "EUR"),
                        tuple("house:revenue:EUR:carrier:United Kingdom", 29_600L, "EUR"),
                        tuple("house:rounding:EUR", 400L, "EUR"),
                        tuple("house:carrier-cost:USD:carrier:United Kingdom", -7_000L, "USD"),
                        tuple("house:carrier-payable:USD:carrier", 7_000L, "USD"));
    }

    @Test
    void aFreeCallMayCostTheHouseSomething() {
        ledger().settle(Calls.answered(call, user, 0, "EUR"), new Split(null, null, 0, 0, 7_000, null));
        assertThat(ledger().entries(call))
                .extracting(LedgerEntry::account, LedgerEntry::amountMicros)
                .containsExactlyInAnyOrder(
                        tuple(user, 0L),
                        tuple("house:carrier-cost:EUR:carrier:United Kingdom", -7_000L),
                        tuple("house:carrier-payable:EUR:carrier", 7_000L));
        assertThat(balance().balanceMicros()).isEqualTo(10 * EUR);
    }

    @Test
    void aRefundGivesRevenueAndTaxBackToTheCallThatItNames() {
        var split = new Split("carrier", "United Kingdom", -20_000, 0, 0, null);
        var refund = new Credit(
                UUID.randomUUID(),
                user,
                120_000,
                "EUR",
                Credit.Kind.REFUND,
                call.toString(),
                "noise",
                "admin:eve",
                split);
        assertThat(ledger().credit(refund)).isEqualTo(new Credited(120_000, 10 * EUR + 120_000, false));
        assertThat(ledger().entries(refund.transferId()))
                .extracting(LedgerEntry::account, LedgerEntry::amountMicros)
                .containsExactlyInAnyOrder(
                        tuple(user, 120_000L),
                        tuple("house:revenue:EUR:carrier:United Kingdom", -100_000L),
                        tuple("house:tax:EUR", -20_000L));
    }

    @Test
    void aLongDestinationStillHasOneAccountOfItsOwn() {
        String name = "é".repeat(200);
        var split = new Split("carrier", name, 0, 0, 0, null);
        var refund = new Credit(UUID.randomUUID(), user, 5, "EUR", Credit.Kind.REFUND, "", "", "test", split);
        ledger().credit(refund);
        assertThat(ledger().entries(refund.transferId()))
                .extracting(LedgerEntry::account)
                .contains("house:revenue:EUR:carrier:" + "é".repeat(69) + "#f574b0140528b3400c5892b967efa599");
    }

    @ParameterizedTest
    @EnumSource(Credit.Kind.class)
    void everyKindHasItsHouseAccountAndOnlyWhatMustBeCoveredIsRefused(Credit.Kind kind) {
        hold(call, 8 * EUR);
        var debit = new Credit(UUID.randomUUID(), user, -3 * EUR, "EUR", kind, "", "", "test");
        if (kind.covered()) {
            assertThat(ledger().credit(debit)).isEqualTo(new CreditOutcome.ExceedsCredit(2 * EUR));
            assertThat(ledger().entries(debit.transferId())).isEmpty();
            ledger().release(Calls.unanswered(call, user, "busy"));
        }
        assertThat(ledger().credit(debit)).isInstanceOf(Credited.class);
        assertThat(ledger().entries(debit.transferId()))
                .extracting(LedgerEntry::account, LedgerEntry::amountMicros, LedgerEntry::kind)
                .containsExactlyInAnyOrder(
                        tuple(user, -3 * EUR, kind.name()),
                        tuple("house:" + kind.house() + ":EUR", 3 * EUR, kind.name()));
    }

    @Test
    void anUnansweredCallCostsNothingAndHasItsCdr() {
        hold(call, 3 * EUR);
        assertThat(ledger().release(Calls.unanswered(call, user, "busy"))).isEqualTo(new Settled(0, 10 * EUR, false));
        assertThat(balance()).isEqualTo(new Balance("EUR", 10 * EUR, 0, 0));
        assertThat(cdrs().find(call)).map(cdr -> cdr.ending().cause()).contains("busy");
        assertThat(ledger().entries(call)).isEmpty();
    }

    @Test
    void aReleaseWithACostAndACdrWithoutAUserAreProgrammingErrors() {
        assertThatThrownBy(() -> ledger().release(Calls.answered(call, user, 1, "EUR")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger().settle(Calls.unanswered(call, null, "x", Calls.START)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hold(call, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCallIsChargedThoughItsHoldWasSwept() {
        ledger().hold(call, user, 3 * EUR, "EUR", EXPIRED);
        assertThat(ledger().sweep()).isPositive();
        assertThat(balance().heldMicros()).isZero();
        assertThat(ledger().settle(Calls.answered(call, user, 2 * EUR, "EUR")))
                .isEqualTo(new Settled(2 * EUR, 8 * EUR, false));
    }

    @Test
    void usageIsAFactSoABalanceMayBecomeNegativeAndThenNothingMoreIsHeld() {
        ledger().settle(Calls.answered(call, user, 12 * EUR, "EUR"));
        assertThat(balance().availableMicros()).isEqualTo(-2 * EUR);
        assertThat(hold(UUID.randomUUID(), 1)).isEqualTo(new ExceedsCredit(0, -2 * EUR));
        assertThat(hold(UUID.randomUUID(), 0)).isEqualTo(new Held(0, -2 * EUR));
    }

    @Test
    void aClosedAccountStillPaysForTheCallThatWasRunning() {
        hold(call, 3 * EUR);
        closeAccount(user);
        assertThat(ledger().settle(Calls.answered(call, user, EUR, "EUR"))).isEqualTo(new Settled(EUR, 9 * EUR, false));
    }

    @Test
    void theSweeperLeavesLiveAndJournalledHoldsAlone() {
        UUID live = UUID.randomUUID();
        UUID journalled = UUID.randomUUID();
        CallJournal journal = journal("gw-" + user);
        journal.open(Calls.journalled(journalled, user, "EUR", Calls.START));
        hold(live, EUR);
        ledger().hold(journalled, user, 2 * EUR, "EUR", EXPIRED);
        ledger().hold(call, user, 4 * EUR, "EUR", EXPIRED);
        ledger().sweep();
        assertThat(balance().heldMicros()).isEqualTo(3 * EUR);
        ledger().release(Calls.unanswered(journalled, user, "busy"));
        ledger().release(Calls.unanswered(live, user, "busy"));
        assertThat(balance().heldMicros()).isZero();
    }

    @Test
    void aCreditIsBookedOnceHoweverOftenItIsDelivered() {
        Credit topup = Calls.topup(UUID.randomUUID(), user, 5 * EUR, "EUR");
        assertThat(ledger().credit(topup)).isEqualTo(new Credited(5 * EUR, 15 * EUR, false));
        assertThat(ledger().credit(topup)).isEqualTo(new Credited(5 * EUR, 15 * EUR, true));
        assertThat(ledger().credit(Calls.topup(topup.transferId(), user, 6 * EUR, "EUR")))
                .isEqualTo(new CreditOutcome.TransferIdReused());
        assertThat(ledger().credit(Calls.topup(UUID.randomUUID(), user, EUR, "USD")))
                .isEqualTo(new CreditOutcome.CurrencyMismatch("EUR"));
        assertThat(ledger().credit(Calls.topup(UUID.randomUUID(), "nobody-" + user, EUR, "EUR")))
                .isEqualTo(new CreditOutcome.NoSuchAccount());
        assertThat(balance().balanceMicros()).isEqualTo(15 * EUR);
    }

    @Test
    void everyPostingSaysWhyAndByWhom() {
        var refund = new Credit(
                UUID.randomUUID(), user, -250_000, "EUR", Credit.Kind.ADJUSTMENT, "ticket 7", "mistyped", "admin:eve");
        ledger().credit(refund);
        LedgerEntry entry = ledger().statement(user, Long.MAX_VALUE, 1).getFirst();
        assertThat(entry.amountMicros()).isEqualTo(-250_000);
        assertThat(entry.kind()).isEqualTo("ADJUSTMENT");
        assertThat(entry.reference()).isEqualTo("ticket 7");
        assertThat(entry.reason()).isEqualTo("mistyped");
        assertThat(entry.actor()).isEqualTo("admin:eve");
        assertThat(ledger().statement(user, entry.id(), 10))
                .extracting(LedgerEntry::amountMicros)
                .containsExactly(10 * EUR);
        assertThat(ledger().entries(refund.transferId()))
                .extracting(LedgerEntry::account)
                .containsExactlyInAnyOrder(user, "house:adjustments:EUR");
    }

    @Test
    void twentyCallsAtOnceNeverHoldMoreThanTheAccountHas() throws Exception {
        List<HoldOutcome> outcomes = atOnce(20, n -> hold(UUID.randomUUID(), 700_000));
        assertThat(outcomes.stream().filter(Held.class::isInstance)).hasSize(14);
        assertThat(outcomes.stream().filter(ExceedsCredit.class::isInstance)).hasSize(6);
        assertThat(balance().heldMicros()).isEqualTo(14 * 700_000);
    }

    @Test
    void twentySettlementsOfOneCallAtOnceChargeItOnce() throws Exception {
        hold(call, EUR);
        List<SettleOutcome> outcomes = atOnce(20, n -> ledger().settle(Calls.answered(call, user, 1000 + n, "EUR")));
        List<Settled> settled = outcomes.stream().map(Settled.class::cast).toList();
        assertThat(settled.stream().filter(one -> !one.repeated())).hasSize(1);
        assertThat(settled.stream().map(Settled::costMicros).distinct()).hasSize(1);
        assertThat(balance().balanceMicros())
                .isEqualTo(10 * EUR - settled.getFirst().costMicros());
    }

    private interface Numbered<T> {
        T run(int number) throws Exception;
    }

    private static <T> List<T> atOnce(int count, Numbered<T> task) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<T>> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                tasks.add(() -> task.run(number));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }

    @Test
    void cdrsAreListedNewestFirstPageByPage() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            UUID id = UUID.randomUUID();
            ids.add(id);
            // Two each share a start, so that a page may end between them.
            ledger().release(Calls.unanswered(id, user, i == 3 ? "busy" : "no-answer", Calls.START.plusSeconds(i / 2)));
        }
        List<UUID> listed = new ArrayList<>();
        CdrFilter filter = CdrFilter.ofUser(user, 2);
        int pages = 0;
        for (CdrPage page = cdrs().list(filter); ; page = cdrs().list(filter)) {
            pages++;
            page.cdrs().forEach(cdr -> listed.add(cdr.id()));
            if (page.next() == null) {
                break;
            }
            filter = filter.continuedAfter(CdrCursor.parse(page.next().text()).orElseThrow());
        }
        assertThat(pages).isEqualTo(4);
        assertThat(listed).containsExactlyInAnyOrderElementsOf(ids).doesNotHaveDuplicates();
        assertThat(listed.getFirst()).isEqualTo(ids.get(6));
        assertThat(listed.subList(5, 7)).containsExactlyInAnyOrderElementsOf(ids.subList(0, 2));
    }

    @Test
    void cdrsAreNarrowedByTimeCauseDirectionAndUser() {
        UUID busy = UUID.randomUUID();
        ledger().release(Calls.unanswered(busy, user, "busy", Calls.START));
        ledger().release(Calls.unanswered(call, user, "no-answer", Calls.START.plusSeconds(1)));
        assertThat(listed(user, Calls.START, Calls.START.plusSeconds(1), null, null))
                .containsExactly(busy);
        assertThat(listed(user, Calls.START.plusMillis(1), null, null, null)).containsExactly(call);
        assertThat(listed(user, null, null, null, "busy")).containsExactly(busy);
        assertThat(listed(user, null, null, Cdr.Direction.OUTBOUND, null)).containsExactly(call, busy);
        assertThat(listed(user, null, null, Cdr.Direction.INBOUND, null)).isEmpty();
        assertThat(listed("nobody-" + user, null, null, null, null)).isEmpty();
        assertThat(listed(null, null, null, null, "busy")).contains(busy);
    }

    private List<UUID> listed(
            @Nullable String ofUser,
            @Nullable Instant from,
            @Nullable Instant to,
            Cdr.@Nullable Direction direction,
            @Nullable String cause) {
        return cdrs().list(new CdrFilter(ofUser, from, to, direction, cause, null, 1000)).cdrs().stream()
                .map(Cdr::id)
                .toList();
    }

    @Test
    void anAttemptOfNobodyIsKeptOnceAndOneOfAUserIsRefusedHere() {
        Cdr stray = Calls.unanswered(call, null, "unallocated", Calls.START);
        assertThat(cdrs().append(stray)).isTrue();
        assertThat(cdrs().append(stray)).isFalse();
        assertThat(cdrs().find(call)).contains(stray);
        assertThatThrownBy(() -> cdrs().append(Calls.unanswered(UUID.randomUUID(), user, "busy")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUnansweredCallCannotEvenBeDescribedAsCostingMoney() {
        Cdr busy = Calls.unanswered(call, user, "busy");
        assertThatThrownBy(() -> new Cdr(
                        call,
                        busy.direction(),
                        user,
                        null,
                        busy.numbers(),
                        busy.tariff(),
                        null,
                        null,
                        busy.times(),
                        0,
                        0,
                        1,
                        0,
                        "EUR",
                        busy.ending(),
                        busy.quality(),
                        "{}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // Journal and recovery

    private static final TalkRating CENT_PER_STARTED_MINUTE = (call, talkMs) -> {
        long minutes = (talkMs + 59_999) / 60_000;
        return new TalkRating.Charge(minutes * 10_000, 0, minutes * 60);
    };

    @Test
    void theCallsOfADeadGatewayAreSettledFromTheLastConfirmedMediaOnce() {
        UUID talking = UUID.randomUUID();
        UUID ringing = UUID.randomUUID();
        UUID ended = UUID.randomUUID();
        CallJournal dead = journal("gw-" + user);
        Instant answered = Calls.START.plusSeconds(5);
        for (UUID id : List.of(talking, ringing, ended)) {
            dead.open(Calls.journalled(id, user, "EUR", Calls.START));
            hold(id, EUR);
        }
        dead.answered(talking, answered);
        dead.answered(talking, answered.plusSeconds(9));
        dead.touch(List.of(
                new JournalTouch(talking, answered.plusMillis(61_500), 61_500),
                new JournalTouch(ringing, answered, 0)));
        dead.touch(List.of(new JournalTouch(talking, answered.plusMillis(30_000), 30_000)));
        ledger().settle(Calls.answered(ended, user, 50_000, "EUR"));
        assertThat(dead.find(ended)).isEmpty();

        try (CallJournal successor = journal("gw-" + user)) {
            var recovery = new CallRecovery(ledger(), successor, CENT_PER_STARTED_MINUTE);
            assertThat(recovery.recover()).isEqualTo(new RecoveryReport(1, 1, 0, 0));
            assertThat(recovery.recover()).isEqualTo(new RecoveryReport(0, 0, 0, 0));
        }
        assertThat(balance()).isEqualTo(new Balance("EUR", 10 * EUR - 50_000 - 20_000, 0, 0));
        Cdr cdr = cdrs().find(talking).orElseThrow();
        assertThat(cdr.ending()).isEqualTo(new Cdr.Ending(CallRecovery.CAUSE, "gateway", 0, 0));
        assertThat(cdr.talkMs()).isEqualTo(61_500);
        assertThat(cdr.billedSeconds()).isEqualTo(120);
        assertThat(cdr.times().answered()).isEqualTo(answered);
        assertThat(cdr.times().ended()).isEqualTo(answered.plusMillis(61_500));
        assertThat(cdrs().find(ringing).orElseThrow().costMicros()).isZero();
    }

    @Test
    void aLiveGatewaysCallsAreNotAbandoned() {
        try (CallJournal alive = journal("alive-" + user);
                CallJournal other = journal("other-" + user)) {
            alive.open(Calls.journalled(call, user, "EUR", Calls.START));
            assertThat(other.abandoned(100)).extracting(JournalledCall::callId).doesNotContain(call);
            assertThat(alive.find(call)).contains(Calls.journalled(call, user, "EUR", Calls.START));
        }
        try (CallJournal other = journal("other-" + user)) {
            assertThat(other.abandoned(100)).extracting(JournalledCall::callId).contains(call);
        }
        ledger().release(Calls.unanswered(call, user, "cancelled"));
    }

    @Test
    void aPausedGatewayThatWasSucceededDoesNotRiseAgain() {
        CallJournal paused = journal("gw-" + user);
        paused.open(Calls.journalled(call, user, "EUR", Calls.START));
        try (CallJournal successor = journal("gw-" + user)) {
            paused.touch(List.of());
            assertThat(successor.abandoned(100))
                    .extracting(JournalledCall::callId)
                    .contains(call);
        }
        ledger().release(Calls.unanswered(call, user, "cancelled"));
    }

    @Test
    void manyRecoverersAtOnceSettleEachCallOnce() throws Exception {
        CallJournal dead = journal("gw-" + user);
        for (int i = 0; i < 40; i++) {
            UUID id = UUID.randomUUID();
            dead.open(Calls.journalled(id, user, "EUR", Calls.START));
            dead.answered(id, Calls.START);
            dead.touch(List.of(new JournalTouch(id, Calls.START.plusSeconds(59), 59_000)));
        }
        dead.close();
        List<RecoveryReport> reports = atOnce(4, n -> {
            try (CallJournal journal = journal("recoverer-" + n + user)) {
                return new CallRecovery(ledger(), journal, CENT_PER_STARTED_MINUTE).recover();
            }
        });
        assertThat(reports.stream().mapToInt(RecoveryReport::settled).sum()).isEqualTo(40);
        assertThat(balance().balanceMicros()).isEqualTo(10 * EUR - 40 * 10_000);
    }
}
