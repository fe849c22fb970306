package io.tollgate.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.rating.Rate;
import io.tollgate.gateway.call.OutboundAction.AcceptCaller;
import io.tollgate.gateway.call.OutboundAction.Bridge;
import io.tollgate.gateway.call.OutboundAction.CloseMedia;
import io.tollgate.gateway.call.OutboundAction.EndTrunk;
import io.tollgate.gateway.call.OutboundAction.Hold;
import io.tollgate.gateway.call.OutboundAction.Invite;
import io.tollgate.gateway.call.OutboundAction.PlayRingback;
import io.tollgate.gateway.call.OutboundAction.Settle;
import io.tollgate.gateway.call.OutboundAction.TellAnswered;
import io.tollgate.gateway.call.OutboundAction.TellRinging;
import io.tollgate.gateway.call.OutboundAction.TellTick;
import io.tollgate.gateway.call.OutboundAction.TellWarning;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundMachineTest {
    private static final long PLENTY = Drive.PLENTY;
    /** 0.017 EUR a minute in whole minutes, as the sources' Global Rate. */
    private static final Rate PER_MINUTE = new Rate("44", "United Kingdom", 17_000, 0, 60, 60, false, "", "");

    private static final Rate PER_SECOND = Rate.perSecond("44", "United Kingdom", 60_000);

    private static Drive talking(Rate rate, long held) {
        return new Drive(rate, "carrier").answered(held, PLENTY);
    }

    @Test
    void noTrunkIsTouchedBeforeCreditIsHeld() {
        Drive call = new Drive(PER_MINUTE, "carrier");

        assertThat(call.actions).containsExactly(new Hold(17_000));
        call.on(new OutboundEvent.TrunkAnswered("forged"));
        assertThat(call.actions).hasSize(1);

        assertThat(call.on(new OutboundEvent.Held(17_000, PLENTY)))
                .containsExactly(new AcceptCaller(), new Invite("carrier"));
    }

    @Test
    void anAccountWithLessThanTheFirstIncrementIsRefused() {
        Drive call = new Drive(PER_MINUTE, "carrier");

        call.on(new OutboundEvent.CreditShort(16_999, TalkLimit.CREDIT));

        assertThat(call.only(Settle.class).end().cause()).isEqualTo(Cause.NO_CREDIT);
        assertThat(call.only(Settle.class).costMicros()).isZero();
        assertThat(call.all(Invite.class)).isEmpty();
    }

    @Test
    void anAccountWithLessThanASliceHoldsTheIncrementsThatItCanPay() {
        Drive call = new Drive(PER_SECOND, "carrier");
        assertThat(call.only(Hold.class).totalMicros()).isEqualTo(60_000);

        assertThat(call.on(new OutboundEvent.CreditShort(10_500, TalkLimit.CREDIT)))
                .containsExactly(new Hold(10_000));
        assertThat(call.on(new OutboundEvent.Held(10_000, PLENTY))).contains(new Invite("carrier"));
    }

    @Test
    void ringingWithoutMediaIsHeardAsATone() {
        Drive call = new Drive(PER_MINUTE, "carrier");
        call.on(new OutboundEvent.Held(17_000, PLENTY));

        assertThat(call.on(new OutboundEvent.TrunkAlerting()))
                .containsExactly(new PlayRingback(), new TellRinging(false));
        assertThat(call.on(new OutboundEvent.TrunkAlerting())).isEmpty();
    }

    @Test
    void earlyMediaReplacesTheTone() {
        Drive call = new Drive(PER_MINUTE, "carrier");
        call.on(new OutboundEvent.Held(17_000, PLENTY));
        call.on(new OutboundEvent.TrunkAlerting());

        assertThat(call.on(new OutboundEvent.TrunkEarlyMedia("early")))
                .containsExactly(new Bridge("early"), new TellRinging(true));
    }

    @Test
    void chargingStartsAtTheAnswerAndOnlyOnce() {
        Drive call = talking(PER_MINUTE, 17_000);

        assertThat(call.all(TellAnswered.class)).hasSize(1);
        call.on(new OutboundEvent.TrunkAnswered("again"));
        assertThat(call.all(TellAnswered.class)).hasSize(1);

        call.after(Duration.ofSeconds(10)).on(new OutboundEvent.CallerHungUp());
        Settle settle = call.only(Settle.class);
        assertThat(settle.timing().talkMs()).isEqualTo(10_000);
        assertThat(settle.timing().ringMs()).isEqualTo(3_000);
        assertThat(settle.timing().setupMs()).isEqualTo(2_000);
        assertThat(settle.costMicros()).isEqualTo(17_000);
        assertThat(settle.end()).isEqualTo(CallEnd.of(EndSide.CALLER, Cause.NORMAL, ""));
    }

    @Test
    void anUnansweredCallCostsNothing() {
        Drive call = new Drive(PER_MINUTE, "carrier");
        call.on(new OutboundEvent.Held(17_000, PLENTY));
        call.on(new OutboundEvent.TrunkAlerting());

        call.after(Duration.ofSeconds(30)).on(new OutboundEvent.TrunkEnded(CallEnd.fromTrunk(486, 17, "Busy Here")));

        assertThat(call.only(Settle.class).costMicros()).isZero();
        assertThat(call.only(Settle.class).end().cause()).isEqualTo(Cause.BUSY);
        assertThat(call.all(EndTrunk.class)).isEmpty();
        assertThat(call.only(CloseMedia.class)).isNotNull();
    }

    @Test
    void hangingUpWhileItRingsCancelsTheTrunk() {
        Drive call = new Drive(PER_MINUTE, "carrier");
        call.on(new OutboundEvent.Held(17_000, PLENTY));
        call.on(new OutboundEvent.TrunkAlerting());

        call.on(new OutboundEvent.CallerHungUp());

        assertThat(call.only(EndTrunk.class).end().cause()).isEqualTo(Cause.CANCELLED);
        assertThat(call.only(Settle.class).costMicros()).isZero();
    }

    @Test
    void hangingUpBeforeTheLedgerAnsweredTouchesNoTrunk() {
        Drive call = new Drive(PER_MINUTE, "carrier");

        call.on(new OutboundEvent.CallerHungUp());
        call.on(new OutboundEvent.Held(17_000, PLENTY));

        assertThat(call.all(Invite.class)).isEmpty();
        assertThat(call.only(Settle.class).end().sipStatus()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 500, 408, 403, 488})
    void aFailingCarrierIsFollowedByTheNextOne(int status) {
        Drive call = new Drive(PER_MINUTE, "first", "second");
        call.on(new OutboundEvent.Held(17_000, PLENTY));

        assertThat(call.on(new OutboundEvent.TrunkEnded(CallEnd.fromTrunk(status, 0, ""))))
                .containsExactly(new Invite("second"));
        call.on(new OutboundEvent.TrunkEnded(CallEnd.fromTrunk(status, 0, "")));
        assertThat(call.only(Settle.class).end().sipStatus()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(ints = {486, 404, 603, 484})
    void anAnswerByTheCalleesNetworkIsFinal(int status) {
        Drive call = new Drive(PER_MINUTE, "first", "second");
        call.on(new OutboundEvent.Held(17_000, PLENTY));

        call.on(new OutboundEvent.TrunkEnded(CallEnd.fromTrunk(status, 0, "")));

        assertThat(call.all(Invite.class)).hasSize(1);
        assertThat(call.only(Settle.class).end().sipStatus()).isEqualTo(status);
    }

    @Test
    void theHoldIsExtendedAheadOfNeed() {
        Drive call = talking(PER_MINUTE, 17_000);
        call.run(Duration.ofSeconds(24));
        assertThat(call.all(Hold.class)).hasSize(1);

        call.run(Duration.ofSeconds(2));

        assertThat(call.all(Hold.class)).last().isEqualTo(new Hold(34_000));
        call.on(new OutboundEvent.Held(34_000, PLENTY));
        call.run(Duration.ofSeconds(30));
        assertThat(call.all(Settle.class)).isEmpty();
    }

    @Test
    void theCallIsCutWhenTheCreditEndsAndTheCallerIsWarnedBefore() {
        Drive call = talking(PER_MINUTE, 17_000);
        call.run(Duration.ofSeconds(41));
        call.on(new OutboundEvent.CreditShort(3_000, TalkLimit.CREDIT));

        call.run(Duration.ofSeconds(60));

        Settle settle = call.only(Settle.class);
        assertThat(settle.end().cause()).isEqualTo(Cause.CREDIT_EXHAUSTED);
        assertThat(settle.timing().talkMs()).isEqualTo(60_000);
        assertThat(settle.costMicros()).isEqualTo(17_000);
        assertThat(call.only(TellWarning.class).remainingSeconds()).isBetween(15L, 30L);
        assertThat(call.only(EndTrunk.class).end().cause()).isEqualTo(Cause.CREDIT_EXHAUSTED);
    }

    @Test
    void aLateWakeUpNeverChargesMoreThanWasHeld() {
        Drive call = talking(PER_MINUTE, 17_000);
        call.run(Duration.ofSeconds(41));
        call.on(new OutboundEvent.CreditShort(0, TalkLimit.CREDIT));

        call.after(Duration.ofSeconds(25)).on(new OutboundEvent.Wake());

        assertThat(call.only(Settle.class).costMicros()).isEqualTo(17_000);
        assertThat(call.only(Settle.class).timing().talkMs()).isEqualTo(60_000);
    }

    @Test
    void aLedgerThatDoesNotAnswerIsAskedAgainUntilTheHoldIsUsedUp() {
        Drive call = talking(PER_MINUTE, 17_000);
        call.run(Duration.ofSeconds(41));
        for (int i = 0; i < 5; i++) {
            int asked = call.all(Hold.class).size();
            call.on(new OutboundEvent.LedgerUnavailable("gone"));
            assertThat(call.all(Hold.class)).hasSize(asked);
            call.run(Duration.ofSeconds(1));
            assertThat(call.all(Hold.class)).hasSize(asked + 1);
        }
        call.run(Duration.ofSeconds(30));

        assertThat(call.only(Settle.class).end().cause()).isEqualTo(Cause.CREDIT_EXHAUSTED);
        assertThat(call.only(Settle.class).costMicros()).isEqualTo(17_000);
    }

    @Test
    void aLostConnectionIsChargedUpToTheLastMedia() {
        Drive call = talking(PER_SECOND, 60_000);
        Instant answered = call.now;
        call.run(Duration.ofSeconds(30));

        call.on(new OutboundEvent.MediaLost(EndSide.CALLER, answered.plusSeconds(10), "silence"));

        assertThat(call.only(Settle.class).costMicros()).isEqualTo(10_000);
        assertThat(call.only(EndTrunk.class)).isNotNull();
    }

    @Test
    void mediaThatCannotBeUsedIsNotCharged() {
        Drive call = talking(PER_MINUTE, 17_000);

        call.after(Duration.ofSeconds(1)).on(new OutboundEvent.TrunkMediaUnusable("no common codec"));

        assertThat(call.only(Settle.class).costMicros()).isZero();
    }

    @Test
    void aFreeDestinationIsNeverCut() {
        Drive call = talking(PER_SECOND.perMinuteMicros() == 0 ? PER_SECOND : Rate.perSecond("44", "Free", 0), 0);

        call.run(Duration.ofHours(2));

        assertThat(call.all(Settle.class)).isEmpty();
        assertThat(call.all(TellTick.class)).hasSize(7200);
    }

    /** Whatever order things happen in: one settlement, never above the hold, and only after the trunk was told. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8"})
    void anyOrderOfEventsSettlesOnceAndNeverAboveTheHold(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 2_000; run++) {
            Drive call = new Drive(random.nextBoolean() ? PER_MINUTE : PER_SECOND, "first", "second");
            long held = 0;
            for (int i = 0; i < 40 && !(call.last.state() instanceof OutboundState.Ended); i++) {
                call.after(Duration.ofMillis(random.nextInt(30_000)));
                OutboundEvent event = anyEvent(random, call);
                if (event instanceof OutboundEvent.Held(long total, long ignored)) {
                    held = Math.max(held, total);
                }
                call.on(event);
            }
            assertThat(call.all(Settle.class)).as("seed %d run %d", seed, run).hasSizeLessThanOrEqualTo(1);
            for (Settle settle : call.all(Settle.class)) {
                assertThat(settle.costMicros()).as("seed %d run %d", seed, run).isLessThanOrEqualTo(held);
                if (settle.timing().answered() == null) {
                    assertThat(settle.costMicros()).isZero();
                }
            }
        }
    }

    private static OutboundEvent anyEvent(SplittableRandom random, Drive call) {
        long asked = call.all(Hold.class).getLast().totalMicros();
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> new OutboundEvent.Held(asked, PLENTY);
            case 3 -> new OutboundEvent.CreditShort(random.nextLong(60_000), TalkLimit.CREDIT);
            case 4 -> new OutboundEvent.TrunkAlerting();
            case 5 -> new OutboundEvent.TrunkEarlyMedia("early");
            case 6, 7 -> new OutboundEvent.TrunkAnswered("answer");
            case 8 -> new OutboundEvent.TrunkEnded(CallEnd.fromTrunk(503, 0, ""));
            case 9 -> new OutboundEvent.CallerHungUp();
            case 10 -> new OutboundEvent.MediaLost(EndSide.CALLER, call.now.minusSeconds(5), "gone");
            case 11 -> new OutboundEvent.LedgerUnavailable("gone");
            case 12 -> new OutboundEvent.Settled();
            default -> new OutboundEvent.Wake();
        };
    }

    @Test
    void theTickShowsWhatWouldBeChargedNow() {
        Drive call = talking(PER_SECOND, 60_000);

        call.run(Duration.ofSeconds(3));

        assertThat(call.all(TellTick.class)).last().satisfies(tick -> {
            assertThat(tick.talkMs()).isEqualTo(3_000);
            assertThat(tick.costMicros()).isEqualTo(Drive.tariff(PER_SECOND).chargeMicros(3_000));
        });
    }
}
