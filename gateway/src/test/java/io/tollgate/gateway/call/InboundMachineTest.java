package io.tollgate.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.call.InboundAction.AnswerTrunk;
import io.tollgate.gateway.call.InboundAction.ConnectDevice;
import io.tollgate.gateway.call.InboundAction.EndTrunk;
import io.tollgate.gateway.call.InboundAction.Ring;
import io.tollgate.gateway.call.InboundAction.SendRinging;
import io.tollgate.gateway.call.InboundAction.Settle;
import io.tollgate.gateway.call.InboundAction.StopRinging;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InboundMachineTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private static final class Drive {
        final List<InboundAction> actions = new ArrayList<>();
        Instant now = START;
        Step<InboundState, InboundAction> last;

        Drive(String... devices) {
            last = InboundMachine.start(new InboundSetup(
                    new UUID(0, 2),
                    "alice",
                    "+442079460201",
                    "+442079460999",
                    "carrier",
                    List.of(devices),
                    START,
                    Duration.ofSeconds(45),
                    Duration.ofSeconds(10)));
            actions.addAll(last.actions());
        }

        List<InboundAction> on(InboundEvent event) {
            last = InboundMachine.on(last.state(), event, now);
            actions.addAll(last.actions());
            return last.actions();
        }

        Drive after(Duration pause) {
            now = now.plus(pause);
            return this;
        }

        <T extends InboundAction> List<T> all(Class<T> type) {
            return actions.stream().filter(type::isInstance).map(type::cast).toList();
        }

        <T extends InboundAction> T only(Class<T> type) {
            assertThat(all(type)).hasSize(1);
            return all(type).getFirst();
        }
    }

    @Test
    void allDevicesRingAndTheCarrierHearsItOnce() {
        Drive call = new Drive("phone", "laptop");

        assertThat(call.all(Ring.class)).containsExactly(new Ring("phone"), new Ring("laptop"));
        call.on(new InboundEvent.DeviceRinging("phone"));
        call.on(new InboundEvent.DeviceRinging("laptop"));
        assertThat(call.all(SendRinging.class)).hasSize(1);
    }

    @Test
    void theFirstAnswerWinsAndTheOthersStopRinging() {
        Drive call = new Drive("phone", "laptop");
        call.on(new InboundEvent.DeviceRinging("phone"));

        assertThat(call.on(new InboundEvent.DeviceAccepted("laptop", "offer")))
                .containsExactly(new StopRinging("phone", "answered-elsewhere"), new ConnectDevice("laptop", "offer"));
        assertThat(call.on(new InboundEvent.DeviceAccepted("phone", "late")))
                .containsExactly(new StopRinging("phone", "answered-elsewhere"));
        assertThat(call.all(AnswerTrunk.class)).isEmpty();

        call.on(new InboundEvent.DeviceConnected("laptop"));
        assertThat(call.only(AnswerTrunk.class)).isNotNull();
    }

    @Test
    void aDeclineSpeaksForAllDevicesOfTheUser() {
        Drive call = new Drive("phone", "laptop");

        call.on(new InboundEvent.DeviceDeclined("phone", false));

        assertThat(call.all(StopRinging.class)).containsExactly(new StopRinging("laptop", "declined-elsewhere"));
        assertThat(call.only(EndTrunk.class).end().sipStatus()).isEqualTo(603);
        assertThat(call.only(Settle.class).end().cause()).isEqualTo(Cause.DECLINED);
    }

    @Test
    void devicesThatCannotBeReachedAreNobody() {
        Drive call = new Drive("phone", "laptop");

        call.on(new InboundEvent.DeviceUnreachable("phone"));
        assertThat(call.all(EndTrunk.class)).isEmpty();
        call.on(new InboundEvent.DeviceUnreachable("laptop"));

        assertThat(call.only(EndTrunk.class).end().sipStatus()).isEqualTo(480);
        assertThat(call.only(Settle.class).end().cause()).isEqualTo(Cause.NOBODY_THERE);
    }

    @Test
    void ringingEndsUnansweredAfterItsTime() {
        Drive call = new Drive("phone");
        assertThat(call.last.wakeAt()).isEqualTo(START.plusSeconds(45));

        call.after(Duration.ofSeconds(45)).on(new InboundEvent.Wake());

        assertThat(call.all(StopRinging.class)).containsExactly(new StopRinging("phone", "no-answer"));
        assertThat(call.only(EndTrunk.class).end().sipStatus()).isEqualTo(408);
    }

    @Test
    void aCallerWhoGivesUpStopsTheRinging() {
        Drive call = new Drive("phone", "laptop");

        call.on(new InboundEvent.TrunkEnded(new CallEnd(EndSide.CALLER, Cause.CANCELLED, 487, 16, "")));

        assertThat(call.all(StopRinging.class))
                .containsExactlyInAnyOrder(
                        new StopRinging("phone", "caller-gave-up"), new StopRinging("laptop", "caller-gave-up"));
        assertThat(call.all(EndTrunk.class)).isEmpty();
    }

    @Test
    void aDeviceWhoseMediaDoesNotComeUpDoesNotAnswerTheCarrier() {
        Drive call = new Drive("phone");
        call.on(new InboundEvent.DeviceAccepted("phone", "offer"));

        call.after(Duration.ofSeconds(10)).on(new InboundEvent.Wake());

        assertThat(call.all(AnswerTrunk.class)).isEmpty();
        assertThat(call.only(EndTrunk.class).end().sipStatus()).isEqualTo(480);
    }

    @Test
    void talkTimeRunsFromTheConnectedDeviceToTheHangUp() {
        Drive call = new Drive("phone");
        call.on(new InboundEvent.DeviceAccepted("phone", "offer"));
        call.after(Duration.ofMillis(300)).on(new InboundEvent.DeviceConnected("phone"));

        call.after(Duration.ofSeconds(12)).on(new InboundEvent.UserHungUp("phone"));

        assertThat(call.only(Settle.class).timing().talkMs()).isEqualTo(12_000);
        assertThat(call.only(EndTrunk.class).end().cause()).isEqualTo(Cause.NORMAL);
    }

    @Test
    void aDeviceThatAcceptsAfterTheEndIsNotLeftRinging() {
        Drive call = new Drive("phone");
        call.on(new InboundEvent.TrunkEnded(new CallEnd(EndSide.CALLER, Cause.CANCELLED, 487, 16, "")));
        call.on(new InboundEvent.Settled());

        assertThat(call.on(new InboundEvent.DeviceAccepted("phone", "offer")))
                .containsExactly(new StopRinging("phone", "caller-gave-up"));
    }

    @Test
    void aStrangerCannotAcceptOrEndTheCall() {
        Drive call = new Drive("phone");

        assertThat(call.on(new InboundEvent.DeviceAccepted("stranger", "offer")))
                .isEmpty();
        assertThat(call.on(new InboundEvent.DeviceDeclined("stranger", false))).isEmpty();
        assertThat(call.last.state()).isInstanceOf(InboundState.Offering.class);
    }
}
