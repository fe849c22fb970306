package io.tollgate.overlay.peer;

import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.CallMessage.EndSide;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of a call from the peer's side (docs/protocol.md section 3), outgoing and incoming. Pure. */
public final class PeerCall {
    /** The gateway answers a call within this time, or it is not there. */
    public static final long GATEWAY_NS = 15_000_000_000L;
    /** After a hang-up the gateway's last word is waited for this long. */
    public static final long FAREWELL_NS = 5_000_000_000L;

    /** Causes of the gateway's list that are said before a trunk is touched. */
    private static final Set<String> REFUSALS = Set.of(
            "no-credit",
            "unknown-destination",
            "blocked-destination",
            "emergency",
            "account-closed",
            "too-many-calls",
            "denied-kind",
            "denied-prefix",
            "rate-ceiling",
            "concurrent-calls",
            "new-destinations",
            "short-calls",
            "daily-spend",
            "monthly-spend",
            "unusual-spend");

    /** Causes of the gateway's list that tell of a failure of somebody's machines. */
    private static final Set<String> FAILURES = Set.of(
            "carrier-timeout",
            "carrier-failure",
            "not-acceptable",
            "no-trunk",
            "bad-offer",
            "shutdown",
            "gateway-failure");

    /** What follows from one input. */
    public record Step(PeerState state, List<PeerAction> actions) {}

    /** The one function: every state with every input. */
    public static Step on(PeerState state, PeerInput input, long nowNs) {
        if (state instanceof PeerState.Over) {
            return stay(state);
        }
        return switch (input) {
            case PeerInput.Received(CallMessage.ToPeer message) -> onMessage(state, message, nowNs);
            case PeerInput.Tick() -> onTick(state, nowNs);
            case PeerInput.HangUp() -> onHangUp(state, nowNs);
            case PeerInput.Keys(String digits) -> onKeys(state, digits);
            case PeerInput.Answer(CallMessage.Accept offer) -> onAnswer(state, offer, nowNs);
            case PeerInput.Refuse(CallMessage.DeclineReason reason) -> onRefuse(state, reason, nowNs);
            case PeerInput.MediaBroken(String why) -> onMediaBroken(state, why, nowNs);
            case PeerInput.Undeliverable() -> fail(state, "gateway-gone", "The gateway is not reachable.", nowNs);
            case PeerInput.Disconnected(String why) -> fail(state, "disconnected", why, nowNs);
        };
    }

    private static Step onMessage(PeerState state, CallMessage.ToPeer message, long nowNs) {
        return switch (message) {
            case CallMessage.Accepted accepted -> onAccepted(state, accepted);
            case CallMessage.AnswerSdp answer -> onAnswerSdp(state, answer);
            case CallMessage.Ringing ringing -> onRinging(state, ringing, nowNs);
            case CallMessage.Answered _ -> onAnswered(state, nowNs);
            case CallMessage.Ended ended -> over(ended(state, ended, nowNs));
            case CallMessage.StopRinging stop -> onStopRinging(state, stop, nowNs);
            case CallMessage.Warning warning -> stay(state, tell(words(warning)));
            case CallMessage.Tick _, CallMessage.Ring _ -> stay(state);
        };
    }

    private static String words(CallMessage.Warning warning) {
        return switch (warning.reason()) {
            case CREDIT -> "credit runs out in " + warning.remainingS() + " s";
            case SPENDING -> "what this account may spend is used up in " + warning.remainingS() + " s";
            case ACCOUNT -> "this account may not go on calling: the call ends in " + warning.remainingS() + " s";
            case LENGTH -> "the longest call is over in " + warning.remainingS() + " s";
            case LIFTED -> "the call can go on";
        };
    }

    private static Step onAccepted(PeerState state, CallMessage.Accepted accepted) {
        if (!(state instanceof PeerState.Calling(PeerState.Facts facts))) {
            return stay(state);
        }
        PeerResult.Amount perMinute = new PeerResult.Amount(
                accepted.price().perMinuteMicros(), accepted.price().currency());
        PeerState.Facts known = new PeerState.Facts(facts.startedNs(), accepted.number(), true);
        return new Step(
                new PeerState.Calling(known),
                List.of(tell("calling " + accepted.number() + " (" + accepted.destination() + "), " + perMinute
                        + " a minute, credit for " + accepted.maxTalkS() + " s")));
    }

    private static Step onAnswerSdp(PeerState state, CallMessage.AnswerSdp answer) {
        PeerAction connect = new PeerAction.ConnectMedia(answer.sdp());
        return switch (state) {
            case PeerState.Calling _, PeerState.RingingThere _, PeerState.Answering _, PeerState.Talking _ ->
                stay(state, connect);
            case PeerState.RingingHere _, PeerState.HangingUp _, PeerState.Over _ -> stay(state);
        };
    }

    private static Step onRinging(PeerState state, CallMessage.Ringing ringing, long nowNs) {
        PeerAction line = tell(ringing.earlyMedia() ? "early media" : "ringing");
        return switch (state) {
            case PeerState.Calling(PeerState.Facts facts) ->
                new Step(new PeerState.RingingThere(facts, ms(nowNs - facts.startedNs()), nowNs), List.of(line));
            case PeerState.RingingThere _ -> stay(state, line);
            case PeerState.RingingHere _,
                    PeerState.Answering _,
                    PeerState.Talking _,
                    PeerState.HangingUp _,
                    PeerState.Over _ -> stay(state);
        };
    }

    private static Step onAnswered(PeerState state, long nowNs) {
        PeerState talking = switch (state) {
            case PeerState.Calling(PeerState.Facts facts) ->
                new PeerState.Talking(facts, ms(nowNs - facts.startedNs()), 0, nowNs);
            case PeerState.RingingThere(PeerState.Facts facts, long setupMs, long sinceNs) ->
                new PeerState.Talking(facts, setupMs, ms(nowNs - sinceNs), nowNs);
            case PeerState.Answering(PeerState.Facts facts, long ringMs) ->
                new PeerState.Talking(facts, 0, ringMs, nowNs);
            case PeerState.RingingHere _, PeerState.Talking _, PeerState.HangingUp _, PeerState.Over _ -> state;
        };
        return talking.equals(state)
                ? stay(state)
                : new Step(talking, List.of(tell("answered"), new PeerAction.StartTalking()));
    }

    private static Step onStopRinging(PeerState state, CallMessage.StopRinging stop, long nowNs) {
        return switch (state) {
            case PeerState.RingingHere _, PeerState.Answering _ -> {
                String text = switch (stop.reason()) {
                    case ANSWERED_ELSEWHERE -> "Another device answered.";
                    case CALLER_GAVE_UP -> "The caller gave up.";
                    case NO_ANSWER -> "Nobody answered in time.";
                    case DECLINED_ELSEWHERE -> "Another device declined.";
                };
                EndSide side = stop.reason() == CallMessage.StopReason.CALLER_GAVE_UP ? EndSide.CALLER : EndSide.CALLEE;
                yield over(local(
                        state, PeerResult.Outcome.NOT_ANSWERED, stop.reason().word(), side, text, nowNs));
            }
            case PeerState.Calling _,
                    PeerState.RingingThere _,
                    PeerState.Talking _,
                    PeerState.HangingUp _,
                    PeerState.Over _ -> stay(state);
        };
    }

    private static Step onTick(PeerState state, long nowNs) {
        return switch (state) {
            case PeerState.Calling(PeerState.Facts facts)
            when !facts.accepted() && nowNs - facts.startedNs() >= GATEWAY_NS ->
                fail(state, "gateway-silent", "The gateway does not answer.", nowNs);
            case PeerState.HangingUp leaving when nowNs - leaving.sinceNs() >= FAREWELL_NS -> over(leaving.meanwhile());
            case PeerState.Calling _,
                    PeerState.RingingThere _,
                    PeerState.RingingHere _,
                    PeerState.Answering _,
                    PeerState.Talking _,
                    PeerState.HangingUp _,
                    PeerState.Over _ -> stay(state);
        };
    }

    private static Step onHangUp(PeerState state, long nowNs) {
        return switch (state) {
            case PeerState.RingingHere _ -> onRefuse(state, CallMessage.DeclineReason.DECLINED, nowNs);
            case PeerState.Talking talking ->
                hangUp(
                        talking.facts(),
                        local(
                                state,
                                PeerResult.Outcome.ANSWERED,
                                "hangup",
                                EndSide.CALLER,
                                "You hung up; the gateway did not say what it cost.",
                                nowNs),
                        nowNs);
            case PeerState.Calling(PeerState.Facts facts) -> hangUp(facts, cancelled(state, nowNs), nowNs);
            case PeerState.RingingThere ringing -> hangUp(ringing.facts(), cancelled(state, nowNs), nowNs);
            case PeerState.Answering answering -> hangUp(answering.facts(), cancelled(state, nowNs), nowNs);
            case PeerState.HangingUp _, PeerState.Over _ -> stay(state);
        };
    }

    private static PeerResult cancelled(PeerState state, long nowNs) {
        return local(
                state,
                PeerResult.Outcome.NOT_ANSWERED,
                "cancelled",
                EndSide.CALLER,
                "You hung up before it was answered.",
                nowNs);
    }

    private static Step hangUp(PeerState.Facts facts, PeerResult meanwhile, long nowNs) {
        return new Step(
                new PeerState.HangingUp(facts, nowNs, meanwhile),
                List.of(tell("hanging up"), new PeerAction.Send(new CallMessage.Hangup())));
    }

    private static Step onKeys(PeerState state, String digits) {
        return switch (state) {
            case PeerState.Talking _, PeerState.RingingThere _ -> stay(state, new PeerAction.SendKeys(digits));
            case PeerState.Calling _,
                    PeerState.RingingHere _,
                    PeerState.Answering _,
                    PeerState.HangingUp _,
                    PeerState.Over _ -> stay(state);
        };
    }

    private static Step onAnswer(PeerState state, CallMessage.Accept offer, long nowNs) {
        return state instanceof PeerState.RingingHere(PeerState.Facts facts)
                ? new Step(
                        new PeerState.Answering(facts, ms(nowNs - facts.startedNs())),
                        List.of(tell("answering"), new PeerAction.Send(offer)))
                : stay(state);
    }

    private static Step onRefuse(PeerState state, CallMessage.DeclineReason reason, long nowNs) {
        if (!(state instanceof PeerState.RingingHere)) {
            return stay(state);
        }
        PeerResult result = local(
                state,
                PeerResult.Outcome.NOT_ANSWERED,
                reason.word(),
                EndSide.CALLEE,
                "You did not take the call.",
                nowNs);
        return new Step(
                new PeerState.Over(result),
                List.of(new PeerAction.Send(new CallMessage.Decline(reason)), new PeerAction.Finish(result)));
    }

    private static Step onMediaBroken(PeerState state, String why, long nowNs) {
        return switch (state) {
            case PeerState.HangingUp _, PeerState.Over _ -> stay(state);
            case PeerState.RingingHere _ -> onRefuse(state, CallMessage.DeclineReason.BUSY, nowNs);
            case PeerState.Calling _, PeerState.RingingThere _, PeerState.Answering _, PeerState.Talking _ -> {
                PeerResult result = local(
                        state,
                        PeerResult.Outcome.NO_MEDIA,
                        "media-failed",
                        EndSide.CALLER,
                        "The media connection failed: " + why + ".",
                        nowNs);
                yield new Step(
                        new PeerState.Over(result),
                        List.of(new PeerAction.Send(new CallMessage.Hangup()), new PeerAction.Finish(result)));
            }
        };
    }

    private static Step fail(PeerState state, String cause, String text, long nowNs) {
        return switch (state) {
            // Whoever hung up need not care that the farewell got lost.
            case PeerState.HangingUp leaving -> over(leaving.meanwhile());
            case PeerState.Over _ -> stay(state);
            case PeerState.Calling _,
                    PeerState.RingingThere _,
                    PeerState.RingingHere _,
                    PeerState.Answering _,
                    PeerState.Talking _ ->
                over(local(state, PeerResult.Outcome.FAILED, cause, EndSide.NETWORK, text, nowNs));
        };
    }

    private static PeerResult ended(PeerState state, CallMessage.Ended ended, long nowNs) {
        PeerResult timed = local(state, outcome(state, ended), ended.cause(), ended.side(), ended.text(), nowNs);
        boolean spoken = timed.outcome() == PeerResult.Outcome.ANSWERED || ended.talkMs() > 0;
        String number = ended.number() != null ? ended.number() : timed.number();
        return new PeerResult(
                timed.outcome(),
                ended.cause(),
                ended.side(),
                ended.text(),
                ended.sipStatus(),
                timed.setupMs(),
                timed.ringMs(),
                spoken ? ended.talkMs() : 0,
                new PeerResult.Amount(ended.priceMicros(), ended.currency()),
                new PeerResult.Amount(ended.balanceMicros(), ended.currency()),
                number);
    }

    private static PeerResult.Outcome outcome(PeerState state, CallMessage.Ended ended) {
        if (ended.cause().equals("media-lost")) {
            return PeerResult.Outcome.NO_MEDIA;
        }
        if (FAILURES.contains(ended.cause())) {
            return PeerResult.Outcome.FAILED;
        }
        if (wasAnswered(state) || ended.talkMs() > 0) {
            return PeerResult.Outcome.ANSWERED;
        }
        if (REFUSALS.contains(ended.cause()) || !wasAccepted(state)) {
            return PeerResult.Outcome.REFUSED;
        }
        // A cause that this version does not know: the carrier's status tells whose fault it was.
        int family = ended.sipStatus() / 100;
        return family == 5 || family == 3 ? PeerResult.Outcome.FAILED : PeerResult.Outcome.NOT_ANSWERED;
    }

    private static boolean wasAnswered(PeerState state) {
        return switch (state) {
            case PeerState.Talking _ -> true;
            case PeerState.HangingUp leaving -> leaving.meanwhile().outcome() == PeerResult.Outcome.ANSWERED;
            case PeerState.Over(PeerResult result) -> result.outcome() == PeerResult.Outcome.ANSWERED;
            case PeerState.Calling _, PeerState.RingingThere _, PeerState.RingingHere _, PeerState.Answering _ -> false;
        };
    }

    /** Whether the gateway took the call on; who hung up earlier was not refused. */
    private static boolean wasAccepted(PeerState state) {
        return !(state instanceof PeerState.Calling(PeerState.Facts facts)) || facts.accepted();
    }

    /** A result with the times as we measured them and no money. */
    private static PeerResult local(
            PeerState state, PeerResult.Outcome outcome, String cause, EndSide side, String text, long nowNs) {
        return switch (state) {
            case PeerState.Calling(PeerState.Facts facts) ->
                result(outcome, cause, side, text, 0, 0, 0, facts.number());
            case PeerState.RingingThere(PeerState.Facts facts, long setupMs, long sinceNs) ->
                result(outcome, cause, side, text, setupMs, ms(nowNs - sinceNs), 0, facts.number());
            case PeerState.RingingHere(PeerState.Facts facts) ->
                result(outcome, cause, side, text, 0, ms(nowNs - facts.startedNs()), 0, facts.number());
            case PeerState.Answering(PeerState.Facts facts, long ringMs) ->
                result(outcome, cause, side, text, 0, ringMs, 0, facts.number());
            case PeerState.Talking(PeerState.Facts facts, long setupMs, long ringMs, long sinceNs) ->
                result(outcome, cause, side, text, setupMs, ringMs, ms(nowNs - sinceNs), facts.number());
            case PeerState.HangingUp leaving ->
                result(
                        outcome,
                        cause,
                        side,
                        text,
                        leaving.meanwhile().setupMs(),
                        leaving.meanwhile().ringMs(),
                        leaving.meanwhile().talkMs(),
                        leaving.meanwhile().number());
            case PeerState.Over(PeerResult result) -> result;
        };
    }

    private static PeerResult result(
            PeerResult.Outcome outcome,
            String cause,
            EndSide side,
            String text,
            long setupMs,
            long ringMs,
            long talkMs,
            @Nullable String number) {
        return new PeerResult(outcome, cause, side, text, 0, setupMs, ringMs, talkMs, null, null, number);
    }

    private static Step over(PeerResult result) {
        return new Step(new PeerState.Over(result), List.of(new PeerAction.Finish(result)));
    }

    private static Step stay(PeerState state, PeerAction... actions) {
        return new Step(state, List.of(actions));
    }

    private static PeerAction tell(String line) {
        return new PeerAction.Tell(line);
    }

    private static long ms(long ns) {
        return ns / 1_000_000;
    }

    private PeerCall() {}
}
