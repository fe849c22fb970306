package io.tollgate.gateway.call;

import io.tollgate.gateway.call.InboundAction.AnswerTrunk;
import io.tollgate.gateway.call.InboundAction.CloseMedia;
import io.tollgate.gateway.call.InboundAction.ConnectDevice;
import io.tollgate.gateway.call.InboundAction.EndTrunk;
import io.tollgate.gateway.call.InboundAction.Ring;
import io.tollgate.gateway.call.InboundAction.SendRinging;
import io.tollgate.gateway.call.InboundAction.Settle;
import io.tollgate.gateway.call.InboundAction.StopRinging;
import io.tollgate.gateway.call.InboundAction.TellAnswered;
import io.tollgate.gateway.call.InboundAction.TellEnded;
import io.tollgate.gateway.call.InboundAction.TellTick;
import io.tollgate.gateway.call.InboundEvent.DeviceAccepted;
import io.tollgate.gateway.call.InboundEvent.DeviceConnected;
import io.tollgate.gateway.call.InboundEvent.DeviceDeclined;
import io.tollgate.gateway.call.InboundEvent.DeviceMediaFailed;
import io.tollgate.gateway.call.InboundEvent.DeviceRinging;
import io.tollgate.gateway.call.InboundEvent.DeviceUnreachable;
import io.tollgate.gateway.call.InboundEvent.Failed;
import io.tollgate.gateway.call.InboundEvent.MediaLost;
import io.tollgate.gateway.call.InboundEvent.OperatorEnded;
import io.tollgate.gateway.call.InboundEvent.Settled;
import io.tollgate.gateway.call.InboundEvent.ShuttingDown;
import io.tollgate.gateway.call.InboundEvent.TrunkEnded;
import io.tollgate.gateway.call.InboundEvent.UserHungUp;
import io.tollgate.gateway.call.InboundEvent.Wake;
import io.tollgate.gateway.call.InboundState.Closing;
import io.tollgate.gateway.call.InboundState.Connecting;
import io.tollgate.gateway.call.InboundState.Ended;
import io.tollgate.gateway.call.InboundState.Offering;
import io.tollgate.gateway.call.InboundState.Talking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call from a phone to a user: ring every device, connect the first that accepts, answer the carrier when its media
 * is up.
 *
 * <p>The carrier's 200 waits for the device's keys, so that the first word is not lost; its caller pays from that
 * moment. A device that accepts too late hears that the call was answered elsewhere.
 */
public final class InboundMachine {
    private static final Duration TICK = Duration.ofSeconds(1);

    private InboundMachine() {}

    /** The first step: ring everybody. */
    public static Step<InboundState, InboundAction> start(InboundSetup setup) {
        List<InboundAction> actions = new ArrayList<>();
        setup.devices().forEach(device -> actions.add(new Ring(device)));
        Instant until = setup.startedAt().plus(setup.ringFor());
        Offering offering =
                new Offering(setup, Timing.startedAt(setup.startedAt()), new HashSet<>(setup.devices()), false, until);
        return step(offering, actions, until);
    }

    /** The next step after {@code event}; total: an event that means nothing in a state changes nothing. */
    public static Step<InboundState, InboundAction> on(InboundState state, InboundEvent event, Instant now) {
        return switch (state) {
            case Offering s -> offering(s, event, now);
            case Connecting s -> connecting(s, event, now);
            case Talking s -> talking(s, event, now);
            case Closing s -> closing(s, event);
            case Ended s -> late(s, event);
        };
    }

    private static Step<InboundState, InboundAction> offering(Offering s, InboundEvent event, Instant now) {
        return switch (event) {
            case DeviceRinging ringing -> ringing(s, ringing.device(), now);
            case DeviceAccepted accepted -> accept(s, accepted, now);
            case DeviceDeclined declined -> without(s, declined.device(), true, now);
            case DeviceUnreachable gone -> without(s, gone.device(), false, now);
            case DeviceMediaFailed failed -> without(s, failed.device(), false, now);
            case UserHungUp hungUp -> without(s, hungUp.device(), true, now);
            case TrunkEnded ended -> stopRinging(s, ended.end(), "caller-gave-up", false, now);
            case OperatorEnded operator ->
                stopRinging(
                        s,
                        CallEnd.of(EndSide.GATEWAY, Cause.DECLINED, operator.actor()),
                        "declined-elsewhere",
                        true,
                        now);
            case Failed failed ->
                stopRinging(
                        s, CallEnd.of(EndSide.GATEWAY, Cause.GATEWAY_FAILURE, failed.detail()), "no-answer", true, now);
            case ShuttingDown ignored ->
                stopRinging(s, CallEnd.of(EndSide.GATEWAY, Cause.SHUTDOWN, ""), "no-answer", true, now);
            case Wake ignored ->
                now.isBefore(s.until())
                        ? step(s, List.of(), s.until())
                        : stopRinging(s, CallEnd.of(EndSide.CALLEE, Cause.NO_ANSWER, ""), "no-answer", true, now);
            case DeviceConnected ignored -> step(s, List.of(), s.until());
            case MediaLost ignored -> step(s, List.of(), s.until());
            case Settled ignored -> step(s, List.of(), s.until());
        };
    }

    private static Step<InboundState, InboundAction> ringing(Offering s, String device, Instant now) {
        if (!s.waiting().contains(device) || s.timing().alerting() != null) {
            return step(s, List.of(), s.until());
        }
        return step(
                new Offering(s.setup(), s.timing().alertingAt(now), s.waiting(), s.declined(), s.until()),
                List.of(new SendRinging()),
                s.until());
    }

    private static Step<InboundState, InboundAction> accept(Offering s, DeviceAccepted accepted, Instant now) {
        if (!s.waiting().contains(accepted.device())) {
            return step(s, List.of(), s.until());
        }
        List<InboundAction> actions = new ArrayList<>();
        for (String other : s.waiting()) {
            if (!other.equals(accepted.device())) {
                actions.add(new StopRinging(other, "answered-elsewhere"));
            }
        }
        actions.add(new ConnectDevice(accepted.device(), accepted.sdp()));
        Instant until = now.plus(s.setup().connectFor());
        return step(new Connecting(s.setup(), s.timing().alertingAt(now), accepted.device(), until), actions, until);
    }

    /** One device fewer; when none is left the caller is told why. */
    private static Step<InboundState, InboundAction> without(Offering s, String device, boolean declined, Instant now) {
        Set<String> waiting = new HashSet<>(s.waiting());
        if (!waiting.remove(device)) {
            return step(s, List.of(), s.until());
        }
        boolean anyDeclined = s.declined() || declined;
        Offering next = new Offering(s.setup(), s.timing(), waiting, anyDeclined, s.until());
        // One person owns all of these devices: a deliberate "no" on one of them speaks for the others.
        if (declined) {
            return stopRinging(next, CallEnd.of(EndSide.CALLEE, Cause.DECLINED, ""), "declined-elsewhere", true, now);
        }
        if (waiting.isEmpty()) {
            return stopRinging(next, CallEnd.of(EndSide.GATEWAY, Cause.NOBODY_THERE, ""), "no-answer", true, now);
        }
        return step(next, List.of(), s.until());
    }

    private static Step<InboundState, InboundAction> stopRinging(
            Offering s, CallEnd end, String reason, boolean endTrunk, Instant now) {
        List<InboundAction> actions = new ArrayList<>();
        s.waiting().forEach(device -> actions.add(new StopRinging(device, reason)));
        return end(s, end, now, endTrunk, actions);
    }

    private static Step<InboundState, InboundAction> connecting(Connecting s, InboundEvent event, Instant now) {
        return switch (event) {
            case DeviceConnected connected ->
                connected.device().equals(s.device())
                        ? step(
                                new Talking(s.setup(), s.timing().answeredAt(now), s.device(), now.plus(TICK)),
                                List.of(new AnswerTrunk(), new TellAnswered(s.device())),
                                now.plus(TICK))
                        : step(s, List.of(), s.until());
            case DeviceMediaFailed failed ->
                failed.device().equals(s.device()) ? deviceFailed(s, failed.detail(), now) : wait(s);
            case UserHungUp hungUp ->
                hungUp.device().equals(s.device())
                        ? tellAndEnd(s, CallEnd.of(EndSide.CALLEE, Cause.DECLINED, ""), now, true)
                        : wait(s);
            case DeviceAccepted late ->
                step(s, List.of(new StopRinging(late.device(), "answered-elsewhere")), s.until());
            case TrunkEnded ended -> tellAndEnd(s, ended.end(), now, false);
            case OperatorEnded operator ->
                tellAndEnd(s, CallEnd.of(EndSide.GATEWAY, Cause.DECLINED, operator.actor()), now, true);
            case Failed failed ->
                tellAndEnd(s, CallEnd.of(EndSide.GATEWAY, Cause.GATEWAY_FAILURE, failed.detail()), now, true);
            case ShuttingDown ignored -> tellAndEnd(s, CallEnd.of(EndSide.GATEWAY, Cause.SHUTDOWN, ""), now, true);
            case Wake ignored -> now.isBefore(s.until()) ? wait(s) : deviceFailed(s, "its media did not come up", now);
            case DeviceRinging ignored -> wait(s);
            case DeviceDeclined ignored -> wait(s);
            case DeviceUnreachable ignored -> wait(s);
            case MediaLost ignored -> wait(s);
            case Settled ignored -> wait(s);
        };
    }

    private static Step<InboundState, InboundAction> deviceFailed(Connecting s, String detail, Instant now) {
        return tellAndEnd(s, new CallEnd(EndSide.GATEWAY, Cause.MEDIA_LOST, 480, 41, detail), now, true);
    }

    private static Step<InboundState, InboundAction> talking(Talking s, InboundEvent event, Instant now) {
        return switch (event) {
            case UserHungUp hungUp ->
                hungUp.device().equals(s.device())
                        ? tellAndEnd(s, CallEnd.of(EndSide.CALLEE, Cause.NORMAL, ""), now, true)
                        : tick(s, now);
            case TrunkEnded ended -> tellAndEnd(s, ended.end(), now, false);
            case DeviceMediaFailed failed ->
                failed.device().equals(s.device())
                        ? tellAndEnd(s, CallEnd.of(EndSide.CALLEE, Cause.MEDIA_LOST, failed.detail()), now, true)
                        : tick(s, now);
            case MediaLost lost ->
                tellAndEnd(s, CallEnd.of(lost.side(), Cause.MEDIA_LOST, lost.detail()), lost.lastMedia(), true);
            case OperatorEnded operator ->
                tellAndEnd(s, CallEnd.of(EndSide.GATEWAY, Cause.OPERATOR, operator.actor()), now, true);
            case Failed failed ->
                tellAndEnd(s, CallEnd.of(EndSide.GATEWAY, Cause.GATEWAY_FAILURE, failed.detail()), now, true);
            case ShuttingDown ignored -> tellAndEnd(s, CallEnd.of(EndSide.GATEWAY, Cause.SHUTDOWN, ""), now, true);
            case DeviceAccepted late ->
                step(s, List.of(new StopRinging(late.device(), "answered-elsewhere")), s.nextTick());
            case Wake ignored -> tick(s, now);
            case DeviceRinging ignored -> tick(s, now);
            case DeviceDeclined ignored -> tick(s, now);
            case DeviceUnreachable ignored -> tick(s, now);
            case DeviceConnected ignored -> tick(s, now);
            case Settled ignored -> tick(s, now);
        };
    }

    private static Step<InboundState, InboundAction> tick(Talking s, Instant now) {
        Instant answered = s.timing().answered();
        if (now.isBefore(s.nextTick()) || answered == null) {
            return step(s, List.of(), s.nextTick());
        }
        Instant next = s.nextTick();
        while (!now.isBefore(next)) {
            next = next.plus(TICK);
        }
        long talkMs = Duration.between(answered, now).toMillis();
        return step(
                new Talking(s.setup(), s.timing(), s.device(), next), List.of(new TellTick(s.device(), talkMs)), next);
    }

    private static Step<InboundState, InboundAction> closing(Closing s, InboundEvent event) {
        return event instanceof Settled
                ? step(new Ended(s.setup(), s.timing(), s.end()), List.of(), null)
                : late(s, event);
    }

    /** A device that accepts after the end must not be left ringing. */
    private static Step<InboundState, InboundAction> late(InboundState s, InboundEvent event) {
        return event instanceof DeviceAccepted accepted
                ? step(s, List.of(new StopRinging(accepted.device(), "caller-gave-up")), null)
                : step(s, List.of(), null);
    }

    private static Step<InboundState, InboundAction> tellAndEnd(
            InboundState s, CallEnd end, Instant at, boolean endTrunk) {
        String device = switch (s) {
            case Connecting c -> c.device();
            case Talking t -> t.device();
            case Offering ignored -> throw new IllegalStateException("no device has accepted");
            case Closing ignored -> throw new IllegalStateException("the call has ended");
            case Ended ignored -> throw new IllegalStateException("the call has ended");
        };
        Timing timing = endedAt(s, at);
        return end(s, end, at, endTrunk, new ArrayList<>(List.of(new TellEnded(device, end, timing))));
    }

    private static Step<InboundState, InboundAction> end(
            InboundState s, CallEnd end, Instant at, boolean endTrunk, List<InboundAction> actions) {
        Timing timing = endedAt(s, at);
        if (endTrunk) {
            actions.add(new EndTrunk(end));
        }
        actions.add(new CloseMedia());
        actions.add(new Settle(end, timing));
        return step(new Closing(s.setup(), timing, end), actions, null);
    }

    private static Timing endedAt(InboundState s, Instant at) {
        Instant answered = s.timing().answered();
        return s.timing().endedAt(answered != null && at.isBefore(answered) ? answered : at);
    }

    private static Step<InboundState, InboundAction> wait(Connecting s) {
        return step(s, List.of(), s.until());
    }

    private static Step<InboundState, InboundAction> step(
            InboundState state, List<InboundAction> actions, @Nullable Instant wakeAt) {
        return new Step<>(state, actions, wakeAt);
    }
}
