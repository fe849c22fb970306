package io.tollgate.gateway.call;

import io.tollgate.billing.rating.HoldSize;
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
import io.tollgate.gateway.call.OutboundEvent.AccountRefused;
import io.tollgate.gateway.call.OutboundEvent.CallerHungUp;
import io.tollgate.gateway.call.OutboundEvent.CallerMediaFailed;
import io.tollgate.gateway.call.OutboundEvent.CreditAdded;
import io.tollgate.gateway.call.OutboundEvent.CreditShort;
import io.tollgate.gateway.call.OutboundEvent.Failed;
import io.tollgate.gateway.call.OutboundEvent.Held;
import io.tollgate.gateway.call.OutboundEvent.LedgerUnavailable;
import io.tollgate.gateway.call.OutboundEvent.MediaLost;
import io.tollgate.gateway.call.OutboundEvent.OperatorEnded;
import io.tollgate.gateway.call.OutboundEvent.PackageHeld;
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
import io.tollgate.gateway.call.OutboundState.Funds;
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

    private OutboundMachine() {}

    /** The first step of a call: ask for credit, unless nobody pays for it. */
    public static Step<OutboundState, OutboundAction> start(OutboundSetup setup) {
        Timing timing = Timing.startedAt(setup.startedAt());
        return switch (setup.funding()) {
            case Funding.Unbilled ignored -> placed(setup, timing, Funds.NONE);
            case Funding.Held held -> {
                long ask = firstTotal(setup, held);
                yield step(new Holding(setup, timing, ask, 0), List.of(new Hold(ask)), null);
            }
        };
    }

    /** What the first hold asks for: the fee and first increment at the least. */
    public static long firstTotal(OutboundSetup setup, Funding.Held funding) {
        return switch (setup.tariff()
                .firstHold(funding.availableMicros(), funding.policy().hold())) {
            case HoldSize.Hold(long total, long ignored) -> total;
            case HoldSize.NotEnough(long needed, long ignored) -> needed;
        };
    }

    private static Step<OutboundState, OutboundAction> placed(OutboundSetup setup, Timing timing, Funds funds) {
        return step(
                new Dialling(setup, timing, funds, 0),
                List.of(new AcceptCaller(), new Invite(setup.trunks().getFirst())),
                null);
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
            case Held held -> placed(s.setup(), s.timing(), new Funds(held.totalMicros(), held.availableMicros()));
            case CreditShort shortage -> holdWhatThereIs(s, shortage.availableMicros(), now);
            case AccountRefused refused -> end(s, CallEnd.refused(Cause.ACCOUNT_CLOSED, refused.detail()), now, false);
            case LedgerUnavailable gone -> end(s, CallEnd.refused(Cause.GATEWAY_FAILURE, gone.detail()), now, false);
            case CallerHungUp ignored -> end(s, new CallEnd(EndSide.CALLER, Cause.CANCELLED, 0, 0, ""), now, false);
            case CallerMediaFailed failed -> end(s, CallEnd.refused(Cause.BAD_OFFER, failed.detail()), now, false);
            case OperatorEnded operator -> end(s, CallEnd.refused(Cause.OPERATOR, operator.actor()), now, false);
            case Failed failed -> end(s, CallEnd.refused(Cause.GATEWAY_FAILURE, failed.detail()), now, false);
            case ShuttingDown ignored -> end(s, CallEnd.refused(Cause.SHUTDOWN, ""), now, false);
            case MediaLost ignored -> stay(s);
            case PackageHeld ignored -> stay(s);
            case CreditAdded ignored -> stay(s);
            case Settled ignored -> stay(s);
            case TrunkAlerting ignored -> stay(s);
            case TrunkEarlyMedia ignored -> stay(s);
            case TrunkAnswered ignored -> stay(s);
            case TrunkEnded ignored -> stay(s);
            case TrunkMediaUnusable ignored -> stay(s);
            case Wake ignored -> stay(s);
        };
    }

    /** The account holds less than was asked for: take the whole increments that it pays for. */
    private static Step<OutboundState, OutboundAction> holdWhatThereIs(Holding s, long available, Instant now) {
        CreditPolicy policy = TalkCredit.policy(s.setup());
        if (s.tries() < TalkCredit.TRIES
                && s.setup().tariff().firstHold(available, policy.hold())
                        instanceof HoldSize.Hold(long total, long ignored)
                && total < s.asked()) {
            return step(new Holding(s.setup(), s.timing(), total, s.tries() + 1), List.of(new Hold(total)), null);
        }
        return end(s, CallEnd.refused(Cause.NO_CREDIT, "available: " + available), now, false);
    }

    private static Step<OutboundState, OutboundAction> dialling(Dialling s, OutboundEvent event, Instant now) {
        return switch (event) {
            case TrunkAlerting ignored ->
                step(
                        new Alerting(s.setup(), s.timing().alertingAt(now), s.funds(), s.trunk(), false),
                        List.of(new PlayRingback(), new TellRinging(false)),
                        null);
            case TrunkEarlyMedia early ->
                step(
                        new Alerting(s.setup(), s.timing().alertingAt(now), s.funds(), s.trunk(), true),
                        List.of(new Bridge(early.sdp()), new TellRinging(true)),
                        null);
            case TrunkAnswered answered -> answer(s.setup(), s.timing(), s.funds(), s.trunk(), answered.sdp(), now);
            case TrunkEnded ended -> nextTrunkOrEnd(s, ended.end(), now);
            default -> unanswered(s, event, now);
        };
    }

    private static Step<OutboundState, OutboundAction> nextTrunkOrEnd(Dialling s, CallEnd end, Instant now) {
        int next = s.trunk() + 1;
        if (end.triesNextTrunk() && next < s.setup().trunks().size()) {
            return step(
                    new Dialling(s.setup(), s.timing(), s.funds(), next),
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
                        new Alerting(s.setup(), s.timing(), s.funds(), s.trunk(), true),
                        List.of(new Bridge(early.sdp()), new TellRinging(true)),
                        null);
            case TrunkAnswered answered -> answer(s.setup(), s.timing(), s.funds(), s.trunk(), answered.sdp(), now);
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
            case PackageHeld ignored -> stay(s);
            case CreditAdded ignored -> stay(s);
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
            OutboundSetup setup, Timing timing, Funds funds, int trunk, String sdp, Instant now) {
        OutboundSetup answered = setup.answeredAt(now);
        Credit credit = TalkCredit.opened(answered, now, funds);
        Talking talking = new Talking(answered, timing.answeredAt(now), trunk, credit, now.plus(TICK));
        return tend(talking, now, new ArrayList<>(List.of(new Bridge(sdp), new TellAnswered())));
    }

    private static Step<OutboundState, OutboundAction> talking(Talking s, OutboundEvent event, Instant now) {
        return switch (event) {
            case Held held -> granted(s, new Funds(held.totalMicros(), held.availableMicros()), now);
            case CreditShort shortage -> refused(s, shortage, now);
            case PackageHeld more -> packaged(s, more.totalSeconds(), now);
            case CreditAdded ignored -> tend(with(s, TalkCredit.lookNow(s.credit(), now)), now, new ArrayList<>());
            case AccountRefused ignored ->
                tend(with(s, TalkCredit.accountRefused(s.setup(), s.credit(), now)), now, new ArrayList<>());
            case LedgerUnavailable ignored ->
                tend(with(s, TalkCredit.ledgerSilent(s.credit(), now)), now, new ArrayList<>());
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

    private static Step<OutboundState, OutboundAction> granted(Talking s, Funds funds, Instant now) {
        List<OutboundAction> actions = new ArrayList<>();
        Credit credit = TalkCredit.granted(s.setup(), answeredAt(s), s.credit(), funds, now, actions);
        return tend(with(s, credit), now, actions);
    }

    /** More of a package than before: what is held besides reaches further by it. */
    private static Step<OutboundState, OutboundAction> packaged(Talking s, long seconds, Instant now) {
        OutboundSetup setup = s.setup().withBundle(seconds);
        return granted(
                new Talking(setup, s.timing(), s.trunk(), s.credit(), s.nextTick()),
                s.credit().funds(),
                now);
    }

    private static Step<OutboundState, OutboundAction> refused(Talking s, CreditShort shortage, Instant now) {
        List<OutboundAction> actions = new ArrayList<>();
        Credit credit =
                TalkCredit.refused(s.setup(), s.credit(), shortage.availableMicros(), shortage.limit(), now, actions);
        return tend(with(s, credit), now, actions);
    }

    /** Everything in a live call that only time brings about: ticks, extension, warning, cut. */
    private static Step<OutboundState, OutboundAction> tend(Talking s, Instant now, List<OutboundAction> actions) {
        Credit credit = s.credit();
        if (!now.isBefore(credit.until())) {
            CallEnd end = CallEnd.of(EndSide.GATEWAY, credit.limit().cause(), "");
            Step<OutboundState, OutboundAction> cut = end(s, end, credit.until(), true);
            actions.addAll(cut.actions());
            return step(cut.state(), actions, null);
        }
        Instant nextTick = s.nextTick();
        if (!now.isBefore(nextTick)) {
            long talkMs = Duration.between(answeredAt(s), now).toMillis();
            long soFar = s.setup().tariff().chargeMicros(talkMs);
            actions.add(new TellTick(talkMs, soFar, credit.funds().heldMicros()));
            while (!now.isBefore(nextTick)) {
                nextTick = nextTick.plus(TICK);
            }
        }
        Credit tended = TalkCredit.tend(s.setup(), credit, now, actions);
        Talking next = new Talking(s.setup(), s.timing(), s.trunk(), tended, nextTick);
        return step(next, actions, TalkCredit.nextDue(next));
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
