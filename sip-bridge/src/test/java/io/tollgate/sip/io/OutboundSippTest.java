package io.tollgate.sip.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.sip.cause.SipReason;
import io.tollgate.sip.trunk.CallTimers;
import io.tollgate.sip.trunk.EndSide;
import io.tollgate.sip.trunk.SipEnd;
import io.tollgate.sip.trunk.TrunkEvent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that we place, with SIPp as the carrier. */
@Timeout(60)
class OutboundSippTest {

    @BeforeAll
    static void needsSipp() {
        Sipp.require("sipp");
    }

    @Test
    void ringsIsAnsweredAndHangsUp() throws Exception {
        try (Rig rig = new Rig();
                Sipp carrier = Sipp.answering("uas-answer", rig.carrierPort)) {
            TrunkCall call = rig.call();
            assertThat(rig.await(TrunkEvent.Ringing.class).status()).isEqualTo(180);
            assertThat(rig.await(TrunkEvent.Answered.class).sdp()).contains("m=audio");
            call.cancelOrBye(SipReason.normalClearing());
            SipEnd end = rig.awaitEnd();
            assertThat(end.status()).isEqualTo(200);
            assertThat(end.q850()).isEqualTo(16);
            assertThat(end.side()).isEqualTo(EndSide.LOCAL);
            carrier.assertSucceeded();
            assertThat(call.ladder().lines())
                    .extracting(SipLadder.Line::firstLine)
                    .startsWith("INVITE sip:+442079460123@127.0.0.1:" + rig.carrierPort + ";user=phone SIP/2.0")
                    .contains("SIP/2.0 180 Ringing", "SIP/2.0 200 OK")
                    .anyMatch(line -> line.startsWith("ACK "))
                    .anyMatch(line -> line.startsWith("BYE "));
            assertThat(rig.bridge.counters().of("carrier", SipCounters.OfTrunk.ANSWERED))
                    .isEqualTo(1);
        }
    }

    @Test
    void busyIsBusy() throws Exception {
        try (Rig rig = new Rig();
                Sipp carrier = Sipp.answering("uas-busy", rig.carrierPort)) {
            rig.call();
            SipEnd end = rig.awaitEnd();
            assertThat(end.status()).isEqualTo(486);
            assertThat(end.q850()).isEqualTo(17);
            assertThat(end.word()).isEqualTo("busy");
            assertThat(end.side()).isEqualTo(EndSide.REMOTE);
            carrier.assertSucceeded();
        }
    }

    @Test
    void theCarriersOwnCauseIsBelieved() throws Exception {
        try (Rig rig = new Rig();
                Sipp carrier = Sipp.answering("uas-503", rig.carrierPort)) {
            rig.call();
            SipEnd end = rig.awaitEnd();
            assertThat(end.status()).isEqualTo(503);
            assertThat(end.q850()).isEqualTo(34);
            carrier.assertSucceeded();
        }
    }

    @Test
    void aRedirectIsARefusalThatNamesTheContact() throws Exception {
        try (Rig rig = new Rig();
                Sipp carrier = Sipp.answering("uas-redirect", rig.carrierPort)) {
            rig.call();
            SipEnd end = rig.awaitEnd();
            assertThat(end.status()).isEqualTo(302);
            assertThat(end.detail()).contains("elsewhere@192.0.2.99");
            carrier.assertSucceeded();
        }
    }

    @Test
    void aRingingCallCanBeCancelled() throws Exception {
        try (Rig rig = new Rig();
                Sipp carrier = Sipp.answering("uas-ring-cancel", rig.carrierPort)) {
            TrunkCall call = rig.call();
            rig.await(TrunkEvent.Ringing.class);
            call.cancelOrBye(SipReason.normalClearing());
            assertThat(rig.awaitEnd().status()).isEqualTo(487);
            carrier.assertSucceeded();
            assertThat(call.ladder().lines())
                    .anyMatch(line -> line.firstLine().startsWith("CANCEL ")
                            && line.summary().contains("cause=16"));
        }
    }

    @Test
    void whoNeverAnswersIsCancelled() throws Exception {
        CallTimers impatient = CallTimers.DEFAULT.withNoAnswerMs(500);
        try (Rig rig = new Rig(impatient, invite -> {}, trunk -> trunk);
                Sipp carrier = Sipp.answering("uas-ring-cancel", rig.carrierPort)) {
            rig.call();
            SipEnd end = rig.awaitEnd();
            assertThat(end.q850()).isEqualTo(19);
            assertThat(end.side()).isEqualTo(EndSide.LOCAL);
            carrier.assertSucceeded();
        }
    }

    @Test
    void anAnswerThatCrossesTheCancelIsTakenAndHungUp() throws Exception {
        try (Rig rig = new Rig();
                Sipp carrier = Sipp.answering("uas-cancel-race", rig.carrierPort)) {
            TrunkCall call = rig.call();
            rig.await(TrunkEvent.Ringing.class);
            call.cancelOrBye(SipReason.normalClearing());
            SipEnd end = rig.awaitEnd();
            assertThat(end.status()).isEqualTo(487);
            assertThat(rig.seen).noneMatch(TrunkEvent.Answered.class::isInstance);
            carrier.assertSucceeded();
        }
    }

    @Test
    void earlyMediaComesBeforeTheAnswer() throws Exception {
        try (Rig rig = new Rig();
                Sipp carrier = Sipp.answering("uas-early", rig.carrierPort)) {
            TrunkCall call = rig.call();
            TrunkEvent.EarlyMedia early = rig.await(TrunkEvent.EarlyMedia.class);
            assertThat(early.status()).isEqualTo(183);
            assertThat(early.sdp()).contains("m=audio");
            rig.await(TrunkEvent.Answered.class);
            call.cancelOrBye(SipReason.normalClearing());
            carrier.assertSucceeded();
        }
    }

    @Test
    void challengesAreAnsweredOnce() throws Exception {
        for (String scenario : new String[] {"uas-401", "uas-407"}) {
            try (Rig rig = new Rig();
                    Sipp carrier = Sipp.answering(scenario, rig.carrierPort)) {
                TrunkCall call = rig.call();
                rig.await(TrunkEvent.Answered.class);
                call.cancelOrBye(SipReason.normalClearing());
                rig.awaitEnd();
                carrier.assertSucceeded();
            }
        }
    }

    @Test
    void refusedCredentialsEndTheCall() throws Exception {
        try (Rig rig = new Rig();
                Sipp carrier = Sipp.answering("uas-wrong-password", rig.carrierPort)) {
            rig.call();
            SipEnd end = rig.awaitEnd();
            assertThat(end.status()).isEqualTo(407);
            assertThat(end.detail()).contains("credentials");
            carrier.assertSucceeded();
        }
    }

    @Test
    void theCarrierHangsUp() throws Exception {
        try (Rig rig = new Rig();
                Sipp carrier = Sipp.answering("uas-bye", rig.carrierPort)) {
            rig.call();
            rig.await(TrunkEvent.Answered.class);
            SipEnd end = rig.awaitEnd();
            assertThat(end.side()).isEqualTo(EndSide.REMOTE);
            assertThat(end.q850()).isEqualTo(16);
            carrier.assertSucceeded();
        }
    }

    @Test
    void theCarrierHoldsRefreshesProbesAndHangsUp() throws Exception {
        try (Rig rig = new Rig();
                Sipp carrier = Sipp.answering("uas-hold", rig.carrierPort)) {
            rig.call(offer -> Rig.OFFER + "a=recvonly\r\n");
            TrunkEvent.Reoffered held = rig.await(TrunkEvent.Reoffered.class);
            assertThat(held.offer()).contains("a=sendonly");
            rig.awaitEnd();
            carrier.assertSucceeded();
        }
    }

    @Test
    void aChangeThatTheMediaSideRefusesLeavesTheCallUp() throws Exception {
        try (Rig rig = new Rig();
                Sipp carrier = Sipp.answering("uas-refused-offer", rig.carrierPort)) {
            rig.call();
            rig.await(TrunkEvent.Answered.class);
            assertThat(rig.awaitEnd().side()).isEqualTo(EndSide.REMOTE);
            carrier.assertSucceeded();
        }
    }

    @Test
    void theSecondAnswerOfAForkedCallIsEnded() throws Exception {
        try (Rig rig = new Rig();
                Sipp carrier = Sipp.answering("uas-fork", rig.carrierPort)) {
            TrunkCall call = rig.call();
            rig.await(TrunkEvent.Answered.class);
            long deadline = System.nanoTime() + 5_000_000_000L;
            while (System.nanoTime() - deadline < 0
                    && call.ladder().lines().stream()
                            .noneMatch(line -> line.firstLine().startsWith("BYE sip:fork2"))) {
                Thread.onSpinWait();
            }
            call.cancelOrBye(SipReason.normalClearing());
            rig.awaitEnd();
            carrier.assertSucceeded();
        }
    }

    @Test
    void aTrunkThatIsNotThereIsReportedInTime() throws Exception {
        CallTimers impatient = new CallTimers(800, 60_000, 180_000, 5_000, 32_000, 500, 4_000);
        try (Rig rig = new Rig(impatient, invite -> {}, trunk -> trunk)) {
            rig.call();
            SipEnd end = rig.awaitEnd();
            assertThat(end.side()).isEqualTo(EndSide.NETWORK);
            assertThat(end.status()).isIn(408, 503);
        }
    }
}
