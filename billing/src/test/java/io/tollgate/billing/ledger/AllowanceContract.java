package io.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.billing.ledger.Allowances.Allowance;
import io.tollgate.billing.ledger.Allowances.Grant;
import io.tollgate.billing.ledger.Allowances.GrantOutcome;
import io.tollgate.billing.ledger.Allowances.SecondsOutcome;
import io.tollgate.billing.ledger.Allowances.SecondsOutcome.Held;
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
