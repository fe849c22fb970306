package io.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.Allowances.Allowance;
import io.tollgate.billing.ledger.Allowances.Grant;
import io.tollgate.billing.ledger.Allowances.GrantOutcome;
import io.tollgate.billing.ledger.Allowances.SecondsOutcome;
import io.tollgate.billing.ledger.Allowances.SecondsOutcome.Held;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.DeckHeader;
import io.tollgate.billing.rating.Rate;
import io.tollgate.billing.rating.RateBands;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the allowances of every ledger do. */
public abstract class AllowanceContract {
    private static final AtomicLong NAMES = new AtomicLong(System.nanoTime());
    private static final Duration TTL = Duration.ofMinutes(2);
    private static final Duration EXPIRED = Duration.ofMillis(-1);
    private final Instant today = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Instant yesterday = today.minus(Duration.ofDays(1));
    private final Instant tomorrow = today.plus(Duration.ofDays(1));
    private final Instant nextMonth = today.plus(Duration.ofDays(30));

    protected abstract Ledger ledger();

    protected abstract Allowances allowances();

    protected abstract CallJournal journal(String gateway);

    protected abstract void openAccount(String user, String currency);

    protected abstract void closeAccount(String user);

    private final String user = "bundled-" + NAMES.incrementAndGet();
    private final UUID call = UUID.randomUUID();

    @BeforeEach
    void open() {
        openAccount(user, "EUR");
    }

    @AfterEach
    void booksAreRight() {
        assertThat(ledger().verify().problems()).isEmpty();
    }

    private UUID grant(String group, Instant from, Instant to, long seconds) {
        UUID id = UUID.randomUUID();
        assertThat(allowances().grant(new Grant(id, user, group, from, to, seconds, "package")))
                .isEqualTo(new GrantOutcome.Granted(false));
        return id;
    }

    private SecondsOutcome hold(UUID id, long total) {
        return allowances().hold(id, user, "UK landline", total, TTL);
    }

    private void settle(UUID id, long seconds) {
        ledger().settle(Calls.answered(id, user, 0, "EUR"), Split.WHOLE, new BundleUse("UK landline", seconds));
    }

    @Test
    void aGrantIsMadeOnceHoweverOftenItIsOrdered() {
        var grant = new Grant(UUID.randomUUID(), user, "UK landline", yesterday, nextMonth, 600, "subscription 1");
        assertThat(allowances().grant(grant)).isEqualTo(new GrantOutcome.Granted(false));
        assertThat(allowances().grant(grant)).isEqualTo(new GrantOutcome.Granted(true));
        assertThat(allowances().grant(new Grant(grant.id(), user, "UK landline", yesterday, nextMonth, 601, "")))
                .isEqualTo(new GrantOutcome.GrantIdReused());
        assertThat(allowances().grant(new Grant(UUID.randomUUID(), "no-" + user, "x", yesterday, nextMonth, 1, "")))
                .isEqualTo(new GrantOutcome.NoSuchAccount());
        assertThat(allowances().of(user))
                .containsExactly(
                        new Allowance(grant.id(), "UK landline", yesterday, nextMonth, 600, 0, 0, "subscription 1"));
        assertThatThrownBy(() -> new Grant(UUID.randomUUID(), user, "x", nextMonth, yesterday, 1, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void secondsAreHeldAsATotalThatOnlyGrowsUpToWhatThereIs() {
        grant("UK landline", yesterday, nextMonth, 100);
        assertThat(hold(call, 60)).isEqualTo(new Held(60, 40));
        assertThat(hold(call, 60)).isEqualTo(new Held(60, 40));
        assertThat(hold(call, 30)).isEqualTo(new Held(60, 40));
        assertThat(hold(UUID.randomUUID(), 60)).isEqualTo(new Held(40, 0));
        assertThat(hold(call, 120)).isEqualTo(new Held(60, 0));
        assertThat(hold(UUID.randomUUID(), 60)).isEqualTo(new Held(0, 0));
    }

    @Test
    void settlingUsesWhatTheCallUsedAndFreesTheRest() {
        grant("UK landline", yesterday, nextMonth, 100);
        hold(call, 60);
        settle(call, 42);
        settle(call, 42);
        assertThat(allowances().of(user))
                .extracting(Allowance::usedSeconds, Allowance::heldSeconds, Allowance::leftSeconds)
                .containsExactly(tuple(42L, 0L, 58L));
        assertThat(hold(call, 10)).isEqualTo(new SecondsOutcome.AlreadySettled());
        assertThat(ledger().entries(call)).extracting(LedgerEntry::amountMicros).containsExactly(0L);
    }

    @Test
    void anUnansweredCallFreesItsSeconds() {
        grant("UK landline", yesterday, nextMonth, 100);
        hold(call, 60);
        ledger().release(Calls.unanswered(call, user, "busy"));
        assertThat(hold(UUID.randomUUID(), 100)).isEqualTo(new Held(100, 0));
    }

    @Test
    void whatEndsFirstIsUsedFirstAndOtherGroupsAndPeriodsAreLeftAlone() {
        UUID later = grant("*", yesterday, nextMonth, 100);
        UUID soon = grant("UK landline", yesterday, tomorrow, 30);
        UUID other = grant("Germany", yesterday, tomorrow, 30);
        UUID next = grant("UK landline", tomorrow, nextMonth, 30);
        grant("UK landline", yesterday.minusSeconds(1), yesterday, 30);
        assertThat(hold(call, 50)).isEqualTo(new Held(50, 80));
        settle(call, 50);
        assertThat(allowances().of(user))
                .extracting(Allowance::id, Allowance::usedSeconds)
                .containsExactlyInAnyOrder(tuple(soon, 30L), tuple(other, 0L), tuple(later, 20L), tuple(next, 0L));
    }

    @Test
    void aSweptHoldIsFreeForOthersAndItsCallStillUsesWhatItUsed() {
        grant("UK landline", yesterday, nextMonth, 100);
        allowances().hold(call, user, "UK landline", 60, EXPIRED);
        ledger().sweep();
        UUID second = UUID.randomUUID();
        assertThat(hold(second, 70)).isEqualTo(new Held(70, 30));
        settle(call, 60);
        settle(second, 70);
        assertThat(allowances().of(user))
                .extracting(Allowance::usedSeconds, Allowance::heldSeconds, Allowance::leftSeconds)
                .containsExactly(tuple(130L, 0L, 0L));
    }

    @Test
    void theSweeperLeavesSecondsOfJournalledCallsAlone() {
        grant("UK landline", yesterday, nextMonth, 100);
        CallJournal journal = journal("gw-" + user);
        journal.open(Calls.journalled(call, user, "EUR", Calls.START));
        allowances().hold(call, user, "UK landline", 60, EXPIRED);
        ledger().sweep();
        assertThat(allowances().of(user)).extracting(Allowance::heldSeconds).containsExactly(60L);
        settle(call, 60);
        assertThat(allowances().of(user)).extracting(Allowance::usedSeconds).containsExactly(60L);
    }

    @Test
    void aRecoveredCallUsesBeforeMoneyAllThatItHeldAlsoWhatItGotOnTheWay() {
        UUID id = grant("UK landline", yesterday, nextMonth, 100);
        Rate row =
                new Rate("44", "United Kingdom", 60_000, 0, 1, 1, false, "UK landline", "", 0, 0, RateBands.parse(""));
        CallTariff begun = CallTariff.of(new DeckHeader("7", 3, "Retail", "EUR", 0), row, Calls.START)
                .withBundle(20);
        CallJournal dead = journal("gw-" + user);
        dead.open(Calls.journalled(call, user, "EUR", Calls.START).priced(Cdr.Tariff.of(begun)));
        hold(call, 20);
        hold(call, 60);
        dead.answered(call, Calls.START);
        dead.touch(List.of(new JournalTouch(call, Calls.START.plusSeconds(70), 70_000)));
        TalkRating rating = new TalkRating() {
            @Override
            public Charge charge(JournalledCall left, long talkMs) {
                var charge = left.tariff().priced().orElseThrow().charge(talkMs);
                return new Charge(charge.totalMicros(), charge.taxMicros(), charge.billedSeconds());
            }

            @Override
            public Cdr.CarrierCost carrier(JournalledCall left, long talkMs) {
                return new Cdr.CarrierCost(talkMs / 10, "EUR", 9L, "4420");
            }
        };
        ledger().credit(Calls.topup(UUID.randomUUID(), user, 1_000_000, "EUR"));
        try (CallJournal successor = journal("gw-" + user)) {
            var recovery = new CallRecovery(ledger(), successor, rating);
            assertThat(recovery.recover()).isEqualTo(new RecoveryReport(1, 0, 0, 0));
            assertThat(recovery.recover()).isEqualTo(RecoveryReport.NOTHING);
        }
        assertThat(ledger().balance(user).orElseThrow().balanceMicros())
                .as("60 s of the package, 10 s at a thousand")
                .isEqualTo(990_000);
        assertThat(allowances().usedBy(call)).containsExactly(new Allowances.Used(id, "UK landline", "package", 60));
        assertThat(allowances().usedBy(UUID.randomUUID())).isEmpty();
        assertThat(allowances().of(user)).extracting(Allowance::heldSeconds).containsExactly(0L);
        assertThat(ledger().entries(call))
                .as("the carrier is owed what it asks")
                .extracting(LedgerEntry::amountMicros)
                .contains(7_000L, -7_000L);
    }

    @Test
    void strangersAndClosedAccountsHoldNothing() {
        assertThat(allowances().hold(call, "no-" + user, "x", 1, TTL)).isEqualTo(new SecondsOutcome.NoSuchAccount());
        assertThat(allowances().of("no-" + user)).isEmpty();
        closeAccount(user);
        assertThat(hold(call, 1)).isEqualTo(new SecondsOutcome.AccountClosed());
        assertThatThrownBy(() -> hold(call, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void moneyAndSecondsOfOneCallAreSettledTogether() {
        grant("UK landline", yesterday, nextMonth, 100);
        ledger().credit(Calls.topup(UUID.randomUUID(), user, 1_000_000, "EUR"));
        hold(call, 60);
        ledger().hold(call, user, 20_000, "EUR", TTL);
        var outcome = ledger().settle(
                        Calls.answered(call, user, 17_000, "EUR"), Split.WHOLE, new BundleUse("UK landline", 60));
        assertThat(outcome).isEqualTo(new SettleOutcome.Settled(17_000, 983_000, false));
        assertThat(allowances().of(user)).extracting(Allowance::leftSeconds).isEqualTo(List.of(40L));
    }
}
