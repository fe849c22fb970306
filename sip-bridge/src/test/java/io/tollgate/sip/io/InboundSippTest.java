package io.tollgate.sip.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.sip.cause.SipReason;
import io.tollgate.sip.trunk.CallTimers;
import io.tollgate.sip.trunk.EndSide;
import io.tollgate.sip.trunk.SipEnd;
import io.tollgate.sip.trunk.TrunkEvent;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that the carrier places, with SIPp as the carrier. */
@Timeout(60)
class InboundSippTest {

    private static final String NUMBER = "+442079460201";

    @BeforeAll
    static void needsSipp() {
        Sipp.require("sipp");
    }

    private static Rig rig(Consumer<InboundInvite> onInvite) {
        return new Rig(CallTimers.DEFAULT, onInvite, trunk -> trunk);
    }

    private static void ringAndAnswer(InboundInvite invite) {
        invite.call().ringing();
        invite.call().answer(Rig.OFFER);
    }

    @Test
    void isAnsweredAndTheCallerHangsUp() throws Exception {
        try (Rig rig = rig(InboundSippTest::ringAndAnswer);
                Sipp carrier = Sipp.calling("uac-call", rig.carrierPort, rig.port, NUMBER)) {
            InboundInvite invite = rig.awaitInvite();
            assertThat(invite.calledNumber()).isEqualTo(NUMBER);
            assertThat(invite.caller().number()).isEqualTo("+442079460999");
            assertThat(invite.caller().withheld()).isFalse();
            assertThat(invite.sdpOffer()).contains("m=audio");
            rig.await(TrunkEvent.Confirmed.class);
            SipEnd end = rig.awaitEnd();
            assertThat(end.side()).isEqualTo(EndSide.REMOTE);
            carrier.assertSucceeded();
        }
    }

    @Test
    void isAnsweredAndWeHangUp() throws Exception {
        try (Rig rig = rig(InboundSippTest::ringAndAnswer);
                Sipp carrier = Sipp.calling("uac-answered-bye", rig.carrierPort, rig.port, NUMBER)) {
            rig.await(TrunkEvent.Confirmed.class);
            rig.awaitInvite().call().bye(SipReason.normalClearing());
            assertThat(rig.awaitEnd().side()).isEqualTo(EndSide.LOCAL);
            carrier.assertSucceeded();
        }
    }

    @Test
    void aHangUpBeforeTheAckWaitsForIt() throws Exception {
        try (Rig rig = rig(invite -> {
                    ringAndAnswer(invite);
                    invite.call().bye(SipReason.normalClearing());
                });
                Sipp carrier = Sipp.calling("uac-late-ack", rig.carrierPort, rig.port, NUMBER)) {
            assertThat(rig.awaitEnd().side()).isEqualTo(EndSide.LOCAL);
            carrier.assertSucceeded();
        }
    }

    @Test
    void earlyMediaCanBeSent() throws Exception {
        try (Rig rig = rig(invite -> {
                    invite.call().earlyMedia(Rig.OFFER);
                    invite.call().answer(Rig.OFFER);
                });
                Sipp carrier = Sipp.calling("uac-early", rig.carrierPort, rig.port, NUMBER)) {
            rig.await(TrunkEvent.Confirmed.class);
            rig.awaitInvite().call().bye(SipReason.normalClearing());
            carrier.assertSucceeded();
        }
    }

    @Test
    void theCallerGivesUpWhileItRings() throws Exception {
        try (Rig rig = rig(invite -> invite.call().ringing());
                Sipp carrier = Sipp.calling("uac-cancel", rig.carrierPort, rig.port, NUMBER)) {
            SipEnd end = rig.awaitEnd();
            assertThat(end.status()).isEqualTo(487);
            assertThat(end.side()).isEqualTo(EndSide.REMOTE);
            assertThat(end.q850()).isEqualTo(16);
            carrier.assertSucceeded();
        }
    }

    @Test
    void reliableProvisionalsAreRefusedByName() throws Exception {
        try (Rig rig = rig(InboundSippTest::ringAndAnswer);
                Sipp carrier = Sipp.calling("uac-100rel", rig.carrierPort, rig.port, NUMBER)) {
            carrier.assertSucceeded();
            assertThat(rig.invites).isEmpty();
        }
    }

    @Test
    void aRefusalCarriesItsReason() throws Exception {
        try (Rig rig = rig(invite -> invite.call().reject(480, "Temporarily Unavailable", SipReason.q850(20)));
                Sipp carrier = Sipp.calling("uac-rejected", rig.carrierPort, rig.port, NUMBER)) {
            assertThat(rig.awaitEnd().side()).isEqualTo(EndSide.LOCAL);
            carrier.assertSucceeded();
        }
    }

    @Test
    void aSessionTimerIsAgreed() throws Exception {
        try (Rig rig = rig(InboundSippTest::ringAndAnswer);
                Sipp carrier = Sipp.calling("uac-timer", rig.carrierPort, rig.port, NUMBER)) {
            rig.await(TrunkEvent.Confirmed.class);
            rig.awaitInvite().call().bye(SipReason.normalClearing());
            carrier.assertSucceeded();
        }
    }

    @Test
    void optionsOfATrunkAreAnswered() throws Exception {
        try (Rig rig = rig(invite -> {});
                Sipp carrier = Sipp.calling("uac-options", rig.carrierPort, rig.port, NUMBER)) {
            carrier.assertSucceeded();
        }
    }
}
