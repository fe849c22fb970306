package io.tollgate.overlay.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.overlay.message.CallKey;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.CallMessage.EndSide;
import io.tollgate.overlay.message.Price;
import io.tollgate.overlay.message.Quality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerCallTest {
    private static final long MS = 1_000_000L;
    private static final Price PRICE = new Price(17_000, "EUR", 0, 60, 60);
    private static final CallMessage.Accepted ACCEPTED =
            new CallMessage.Accepted("+442079460123", "United Kingdom", PRICE, 35_000);
    private static final CallMessage.AnswerSdp ANSWER_SDP = new CallMessage.AnswerSdp("v=0", "opus/48000/2");
    private static final CallMessage.Answered ANSWERED = new CallMessage.Answered(Instant.EPOCH);
    private static final CallMessage.Accept OFFER =
            new CallMessage.Accept("bob", Instant.EPOCH, "id", List.of(), "v=0");

    /** Drives a call through time and keeps what it did. */
    private static final class Drive {
        PeerState state;
        long nowNs;
        final List<PeerAction> actions = new ArrayList<>();

        Drive(PeerState state) {
            this.state = state;
        }

        Drive give(PeerInput input, long atMs) {
            nowNs = atMs * MS;
            PeerCall.Step step = PeerCall.on(state, input, nowNs);
            state = step.state();
            actions.addAll(step.actions());
            return this;
        }

        Drive hear(CallMessage.ToPeer message, long atMs) {
            return give(new PeerInput.Received(message), atMs);
        }

        PeerResult result() {
            List<PeerAction.Finish> ends = actions.stream()
                    .filter(PeerAction.Finish.class::isInstance)
                    .map(PeerAction.Finish.class::cast)
                    .toList();
            assertThat(ends).hasSize(1);
            return ends.getFirst().result();
        }

        List<CallMessage.ToGateway> sent() {
            return actions.stream()
                    .filter(PeerAction.Send.class::isInstance)
                    .map(a -> ((PeerAction.Send) a).message())
                    .toList();
        }
    }

    private static Drive call() {
        return new Drive(PeerState.calling(0));
    }

    private static Drive ring() {
        CallMessage.Ring ring = new CallMessage.Ring(
                "+442079460999", null, "+442079460202", Instant.EPOCH, "id", new CallKey(new byte[32]));
        return new Drive(PeerState.ringing(ring, 0));
    }

    @Test
    void anAnsweredCallTellsItsTimesAndItsPrice() {
        Drive drive = call().hear(ACCEPTED, 50)
                .hear(ANSWER_SDP, 60)
                .hear(new CallMessage.Ringing(false), 200)
                .hear(ANSWERED, 1_250)
                .hear(ended("normal", EndSide.CALLEE, 200, 10_000), 11_250);
        PeerResult result = drive.result();
        assertThat(result.outcome()).isEqualTo(PeerResult.Outcome.ANSWERED);
        assertThat(result.setupMs()).isEqualTo(200);
        assertThat(result.ringMs()).isEqualTo(1_050);
        assertThat(result.talkMs()).isEqualTo(10_000);
        assertThat(result.price()).hasToString("0.017 EUR");
        assertThat(result.balance()).hasToString("9.983 EUR");
        assertThat(drive.actions).contains(new PeerAction.ConnectMedia("v=0"), new PeerAction.StartTalking());
        assertThat(result.givenPackets(0).outcome()).isEqualTo(PeerResult.Outcome.NO_MEDIA);
        assertThat(result.givenPackets(1)).isEqualTo(result);
    }

    @Test
    void anAnswerWithoutRingingHasNoRingingTime() {
        Drive drive = call().hear(ACCEPTED, 50).hear(ANSWER_SDP, 60).hear(ANSWERED, 90);
        PeerResult result =
                drive.hear(ended("normal", EndSide.CALLER, 0, 2_000), 2_090).result();
        assertThat(result.setupMs()).isEqualTo(90);
        assertThat(result.ringMs()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "false, no-credit,            GATEWAY, 0,   REFUSED",
        "false, no-credit,            GATEWAY, 402, REFUSED",
        "false, emergency,            GATEWAY, 0,   REFUSED",
        "false, blocked-destination,  GATEWAY, 0,   REFUSED",
        "false, invalid-number,       GATEWAY, 0,   REFUSED",
        "false, gateway-failure,      GATEWAY, 0,   FAILED",
        "false, no-trunk,             GATEWAY, 503, FAILED",
        "true,  busy,                 CALLEE,  486, NOT_ANSWERED",
        "true,  declined,             CALLEE,  603, NOT_ANSWERED",
        "true,  unallocated,          NETWORK, 404, NOT_ANSWERED",
        "true,  invalid-number,       NETWORK, 484, NOT_ANSWERED",
        "true,  no-answer,            CALLEE,  480, NOT_ANSWERED",
        "true,  no-answer,            GATEWAY, 0,   NOT_ANSWERED",
        "true,  carrier-failure,      NETWORK, 503, FAILED",
        "true,  something-new,        NETWORK, 503, FAILED",
        "true,  something-new,        NETWORK, 480, NOT_ANSWERED",
        "true,  media-lost,           GATEWAY, 0,   NO_MEDIA",
    })
    void anUnansweredCallIsSortedByWhoRefusedIt(
            boolean accepted, String cause, EndSide side, int sip, PeerResult.Outcome expected) {
        Drive drive = call();
        if (accepted) {
            drive.hear(ACCEPTED, 10);
        }
        PeerResult result = drive.hear(ended(cause, side, sip, 0), 300).result();
        assertThat(result.outcome()).isEqualTo(expected);
        assertThat(result.cause()).isEqualTo(cause);
        assertThat(result.sipStatus()).isEqualTo(sip);
        assertThat(result.givenPackets(0)).isEqualTo(result);
    }

    @Test
    void hangingUpWaitsForTheGatewaysLastWord() {
        Drive drive = call().hear(ACCEPTED, 10)
                .hear(ANSWERED, 100)
                .give(new PeerInput.HangUp(), 5_100)
                .give(new PeerInput.Tick(), 10_000)
                .hear(ended("normal", EndSide.CALLER, 200, 5_000), 10_050);
        assertThat(drive.sent()).containsExactly(new CallMessage.Hangup());
        assertThat(drive.result().outcome()).isEqualTo(PeerResult.Outcome.ANSWERED);
        assertThat(drive.result().price()).isNotNull();
    }

    @Test
    void hangingUpEndsAfterFiveSecondsWithoutALastWord() {
        Drive drive = call().hear(ACCEPTED, 10)
                .hear(ANSWERED, 100)
                .give(new PeerInput.HangUp(), 5_100)
                .give(new PeerInput.Tick(), 10_099);
        assertThat(drive.state).isInstanceOf(PeerState.HangingUp.class);
        drive.give(new PeerInput.Tick(), 10_100);
        assertThat(drive.result().outcome()).isEqualTo(PeerResult.Outcome.ANSWERED);
        assertThat(drive.result().talkMs()).isEqualTo(5_000);
        assertThat(drive.result().price()).isNull();
    }

    @Test
    void hangingUpWhileItRingsIsNoAnsweredCall() {
        Drive drive = call().hear(ACCEPTED, 10)
                .hear(new CallMessage.Ringing(false), 100)
                .give(new PeerInput.HangUp(), 3_100)
                .hear(ended("cancelled", EndSide.CALLER, 487, 0), 3_200);
        assertThat(drive.result().outcome()).isEqualTo(PeerResult.Outcome.NOT_ANSWERED);
        assertThat(drive.result().ringMs()).isEqualTo(3_000);
    }

    @Test
    void aSilentGatewayFailsTheCallAfterFifteenSeconds() {
        Drive drive = call().give(new PeerInput.Tick(), 14_999);
        assertThat(drive.actions).isEmpty();
        assertThat(drive.give(new PeerInput.Tick(), 15_000).result().outcome()).isEqualTo(PeerResult.Outcome.FAILED);
    }

    @Test
    void brokenMediaHangsUpAndSaysSo() {
        Drive drive = call().hear(ACCEPTED, 10)
                .hear(ANSWER_SDP, 20)
                .give(new PeerInput.MediaBroken("no candidate pair answered"), 15_000);
        assertThat(drive.sent()).containsExactly(new CallMessage.Hangup());
        assertThat(drive.result().outcome()).isEqualTo(PeerResult.Outcome.NO_MEDIA);
        assertThat(drive.result().text()).contains("no candidate pair answered");
    }

    @Test
    void anIncomingCallIsAnsweredWithOurOffer() {
        Drive drive = ring().give(new PeerInput.Answer(OFFER), 2_000)
                .hear(ANSWER_SDP, 2_100)
                .hear(ANSWERED, 2_200)
                .hear(ended("normal", EndSide.CALLER, 200, 4_000), 6_200);
        assertThat(drive.sent()).containsExactly(OFFER);
        assertThat(drive.result().outcome()).isEqualTo(PeerResult.Outcome.ANSWERED);
        assertThat(drive.result().ringMs()).isEqualTo(2_000);
        assertThat(drive.actions).contains(new PeerAction.ConnectMedia("v=0"), new PeerAction.StartTalking());
    }

    @Test
    void anIncomingCallCanBeDeclinedAndCanBeTakenElsewhere() {
        Drive declined = ring().give(new PeerInput.Refuse(CallMessage.DeclineReason.DECLINED), 100);
        assertThat(declined.sent()).containsExactly(new CallMessage.Decline(CallMessage.DeclineReason.DECLINED));
        assertThat(declined.result().outcome()).isEqualTo(PeerResult.Outcome.NOT_ANSWERED);
        Drive elsewhere = ring().hear(new CallMessage.StopRinging(CallMessage.StopReason.ANSWERED_ELSEWHERE), 100);
        assertThat(elsewhere.result().cause()).isEqualTo("answered-elsewhere");
    }

    @Test
    void keysGoOutWhileTalkingOrHearingAnAnnouncementOnly() {
        Drive drive = call().give(new PeerInput.Keys("1"), 1)
                .hear(ACCEPTED, 10)
                .hear(new CallMessage.Ringing(true), 20)
                .give(new PeerInput.Keys("2"), 30)
                .hear(ANSWERED, 40)
                .give(new PeerInput.Keys("3"), 50);
        assertThat(drive.actions).contains(new PeerAction.SendKeys("2"), new PeerAction.SendKeys("3"));
        assertThat(drive.actions).doesNotContain(new PeerAction.SendKeys("1"));
    }

    @Test
    void amountsHaveTwoDecimalsOrAsManyAsTheyNeed() {
        assertThat(new PeerResult.Amount(10_000_000, "EUR")).hasToString("10.00 EUR");
        assertThat(new PeerResult.Amount(0, "EUR")).hasToString("0.00 EUR");
        assertThat(new PeerResult.Amount(-1, "EUR")).hasToString("-0.000001 EUR");
        assertThat(new PeerResult.Amount(1_500_000, "GBP")).hasToString("1.50 GBP");
    }

    @Test
    void whateverComesInWhateverOrderACallFinishesAtMostOnceAndThenStaysSilent() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 3_000; run++) {
            Drive drive = random.nextBoolean() ? call() : ring();
            long at = 0;
            for (int step = 0; step < 40; step++) {
                at += random.nextInt(4_000);
                boolean wasOver = drive.state instanceof PeerState.Over;
                int before = drive.actions.size();
                drive.give(anything(random), at);
                if (wasOver) {
                    assertThat(drive.actions).as("seed %d run %d", seed, run).hasSize(before);
                }
            }
            long finishes = drive.actions.stream()
                    .filter(PeerAction.Finish.class::isInstance)
                    .count();
            assertThat(finishes)
                    .as("seed %d run %d", seed, run)
                    .isEqualTo(drive.state instanceof PeerState.Over ? 1 : 0);
        }
    }

    private static PeerInput anything(SplittableRandom random) {
        return switch (random.nextInt(16)) {
            case 0 -> new PeerInput.Received(ACCEPTED);
            case 1 -> new PeerInput.Received(ANSWER_SDP);
            case 2 -> new PeerInput.Received(new CallMessage.Ringing(random.nextBoolean()));
            case 3 -> new PeerInput.Received(ANSWERED);
            case 4 -> new PeerInput.Received(ended("normal", EndSide.CALLER, 200, 1_000));
            case 5 -> new PeerInput.Received(new CallMessage.StopRinging(CallMessage.StopReason.NO_ANSWER));
            case 6 -> new PeerInput.Received(new CallMessage.Warning(10, CallMessage.WarningReason.CREDIT));
            case 7 -> new PeerInput.Received(new CallMessage.Tick(1, 1, "EUR", 1, 1, new Quality(0, 0, 0, 0, 0)));
            case 8 -> new PeerInput.HangUp();
            case 9 -> new PeerInput.Keys("5");
            case 10 -> new PeerInput.Answer(OFFER);
            case 11 -> new PeerInput.Refuse(CallMessage.DeclineReason.BUSY);
            case 12 -> new PeerInput.MediaBroken("test");
            case 13 -> new PeerInput.Undeliverable();
            default -> new PeerInput.Tick();
        };
    }

    private static CallMessage.Ended ended(String cause, EndSide side, int sip, long talkMs) {
        return new CallMessage.Ended(
                cause, side, "words", sip, 16, 0, talkMs, 0, 17_000, "EUR", 9_983_000, "+442079460123", null);
    }
}
