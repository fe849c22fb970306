package io.tollgate.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.rating.Rate;
import io.tollgate.gateway.call.OutboundAction.Hold;
import io.tollgate.gateway.call.OutboundAction.Invite;
import io.tollgate.gateway.call.OutboundAction.LiftWarning;
import io.tollgate.gateway.call.OutboundAction.Settle;
import io.tollgate.gateway.call.OutboundAction.TellWarning;
import io.tollgate.gateway.call.OutboundEvent.CreditAdded;
import io.tollgate.gateway.call.OutboundEvent.CreditShort;
import io.tollgate.gateway.call.OutboundEvent.Held;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TalkCreditTest {
    /** A thousand micro-units a second. */
    private static final Rate RATE = Rate.perSecond("44", "United Kingdom", 60_000);

    /** A call that was set up with this credit, and a ledger that holds what is asked for as long as it is there. */
    private static final class Prepaid {
        final Drive call;
        long credit;
        long held;
        int answered;

        Prepaid(long credit, Duration warning, long maxSeconds) {
            this.credit = credit;
            call = new Drive(
                    Drive.tariff(RATE).atMost(maxSeconds),
                    new Funding.Held(credit, CreditPolicy.warning(warning)),
                    "carrier");
            answerLedger();
            call.answered();
            answerLedger();
        }

        void answerLedger() {
            while (answered < call.all(Hold.class).size()) {
                long asked = call.all(Hold.class).get(answered++).totalMicros();
                if (asked <= credit) {
                    held = Math.max(held, asked);
                    call.on(new Held(held, credit - held));
                } else {
                    call.on(new CreditShort(credit - held, TalkLimit.CREDIT));
                }
            }
        }

        void run(Duration time) {
            Instant until = call.now.plus(time);
            while (call.last.wakeAt() != null && !call.last.wakeAt().isAfter(until)) {
                Instant wake = call.last.wakeAt();
                call.now = wake.isAfter(call.now) ? wake : call.now;
                call.on(new OutboundEvent.Wake());
                answerLedger();
            }
            call.now = until;
        }
    }

    @ParameterizedTest
    @CsvSource({
        // credit, s of warning, s of warning given
        "200000, 30, 30",
        "200000, 10, 10",
        "200000, 90, 90",
        "45000, 30, 30",
        "20000, 30, 20",
        "200000, 0, 0",
    })
    void theWarningComesWhenItWasSetAndTheCutWhenTheCreditEnds(long credit, long warning, long given) {
        Prepaid prepaid = new Prepaid(credit, Duration.ofSeconds(warning), 1_000_000);
        Instant answered = prepaid.call.now;

        prepaid.run(Duration.ofHours(1));

        Settle settle = prepaid.call.only(Settle.class);
        assertThat(settle.end().cause()).isEqualTo(Cause.CREDIT_EXHAUSTED);
        assertThat(settle.timing().ended()).isEqualTo(answered.plusMillis(credit));
        assertThat(settle.costMicros()).isEqualTo(credit);
        if (given == 0) {
            assertThat(prepaid.call.all(TellWarning.class)).isEmpty();
        } else {
            assertThat(prepaid.call.only(TellWarning.class)).isEqualTo(new TellWarning(given, TalkLimit.CREDIT));
        }
    }

    @Test
    void minutesOfAPackageThatComeInMidCallCarryItOnBeforeMoneyDoes() {
        Drive call = new Drive(
                Drive.tariff(RATE).withBundle(120),
                new Funding.Held(0, CreditPolicy.warning(Duration.ofSeconds(30))),
                "carrier");
        assertThat(call.only(Hold.class)).isEqualTo(new Hold(0));
        call.on(new Held(0, 0));
        call.answered();
        Instant answered = call.now;
        call.run(Duration.ofSeconds(100));
        assertThat(call.all(Hold.class)).as("asked ahead of its end").hasSize(2);

        call.on(new OutboundEvent.PackageHeld(300));
        call.run(Duration.ofSeconds(150));
        assertThat(call.all(Settle.class)).as("150 s beyond what it began with").isEmpty();
        call.on(new CreditShort(0, TalkLimit.CREDIT));
        call.on(new OutboundEvent.PackageHeld(60));
        call.run(Duration.ofHours(1));

        Settle settle = call.only(Settle.class);
        assertThat(settle.timing().ended())
                .as("a late answer takes nothing away")
                .isEqualTo(answered.plusSeconds(300));
        assertThat(settle.costMicros()).isZero();
    }

    @Test
    void slicesShrinkAsTheCreditDoes() {
        Prepaid prepaid = new Prepaid(400_000, Duration.ofSeconds(30), 1_000_000);
        prepaid.run(Duration.ofHours(1));

        long before = 0;
        long slice = Long.MAX_VALUE;
        for (Hold hold : prepaid.call.all(Hold.class)) {
            if (hold.totalMicros() <= 400_000) {
                assertThat(hold.totalMicros() - before).isBetween(1L, slice);
                slice = hold.totalMicros() - before;
                before = hold.totalMicros();
            }
        }
        assertThat(before).isEqualTo(400_000);
        assertThat(slice).isLessThanOrEqualTo(10_000);
    }

    @Test
    void creditAddedAfterTheWarningProlongsTheCallAndTakesTheWarningBack() {
        Prepaid prepaid = new Prepaid(60_000, Duration.ofSeconds(30), 1_000_000);
        prepaid.run(Duration.ofSeconds(45));
        assertThat(prepaid.call.all(TellWarning.class)).hasSize(1);
        assertThat(prepaid.call.all(LiftWarning.class)).isEmpty();

        prepaid.credit += 60_000;
        prepaid.call.on(new CreditAdded());
        prepaid.answerLedger();

        assertThat(prepaid.call.all(LiftWarning.class)).hasSize(1);
        prepaid.run(Duration.ofSeconds(44));
        assertThat(prepaid.call.all(TellWarning.class)).hasSize(1);
        prepaid.run(Duration.ofSeconds(2));
        assertThat(prepaid.call.all(TellWarning.class)).hasSize(2);
        prepaid.run(Duration.ofSeconds(60));
        assertThat(prepaid.call.only(Settle.class).timing().talkMs()).isEqualTo(120_000);
        assertThat(prepaid.call.only(Settle.class).costMicros()).isEqualTo(120_000);
    }

    /** Without being told, and even when the money comes in the last moment before the last look. */
    @ParameterizedTest
    @CsvSource({"35000", "50000", "58500"})
    void aCallThatComesToItsEndFindsNewCreditByItself(long addedAfterMs) {
        Prepaid prepaid = new Prepaid(60_000, Duration.ofSeconds(30), 1_000_000);
        prepaid.run(Duration.ofMillis(addedAfterMs));
        prepaid.credit += 1_000_000;

        prepaid.run(Duration.ofMinutes(2));

        assertThat(prepaid.call.all(Settle.class)).isEmpty();
        assertThat(prepaid.call.all(LiftWarning.class)).hasSize(1);
    }

    @Test
    void aLittleCreditMoreDoesNotTakeTheWarningBack() {
        Prepaid prepaid = new Prepaid(60_000, Duration.ofSeconds(30), 1_000_000);
        prepaid.run(Duration.ofSeconds(50));

        prepaid.credit += 5_000;
        prepaid.call.on(new CreditAdded());
        prepaid.answerLedger();
        prepaid.run(Duration.ofSeconds(60));

        assertThat(prepaid.call.all(TellWarning.class)).hasSize(1);
        assertThat(prepaid.call.all(LiftWarning.class)).isEmpty();
        assertThat(prepaid.call.only(Settle.class).timing().talkMs()).isEqualTo(65_000);
    }

    @Test
    void theLongestCallIsWarnedOfAndCutHoweverMuchCreditThereIs() {
        Prepaid prepaid = new Prepaid(100_000_000, Duration.ofSeconds(30), 200);

        prepaid.run(Duration.ofHours(1));

        assertThat(prepaid.call.only(TellWarning.class)).isEqualTo(new TellWarning(30, TalkLimit.LENGTH));
        Settle settle = prepaid.call.only(Settle.class);
        assertThat(settle.end().cause()).isEqualTo(Cause.LONGEST_CALL);
        assertThat(settle.timing().talkMs()).isEqualTo(200_000);
        assertThat(settle.costMicros()).isEqualTo(200_000).isLessThanOrEqualTo(prepaid.held);
    }

    @Test
    void aCeilingOnSpendingEndsTheCallInItsOwnWords() {
        Drive call = new Drive(RATE, "carrier").answered(60_000, Drive.PLENTY);
        call.run(Duration.ofSeconds(26));
        call.on(new CreditShort(0, TalkLimit.SPENDING));

        call.run(Duration.ofSeconds(40));

        assertThat(call.only(TellWarning.class).limit()).isEqualTo(TalkLimit.SPENDING);
        assertThat(call.only(Settle.class).end().cause()).isEqualTo(Cause.SPENDING_CEILING);
    }

    @Test
    void anAccountThatIsSuspendedInMidCallTalksAsFarAsItIsHeld() {
        Drive call = new Drive(RATE, "carrier").answered(60_000, Drive.PLENTY);
        call.run(Duration.ofSeconds(26));
        call.on(new OutboundEvent.AccountRefused("suspended"));

        call.run(Duration.ofSeconds(40));

        assertThat(call.only(TellWarning.class)).isEqualTo(new TellWarning(30, TalkLimit.ACCOUNT));
        assertThat(call.only(Settle.class).end().cause()).isEqualTo(Cause.ACCOUNT_CLOSED);
        assertThat(call.only(Settle.class).costMicros()).isEqualTo(60_000);
    }

    @Test
    void aLedgerThatDoesNotAnswerIsWarnedOfInTimeAndForgivenWhenItDoes() {
        Drive call = new Drive(RATE, "carrier").answered(60_000, Drive.PLENTY);
        for (int second = 0; second < 40; second++) {
            call.run(Duration.ofSeconds(1));
            call.on(new OutboundEvent.LedgerUnavailable("gone"));
        }
        assertThat(call.only(TellWarning.class).remainingSeconds()).isBetween(29L, 30L);

        call.run(Duration.ofSeconds(1));
        call.on(new Held(120_000, Drive.PLENTY));

        assertThat(call.all(LiftWarning.class)).hasSize(1);
        call.run(Duration.ofSeconds(40));
        assertThat(call.all(Settle.class)).isEmpty();
    }

    /** Emergency calls: no hold, no ledger, no end but a hang-up. */
    @Test
    void anUnbilledCallAsksNobodyForMoneyAndIsNeverCut() {
        Drive call = new Drive(Drive.tariff(Rate.perSecond("1", "Emergency", 0)), new Funding.Unbilled(), "carrier");
        assertThat(call.only(Invite.class)).isEqualTo(new Invite("carrier"));

        call.answered();
        call.run(Duration.ofHours(30));

        assertThat(call.all(Hold.class)).isEmpty();
        assertThat(call.all(TellWarning.class)).isEmpty();
        assertThat(call.all(Settle.class)).isEmpty();
        call.on(new OutboundEvent.CallerHungUp());
        assertThat(call.only(Settle.class).costMicros()).isZero();
    }
}
