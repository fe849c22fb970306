package io.tollgate.billing.policy.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.SettleOutcome;
import io.tollgate.billing.ledger.jdbc.LedgerSettings;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.ledger.jdbc.TestDatabase;
import io.tollgate.billing.number.NumberKind;
import io.tollgate.billing.policy.Policy;
import io.tollgate.billing.policy.PolicyCounters;
import io.tollgate.billing.policy.PolicyDecision;
import io.tollgate.billing.policy.PolicyLimits;
import io.tollgate.billing.policy.PolicyRule;
import io.tollgate.billing.postgres.jdbc.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class PostgresPoliciesTest {
    private static final String LONDON = "+442079460123";

    private final Database database = TestDatabase.database();
    private final PostgresPolicies policies = new PostgresPolicies(database);

    private static String account() {
        String user = "policy-" + UUID.randomUUID();
        TestDatabase.openAccount(user, "EUR");
        return user;
    }

    private UUID begun(String user, String number, long committed) {
        UUID call = UUID.randomUUID();
        assertThat(policies.begin(user, call, number, committed)).isPresent();
        return call;
    }

    /** The call is settled as the gateway settles it. */
    private void ends(String user, UUID call, String number, long talkMs, long cost, Duration ago) {
        Instant ended = Instant.now().minus(ago).truncatedTo(ChronoUnit.MILLIS);
        Cdr cdr = new Cdr(
                call,
                Cdr.Direction.OUTBOUND,
                user,
                null,
                new Cdr.Numbers(number, number, null),
                Cdr.Tariff.NONE,
                null,
                null,
                new Cdr.Times(ended, null, talkMs > 0 ? ended : null, ended),
                talkMs,
                0,
                cost,
                0,
                "EUR",
                new Cdr.Ending("normal", "caller", 0, 0),
                Cdr.Quality.UNMEASURED,
                "{}");
        try (var ledger = new PostgresLedger(TestDatabase.dataSource(), LedgerSettings.DEFAULT)) {
            assertThat(ledger.settle(cdr)).isInstanceOf(SettleOutcome.Settled.class);
        }
    }

    @Test
    void callsInProgressAreCountedUntilTheirRecordIsWritten() {
        String user = account();
        UUID first = begun(user, LONDON, 17_000);

        PolicyCounters second =
                policies.begin(user, UUID.randomUUID(), LONDON, 20_000).orElseThrow();
        assertThat(second.liveCalls()).isEqualTo(1);
        assertThat(second.committedMicros()).isEqualTo(17_000);
        assertThat(second.destinationKnown()).isTrue();

        ends(user, first, LONDON, 60_000, 17_000, Duration.ZERO);
        PolicyCounters third =
                policies.begin(user, UUID.randomUUID(), LONDON, 0).orElseThrow();
        assertThat(third.liveCalls()).isEqualTo(1);
        assertThat(third.committedMicros()).isEqualTo(20_000);
        assertThat(third.spentTodayMicros()).isEqualTo(17_000);
        assertThat(third.spentThisMonthMicros()).isEqualTo(17_000);
        assertThat(policies.look(user).orElseThrow().spentTodayMicros())
                .as("a record is counted once")
                .isEqualTo(17_000);
    }

    @Test
    void aRepeatedBeginningIsTheSameCall() {
        String user = account();
        UUID call = begun(user, LONDON, 17_000);

        PolicyCounters again = policies.begin(user, call, LONDON, 17_000).orElseThrow();

        assertThat(again.liveCalls()).isZero();
        assertThat(again.committedMicros()).isZero();
        assertThat(again.destinationKnown()).isFalse();
    }

    @Test
    void aRefusedCallNeverWas() {
        String user = account();
        UUID refused = begun(user, LONDON, 17_000);

        policies.withdraw(user, refused);

        assertThat(policies.begin(user, UUID.randomUUID(), LONDON, 0)).contains(PolicyCounters.NONE);
    }

    @Test
    void onlyAnsweredCallsThatWereOverAtOnceAreShort() {
        String user = account();
        ends(user, begun(user, LONDON, 0), LONDON, Policy.SHORT_CALL_MS - 1, 0, Duration.ZERO);
        ends(user, begun(user, LONDON, 0), LONDON, Policy.SHORT_CALL_MS, 0, Duration.ZERO);
        ends(user, begun(user, LONDON, 0), LONDON, 0, 0, Duration.ZERO);

        assertThat(policies.look(user).orElseThrow().shortCalls()).isEqualTo(1);
    }

    @Test
    void spendingBelongsToTheDayOnWhichTheCallEnded() {
        String user = account();
        ends(user, begun(user, LONDON, 0), LONDON, 60_000, 300_000, Duration.ofHours(25));

        PolicyCounters counters = policies.look(user).orElseThrow();

        assertThat(counters.spentTodayMicros()).isZero();
        assertThat(counters.usualDayMicros()).isEqualTo(10_000);
    }

    @Test
    void aCallThatVanishedIsForgottenAfterAMinute() {
        String user = account();
        UUID lost = begun(user, LONDON, 17_000);
        database.update("update policy_call set started_at = now() - interval '2 minutes' where call_id = ?", lost);

        assertThat(policies.look(user).orElseThrow().liveCalls()).isZero();
    }

    @Test
    void whatACallWantsToSpendIsSeenByTheOthers() {
        String user = account();
        UUID call = begun(user, LONDON, 17_000);
        UUID other = begun(user, LONDON, 1_000);

        assertThat(policies.commit(user, call, 34_000).orElseThrow().committedMicros())
                .isEqualTo(1_000);
        assertThat(policies.commit(user, other, 1_000).orElseThrow().committedMicros())
                .isEqualTo(34_000);
        assertThat(policies.commit(user, UUID.randomUUID(), 1_000)).isEmpty();
    }

    /** Of many calls at the same moment exactly as many pass as the limit says. */
    @Test
    void callsAtTheSameMomentDoNotSlipBelowALimitTogether() throws Exception {
        String user = account();
        PolicyLimits limits =
                new PolicyLimits(null, null, null, null, 3, null, null, 1_000_000L, null, null, null, null);
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                answers.add(CompletableFuture.supplyAsync(
                        () -> Policy.call(
                                        limits,
                                        policies.begin(user, UUID.randomUUID(), LONDON, 1_000)
                                                .orElseThrow(),
                                        1,
                                        1_000)
                                instanceof PolicyDecision.Allowed,
                        callers));
            }
        }
        long passed = 0;
        for (CompletableFuture<Boolean> answer : answers) {
            passed += answer.get() ? 1 : 0;
        }
        assertThat(passed).isEqualTo(3);
    }

    @Test
    void anAccountIsInTheStandardClassUntilToldOtherwise() {
        String user = account();

        PostgresPolicies.AccountPolicy policy = policies.of(user).orElseThrow();

        assertThat(policy.className()).isEqualTo("standard");
        assertThat(policy.own()).isEqualTo(PolicyLimits.NONE);
        assertThat(policy.effective().deniedKinds()).contains(NumberKind.PREMIUM, NumberKind.SATELLITE);
        assertThat(policy.effective().maxPerMinuteMicros()).isEqualTo(2_000_000L);
        assertThat(policies.of("nobody-" + UUID.randomUUID())).isEmpty();
    }

    @Test
    void limitsAreReadBackAsTheyWereWritten() {
        String user = account();
        String name = "c" + UUID.randomUUID().toString().substring(0, 8);
        PolicyLimits all = new PolicyLimits(
                Set.of(NumberKind.PAGER), List.of("1900"), List.of("19001"), 1L, 2, 3, 4, 5L, 6L, 7, 8L, 9);

        policies.putClass(name, all, "admin");
        policies.putAccount(user, all, "admin");
        assertThat(policies.ofName(name).orElseThrow().limits()).isEqualTo(all);
        assertThat(policies.of(user).orElseThrow().own()).isEqualTo(all);

        policies.putClass(name, PolicyLimits.NONE, "admin");
        policies.putAccount(user, PolicyLimits.NONE, "admin");
        assertThat(policies.ofName(name).orElseThrow().limits()).isEqualTo(PolicyLimits.NONE);
        assertThat(policies.of(user).orElseThrow().own()).isEqualTo(PolicyLimits.NONE);
        assertThat(policies.putIntoClass(user, name)).isTrue();
        assertThat(policies.of(user).orElseThrow().className()).isEqualTo(name);
    }

    @Test
    void aSuspendedAccountSaysWhyUntilItIsActiveAgain() {
        String user = account();
        UUID call = UUID.randomUUID();

        assertThat(policies.suspend(user, PolicyRule.UNUSUAL_SPEND, "9 micros today", call, "gateway"))
                .isTrue();
        assertThat(policies.suspend(user, PolicyRule.UNUSUAL_SPEND, "again", call, "gateway"))
                .isFalse();
        assertThat(policies.begin(user, UUID.randomUUID(), LONDON, 0)).isEmpty();
        assertThat(policies.suspension(user).orElseThrow().detail()).isEqualTo("9 micros today");
        assertThat(database.list(
                        "select body ->> 'rule' from outbox where kind = 'notice.account-suspended' and subject = ?",
                        row -> row.getString(1),
                        user))
                .as("one notice for whoever is subscribed")
                .containsExactly("unusual-spend");

        database.update("update account set status = 'ACTIVE' where username = ?", user);
        assertThat(policies.suspension(user)).isEmpty();
        assertThat(policies.begin(user, UUID.randomUUID(), LONDON, 0)).isPresent();
    }
}
