package io.tollgate.gateway.call;

import io.tollgate.gateway.call.OutboundAction.AcceptCaller;
import io.tollgate.gateway.call.OutboundAction.Bridge;
import io.tollgate.gateway.call.OutboundAction.CloseMedia;
import io.tollgate.gateway.call.OutboundAction.EndTrunk;
import io.tollgate.gateway.call.OutboundAction.Hold;
import io.tollgate.gateway.call.OutboundAction.Invite;
import io.tollgate.gateway.call.OutboundAction.PlayRingback;
import io.tollgate.gateway.call.OutboundAction.Settle;
import io.tollgate.gateway.call.OutboundAction.TellAnswered;
import io.tollgate.gateway.call.OutboundAction.TellEnded;
import io.tollgate.gateway.call.OutboundAction.TellRinging;
import io.tollgate.gateway.call.OutboundAction.TellTick;
import io.tollgate.gateway.call.OutboundAction.TellWarning;
import io.tollgate.gateway.call.OutboundEvent.AccountRefused;
import io.tollgate.gateway.call.OutboundEvent.CallerHungUp;
import io.tollgate.gateway.call.OutboundEvent.CallerMediaFailed;
import io.tollgate.gateway.call.OutboundEvent.CreditShort;
import io.tollgate.gateway.call.OutboundEvent.Failed;
import io.tollgate.gateway.call.OutboundEvent.Held;
import io.tollgate.gateway.call.OutboundEvent.LedgerUnavailable;
import io.tollgate.gateway.call.OutboundEvent.MediaLost;
import io.tollgate.gateway.call.OutboundEvent.OperatorEnded;
import io.tollgate.gateway.call.OutboundEvent.Settled;
import io.tollgate.gateway.call.OutboundEvent.ShuttingDown;
import io.tollgate.gateway.call.OutboundEvent.TrunkAlerting;
import io.tollgate.gateway.call.OutboundEvent.TrunkAnswered;
import io.tollgate.gateway.call.OutboundEvent.TrunkEarlyMedia;
import io.tollgate.gateway.call.OutboundEvent.TrunkEnded;
import io.tollgate.gateway.call.OutboundEvent.TrunkMediaUnusable;
import io.tollgate.gateway.call.OutboundEvent.Wake;
import io.tollgate.gateway.call.OutboundState.Alerting;
import io.tollgate.gateway.call.OutboundState.Closing;
import io.tollgate.gateway.call.OutboundState.Credit;
import io.tollgate.gateway.call.OutboundState.Dialling;
import io.tollgate.gateway.call.OutboundState.Ended;
import io.tollgate.gateway.call.OutboundState.Holding;
import io.tollgate.gateway.call.OutboundState.Talking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call from a user to a phone: hold, then INVITE, alert, answer, charge, extend, end, settle.
 *
 * <p>Three promises are kept here. No trunk is touched before credit is held. Charging starts at the first 200 and
 * once only. The call never lives past the instant up to which its credit is held, so that what is posted at the end
 * never exceeds what was reserved.
 */
public final class OutboundMachine {
    /** How often the caller sees time and cost. */
    private static final Duration TICK = Duration.ofSeconds(1);
    /** Talk time that "for ever" is cut down to when a rate is free. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private OutboundMachine() {}

    /** The first step of a call: ask for credit. */
    public static Step<OutboundState, OutboundAction> start(OutboundSetup setup) {
        long ask = cost(setup, setup.policy().slice());
        return step(new Holding(setup, Timing.startedAt(setup.startedAt()), ask, false), List.of(new Hold(ask)), null);
    }

    /** The next step after {@code event}; total: an event that means nothing in a state changes nothing. */
    public static Step<OutboundState, OutboundAction> on(OutboundState state, OutboundEvent event, Instant now) {
        return switch (state) {
            case Holding s -> holding(s, event, now);
            case Dialling s -> dialling(s, event, now);
            case Alerting s -> alerting(s, event, now);
            case Talking s -> talking(s, event, now);
            case Closing s -> closing(s, event);
            case Ended s -> stay(s);
        };
    }

    private static Step<OutboundState, OutboundAction> holding(Holding s, OutboundEvent event, Instant now) {
        return switch (event) {
            case Held held ->
                step(
                        new Dialling(s.setup(), s.timing(), held.totalMicros(), s.last(), 0),
                        List.of(
                                new AcceptCaller(),
                                new Invite(s.setup().trunks().getFirst())),
                        null);
            case CreditShort shortage -> holdWhatThereIs(s, shortage.availableMicros(), now);
            case AccountRefused refused -> end(s, CallEnd.refused(Cause.ACCOUNT_CLOSED, refused.detail()), now, false);
            case LedgerUnavailable gone -> end(s, CallEnd.refused(Cause.GATEWAY_FAILURE, gone.detail()), now, false);
            case CallerHungUp ignored -> end(s, new CallEnd(EndSide.CALLER, Cause.CANCELLED, 0, 0, ""), now, false);
            case CallerMediaFailed failed -> end(s, CallEnd.refused(Cause.BAD_OFFER, failed.detail()), now, false);
            case OperatorEnded operator -> end(s, CallEnd.refused(Cause.OPERATOR, operator.actor()), now, false);
            case Failed failed -> end(s, CallEnd.refused(Cause.GATEWAY_FAILURE, failed.detail()), now, false);
            case ShuttingDown ignored -> end(s, CallEnd.refused(Cause.SHUTDOWN, ""), now, false);
            case MediaLost ignored -> stay(s);
            case Settled ignored -> stay(s);
            case TrunkAlerting ignored -> stay(s);
            case TrunkEarlyMedia ignored -> stay(s);
            case TrunkAnswered ignored -> stay(s);
            case TrunkEnded ignored -> stay(s);
            case TrunkMediaUnusable ignored -> stay(s);
            case Wake ignored -> stay(s);
        };
    }

    /** The account holds less than the usual first hold: take all whole increments that it pays for. */
    private static Step<OutboundState, OutboundAction> holdWhatThereIs(Holding s, long available, Instant now) {
        long seconds = s.setup().tariff().talkTime(available);
        if (s.last() || seconds <= 0) {
            return end(s, CallEnd.refused(Cause.NO_CREDIT, "available: " + available), now, false);
        }
        long ask = cost(s.setup(), Duration.ofSeconds(seconds));
        return step(new Holding(s.setup(), s.timing(), ask, true), List.of(new Hold(ask)), null);
    }

    private static Step<OutboundState, OutboundAction> dialling(Dialling s, OutboundEvent event, Instant now) {
        return switch (event) {
            case TrunkAlerting ignored ->
                step(
                        new Alerting(s.setup(), s.timing().alertingAt(now), s.held(), s.last(), s.trunk(), false),
                        List.of(new PlayRingback(), new TellRinging(false)),
                        null);
            case TrunkEarlyMedia early ->
                step(
                        new Alerting(s.setup(), s.timing().alertingAt(now), s.held(), s.last(), s.trunk(), true),
                        List.of(new Bridge(early.sdp()), new TellRinging(true)),
                        null);
            case TrunkAnswered answered ->
                answer(s.setup(), s.timing(), s.held(), s.last(), s.trunk(), answered.sdp(), now);
            case TrunkEnded ended -> nextTrunkOrEnd(s, ended.end(), now);
            default -> unanswered(s, event, now);
        };
    }

    private static Step<OutboundState, OutboundAction> nextTrunkOrEnd(Dialling s, CallEnd end, Instant now) {
        int next = s.trunk() + 1;
        if (end.triesNextTrunk() && next < s.setup().trunks().size()) {
            return step(
                    new Dialling(s.setup(), s.timing(), s.held(), s.last(), next),
                    List.of(new Invite(s.setup().trunks().get(next))),
                    null);
        }
        return end(s, end, now, false);
    }

    private static Step<OutboundState, OutboundAction> alerting(Alerting s, OutboundEvent event, Instant now) {
        return switch (event) {
            case TrunkAlerting ignored -> stay(s);
            case TrunkEarlyMedia early ->
                step(
                        new Alerting(s.setup(), s.timing(), s.held(), s.last(), s.trunk(), true),
                        List.of(new Bridge(early.sdp()), new TellRinging(true)),
                        null);
            case TrunkAnswered answered ->
                answer(s.setup(), s.timing(), s.held(), s.last(), s.trunk(), answered.sdp(), now);
            case TrunkEnded ended -> end(s, ended.end(), now, false);
            default -> unanswered(s, event, now);
        };
    }

    /** What Dialling and Alerting have in common: everything but the trunk's progress. */
    private static Step<OutboundState, OutboundAction> unanswered(OutboundState s, OutboundEvent event, Instant now) {
        return switch (event) {
            case CallerHungUp ignored -> end(s, CallEnd.of(EndSide.CALLER, Cause.CANCELLED, ""), now, true);
            case CallerMediaFailed failed ->
                end(s, CallEnd.of(EndSide.GATEWAY, Cause.BAD_OFFER, failed.detail()), now, true);
            case MediaLost lost -> end(s, CallEnd.of(lost.side(), Cause.MEDIA_LOST, lost.detail()), now, true);
            case TrunkMediaUnusable unusable ->
                end(s, CallEnd.of(EndSide.NETWORK, Cause.NOT_ACCEPTABLE, unusable.detail()), now, true);
            case OperatorEnded operator ->
                end(s, CallEnd.of(EndSide.GATEWAY, Cause.OPERATOR, operator.actor()), now, true);
            case Failed failed ->
                end(s, CallEnd.of(EndSide.GATEWAY, Cause.GATEWAY_FAILURE, failed.detail()), now, true);
            case ShuttingDown ignored -> end(s, CallEnd.of(EndSide.GATEWAY, Cause.SHUTDOWN, ""), now, true);
            case Held ignored -> stay(s);
            case CreditShort ignored -> stay(s);
            case AccountRefused ignored -> stay(s);
            case LedgerUnavailable ignored -> stay(s);
            case Settled ignored -> stay(s);
            case TrunkAlerting ignored -> stay(s);
            case TrunkEarlyMedia ignored -> stay(s);
            case TrunkAnswered ignored -> stay(s);
            case TrunkEnded ignored -> stay(s);
            case Wake ignored -> stay(s);
        };
    }

    private static Step<OutboundState, OutboundAction> answer(
            OutboundSetup setup, Timing timing, long held, boolean last, int trunk, String sdp, Instant now) {
        OutboundSetup answered = setup.answeredAt(now);
        Credit credit = new Credit(held, heldUntil(answered, now, held), false, last, false);
        Talking talking = new Talking(answered, timing.answeredAt(now), trunk, credit, now.plus(TICK));
        return tend(talking, now, new ArrayList<>(List.of(new Bridge(sdp), new TellAnswered())));
    }

    private static Step<OutboundState, OutboundAction> talking(Talking s, OutboundEvent event, Instant now) {
        return switch (event) {
            case Held held -> tend(extended(s, held.totalMicros()), now, new ArrayList<>());
            case CreditShort shortage -> extendByWhatThereIs(s, shortage.availableMicros(), now);
            case AccountRefused ignored -> tend(withoutExtension(s), now, new ArrayList<>());
            case LedgerUnavailable ignored -> askAgainAtNextTick(s);
            case TrunkEnded ended -> end(s, ended.end(), now, false);
            case CallerHungUp ignored -> end(s, CallEnd.of(EndSide.CALLER, Cause.NORMAL, ""), now, true);
            case MediaLost lost ->
                end(s, CallEnd.of(lost.side(), Cause.MEDIA_LOST, lost.detail()), lost.lastMedia(), true);
            case CallerMediaFailed failed ->
                end(s, CallEnd.of(EndSide.CALLER, Cause.MEDIA_LOST, failed.detail()), now, true);
            case TrunkMediaUnusable unusable ->
                end(s, CallEnd.of(EndSide.NETWORK, Cause.NOT_ACCEPTABLE, unusable.detail()), answeredAt(s), true);
            case OperatorEnded operator ->
                end(s, CallEnd.of(EndSide.GATEWAY, Cause.OPERATOR, operator.actor()), now, true);
            case Failed failed ->
                end(s, CallEnd.of(EndSide.GATEWAY, Cause.GATEWAY_FAILURE, failed.detail()), now, true);
            case ShuttingDown ignored -> end(s, CallEnd.of(EndSide.GATEWAY, Cause.SHUTDOWN, ""), now, true);
            case Wake ignored -> tend(s, now, new ArrayList<>());
            case TrunkAlerting ignored -> tend(s, now, new ArrayList<>());
            case TrunkEarlyMedia ignored -> tend(s, now, new ArrayList<>());
            case TrunkAnswered ignored -> tend(s, now, new ArrayList<>());
            case Settled ignored -> tend(s, now, new ArrayList<>());
        };
    }

    private static Talking extended(Talking s, long total) {
        Credit credit = s.credit();
        long held = Math.max(total, credit.heldMicros());
        return with(
                s, new Credit(held, heldUntil(s.setup(), answeredAt(s), held), false, credit.last(), credit.warned()));
    }

    private static Talking withoutExtension(Talking s) {
        Credit credit = s.credit();
        return with(s, new Credit(credit.heldMicros(), credit.until(), false, true, credit.warned()));
    }

    /** Asking again at once would only hammer a ledger in trouble; until then the old hold and its end stand. */
    private static Step<OutboundState, OutboundAction> askAgainAtNextTick(Talking s) {
        Credit credit = s.credit();
        Talking next = with(s, new Credit(credit.heldMicros(), credit.until(), false, false, credit.warned()));
        Instant wake = s.nextTick().isBefore(credit.until()) ? s.nextTick() : credit.until();
        return step(next, List.of(), wake);
    }

    /** The account cannot pay for a whole slice more: ask for the whole increments that it can pay for, once. */
    private static Step<OutboundState, OutboundAction> extendByWhatThereIs(Talking s, long available, Instant now) {
        Credit credit = s.credit();
        long most = credit.heldMicros() + Math.max(0, available);
        long ask = cost(s.setup(), Duration.ofSeconds(s.setup().tariff().talkTime(most)));
        if (credit.last() || ask <= credit.heldMicros()) {
            return tend(withoutExtension(s), now, new ArrayList<>());
        }
        Credit asking = new Credit(credit.heldMicros(), credit.until(), true, true, credit.warned());
        return tend(with(s, asking), now, new ArrayList<>(List.of(new Hold(ask))));
    }

    /** Everything in a live call that only time brings about: ticks, extension, warning, cut. */
    private static Step<OutboundState, OutboundAction> tend(Talking s, Instant now, List<OutboundAction> actions) {
        Credit credit = s.credit();
        if (!now.isBefore(credit.until())) {
            Step<OutboundState, OutboundAction> cut =
                    end(s, CallEnd.of(EndSide.GATEWAY, Cause.CREDIT_EXHAUSTED, ""), credit.until(), true);
            actions.addAll(cut.actions());
            return step(cut.state(), actions, null);
        }
        Instant nextTick = s.nextTick();
        if (!now.isBefore(nextTick)) {
            long talkMs = Duration.between(answeredAt(s), now).toMillis();
            long soFar = s.setup().tariff().chargeMicros(talkMs);
            actions.add(new TellTick(talkMs, soFar, credit.heldMicros()));
            while (!now.isBefore(nextTick)) {
                nextTick = nextTick.plus(TICK);
            }
        }
        CreditPolicy policy = s.setup().policy();
        Instant extendAt = credit.until().minus(policy.ahead());
        if (!credit.asking() && !credit.last() && !now.isBefore(extendAt)) {
            Duration covered = Duration.between(answeredAt(s), credit.until());
            actions.add(new Hold(cost(s.setup(), covered.plus(policy.slice()))));
            credit = new Credit(credit.heldMicros(), credit.until(), true, false, credit.warned());
        }
        Instant warnAt = credit.until().minus(policy.warning());
        if (credit.last() && !credit.asking() && !credit.warned() && !now.isBefore(warnAt)) {
            actions.add(new TellWarning(Duration.between(now, credit.until()).toSeconds()));
            credit = new Credit(credit.heldMicros(), credit.until(), false, true, true);
        }
        Talking next = new Talking(s.setup(), s.timing(), s.trunk(), credit, nextTick);
        return step(next, actions, earliest(nextTick, credit, extendAt, warnAt));
    }

    private static Instant earliest(Instant tick, Credit credit, Instant extendAt, Instant warnAt) {
        Instant first = tick.isBefore(credit.until()) ? tick : credit.until();
        if (!credit.asking() && !credit.last() && extendAt.isBefore(first)) {
            first = extendAt;
        }
        if (credit.last() && !credit.asking() && !credit.warned() && warnAt.isBefore(first)) {
            first = warnAt;
        }
        return first;
    }

    private static Step<OutboundState, OutboundAction> closing(Closing s, OutboundEvent event) {
        return event instanceof Settled
                ? step(
                        new Ended(s.setup(), s.timing(), s.end(), s.costMicros()),
                        List.of(new TellEnded(s.end(), s.timing(), s.costMicros())),
                        null)
                : stay(s);
    }

    /**
     * Takes the call down and hands it to the ledger.
     *
     * @param at the instant up to which an answered call is charged: never past its hold
     * @param endTrunk whether the trunk leg still has to be told
     */
    private static Step<OutboundState, OutboundAction> end(OutboundState s, CallEnd end, Instant at, boolean endTrunk) {
        Instant chargedTo = s instanceof Talking t && at.isAfter(t.credit().until())
                ? t.credit().until()
                : at;
        Timing timing = s.timing().endedAt(notBeforeAnswer(s.timing(), chargedTo));
        long cost = timing.answered() == null ? 0 : s.setup().tariff().chargeMicros(timing.talkMs());
        List<OutboundAction> actions = new ArrayList<>();
        if (endTrunk) {
            actions.add(new EndTrunk(end));
        }
        actions.add(new CloseMedia());
        actions.add(new Settle(end, timing, cost));
        return step(new Closing(s.setup(), timing, end, cost), actions, null);
    }

    private static Instant notBeforeAnswer(Timing timing, Instant at) {
        Instant answered = timing.answered();
        return answered != null && at.isBefore(answered) ? answered : at;
    }

    private static Instant answeredAt(Talking s) {
        Instant answered = s.timing().answered();
        if (answered == null) {
            throw new IllegalStateException("a talking call was answered");
        }
        return answered;
    }

    private static Instant heldUntil(OutboundSetup setup, Instant answered, long held) {
        Duration talk =
                Duration.ofSeconds(Math.min(LONGEST.toSeconds(), setup.tariff().talkTime(held)));
        return answered.plus(talk);
    }

    private static long cost(OutboundSetup setup, Duration talk) {
        return setup.tariff().chargeMicros(talk.toMillis());
    }

    private static Talking with(Talking s, Credit credit) {
        return new Talking(s.setup(), s.timing(), s.trunk(), credit, s.nextTick());
    }

    private static Step<OutboundState, OutboundAction> stay(OutboundState state) {
        return step(state, List.of(), null);
    }

    private static Step<OutboundState, OutboundAction> step(
            OutboundState state, List<OutboundAction> actions, @Nullable Instant wakeAt) {
        return new Step<>(state, actions, wakeAt);
    }
}
