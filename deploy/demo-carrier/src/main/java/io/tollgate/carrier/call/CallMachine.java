package io.tollgate.carrier.call;

import io.tollgate.carrier.audio.Program;
import io.tollgate.carrier.call.CallAction.Told;
import io.tollgate.carrier.call.CallEnd.Side;
import io.tollgate.carrier.call.CallState.Arriving;
import io.tollgate.carrier.call.CallState.Cancelling;
import io.tollgate.carrier.call.CallState.Dialling;
import io.tollgate.carrier.call.CallState.Ended;
import io.tollgate.carrier.call.CallState.Talking;
import io.tollgate.carrier.number.Refusal;
import io.tollgate.carrier.number.Script;
import io.tollgate.carrier.number.Script.Deed;
import java.util.ArrayList;
import java.util.List;

/** The rules of a call. Total: every input has an outcome in every state, and an ended call stays ended. */
public final class CallMachine {
    /** An answered call that hears nothing for so long has lost its gateway. */
    public static final long SILENCE_LIMIT_MS = 30_000;

    /** No demo call lasts longer. */
    public static final long TALK_LIMIT_MS = 4 * 3_600_000L;

    /** How long our INVITE may ring. */
    public static final long DIAL_LIMIT_MS = 120_000;

    /** How long the final answer to a CANCEL may take: 64 times T1 (RFC 3261 section 9.1). */
    public static final long CANCEL_LIMIT_MS = 32_000;

    private static final int NORMAL_CLEARING = 16;
    private static final int RECOVERY_ON_TIMER = 102;

    private CallMachine() {}

    /** The next state and what is to be done on the way there, in order. */
    public record Turn(CallState state, List<CallAction> actions) {}

    /** Begins a call. */
    public static Turn begin(CallInput.Beginning beginning, long nowMs) {
        return switch (beginning) {
            case CallInput.Beginning.Incoming(Script script) -> due(new Arriving(script, 0, nowMs), nowMs);
            case CallInput.Beginning.Unacceptable(Refusal refusal) ->
                due(new Arriving(new Script.Refuses(refusal), 0, nowMs), nowMs);
            case CallInput.Beginning.Outgoing(Program program, long talkMs) ->
                new Turn(new Dialling(program, talkMs, false, nowMs + DIAL_LIMIT_MS), List.of());
        };
    }

    /** Takes one input. */
    public static Turn on(CallState state, CallInput input, long nowMs) {
        return switch (state) {
            case Arriving arriving -> arriving(arriving, input, nowMs);
            case Dialling dialling -> dialling(dialling, input, nowMs);
            case Cancelling cancelling -> cancelling(cancelling, input, nowMs);
            case Talking talking -> talking(talking, input, nowMs);
            case Ended ended -> new Turn(ended, List.of());
        };
    }

    private static Turn arriving(Arriving state, CallInput input, long nowMs) {
        return switch (input) {
            case CallInput.Time() -> due(state, nowMs);
            case CallInput.Cancelled(int q850, String text) ->
                end(
                        new CallEnd(Side.GATEWAY, 487, q850, text),
                        new CallAction.Terminate(),
                        new CallAction.Tell(Told.CANCELLED));
            case CallInput.HangUp() -> refuse(Refusal.REJECTED);
            case CallInput.Bye(int q850, String text) ->
                end(
                        new CallEnd(Side.GATEWAY, 487, q850, text),
                        new CallAction.Terminate(),
                        new CallAction.Tell(Told.BYE));
            case CallInput.Failed(String why) -> failed(why);
            case CallInput.Heard h -> new Turn(state, List.of());
            case CallInput.Provisional p -> new Turn(state, List.of());
            case CallInput.Accepted a -> new Turn(state, List.of());
            case CallInput.AcceptedUnusable a -> new Turn(state, List.of());
            case CallInput.Rejected r -> new Turn(state, List.of());
        };
    }

    /** Performs all steps whose time has come. */
    private static Turn due(Arriving from, long nowMs) {
        List<CallAction> actions = new ArrayList<>();
        CallState state = from;
        while (state instanceof Arriving arriving && arriving.deadlineMs() <= nowMs) {
            Turn turn = perform(arriving, nowMs);
            actions.addAll(turn.actions());
            state = turn.state();
        }
        return new Turn(state, List.copyOf(actions));
    }

    private static Turn perform(Arriving state, long nowMs) {
        Deed deed = state.script().steps().get(state.next()).deed();
        Arriving after = new Arriving(state.script(), state.next() + 1, state.startMs());
        return switch (deed) {
            case Deed.Ring() -> new Turn(after, List.of(new CallAction.Ring(), new CallAction.Tell(Told.RINGING)));
            case Deed.Announce(Program program) ->
                new Turn(
                        after,
                        List.of(
                                new CallAction.Progress(),
                                new CallAction.Play(program),
                                new CallAction.Tell(Told.PROGRESS)));
            case Deed.Answer(Program program, long talkMs) ->
                new Turn(
                        talkingFrom(nowMs, talkMs),
                        List.of(
                                new CallAction.Answer(),
                                new CallAction.Play(program),
                                new CallAction.Tell(Told.ANSWERED)));
            case Deed.Refuse(Refusal refusal) -> refuse(refusal);
        };
    }

    private static Turn dialling(Dialling state, CallInput input, long nowMs) {
        return switch (input) {
            case CallInput.Time() -> nowMs < state.giveUpMs() ? new Turn(state, List.of()) : cancel(nowMs);
            case CallInput.HangUp() -> cancel(nowMs);
            case CallInput.Provisional p ->
                new Turn(
                        new Dialling(state.program(), state.talkMs(), true, state.giveUpMs()),
                        state.ringing() ? List.of() : List.of(new CallAction.Tell(Told.RINGING)));
            case CallInput.Accepted() ->
                new Turn(
                        talkingFrom(nowMs, state.talkMs()),
                        List.of(new CallAction.Play(state.program()), new CallAction.Tell(Told.ANSWERED)));
            case CallInput.AcceptedUnusable(String why) ->
                end(
                        new CallEnd(Side.CARRIER, 200, Refusal.NOT_ACCEPTABLE.q850(), why),
                        new CallAction.Bye(Refusal.NOT_ACCEPTABLE.q850(), why),
                        new CallAction.Tell(Told.BYE));
            case CallInput.Rejected(int status, int q850, String text) ->
                end(new CallEnd(Side.GATEWAY, status, q850, text), new CallAction.Tell(Told.REFUSED));
            case CallInput.Failed(String why) -> failed(why);
            case CallInput.Bye b -> new Turn(state, List.of());
            case CallInput.Cancelled c -> new Turn(state, List.of());
            case CallInput.Heard h -> new Turn(state, List.of());
        };
    }

    private static Turn cancelling(Cancelling state, CallInput input, long nowMs) {
        return switch (input) {
            case CallInput.Time() ->
                nowMs < state.giveUpMs() ? new Turn(state, List.of()) : failed("no answer to CANCEL");
            case CallInput.Accepted a -> crossed();
            case CallInput.AcceptedUnusable a -> crossed();
            case CallInput.Rejected(int status, int q850, String text) ->
                end(new CallEnd(Side.CARRIER, status, q850, text), new CallAction.Tell(Told.CANCELLED));
            case CallInput.Failed(String why) -> failed(why);
            case CallInput.HangUp h -> new Turn(state, List.of());
            case CallInput.Provisional p -> new Turn(state, List.of());
            case CallInput.Bye b -> new Turn(state, List.of());
            case CallInput.Cancelled c -> new Turn(state, List.of());
            case CallInput.Heard h -> new Turn(state, List.of());
        };
    }

    /** The 200 crossed our CANCEL: the call exists, and is ended by BYE (RFC 3261 section 9.1). */
    private static Turn crossed() {
        return end(
                new CallEnd(Side.CARRIER, 200, NORMAL_CLEARING, "Answered while being cancelled"),
                new CallAction.Bye(NORMAL_CLEARING, "Normal call clearing"),
                new CallAction.Tell(Told.CANCELLED));
    }

    private static Turn talking(Talking state, CallInput input, long nowMs) {
        return switch (input) {
            case CallInput.Heard() -> new Turn(new Talking(state.answeredMs(), state.hangUpMs(), nowMs), List.of());
            case CallInput.Bye(int q850, String text) ->
                end(new CallEnd(Side.GATEWAY, 200, q850, text), new CallAction.Tell(Told.BYE));
            case CallInput.HangUp() -> hangUp(NORMAL_CLEARING, "Normal call clearing");
            case CallInput.Time() -> {
                if (nowMs >= state.hangUpMs()) {
                    yield hangUp(NORMAL_CLEARING, "Normal call clearing");
                }
                yield nowMs >= state.lastHeardMs() + SILENCE_LIMIT_MS
                        ? hangUp(RECOVERY_ON_TIMER, "No media for 30 s")
                        : new Turn(state, List.of());
            }
            case CallInput.Failed(String why) ->
                end(
                        new CallEnd(Side.NETWORK, 200, RECOVERY_ON_TIMER, why),
                        new CallAction.Bye(RECOVERY_ON_TIMER, why),
                        new CallAction.Tell(Told.FAILED));
            case CallInput.Cancelled c -> new Turn(state, List.of());
            case CallInput.Provisional p -> new Turn(state, List.of());
            case CallInput.Accepted a -> new Turn(state, List.of());
            case CallInput.AcceptedUnusable a -> new Turn(state, List.of());
            case CallInput.Rejected r -> new Turn(state, List.of());
        };
    }

    private static Talking talkingFrom(long nowMs, long talkMs) {
        return new Talking(nowMs, nowMs + Math.min(talkMs, TALK_LIMIT_MS), nowMs);
    }

    private static Turn cancel(long nowMs) {
        return new Turn(new Cancelling(nowMs + CANCEL_LIMIT_MS), List.of(new CallAction.Cancel()));
    }

    private static Turn hangUp(int q850, String text) {
        return end(
                new CallEnd(Side.CARRIER, 200, q850, text),
                new CallAction.Bye(q850, text),
                new CallAction.Tell(Told.BYE));
    }

    private static Turn refuse(Refusal refusal) {
        return end(
                new CallEnd(Side.CARRIER, refusal.status(), refusal.q850(), refusal.text()),
                new CallAction.Refuse(refusal),
                new CallAction.Tell(Told.REFUSED));
    }

    private static Turn failed(String why) {
        return end(new CallEnd(Side.NETWORK, 0, 0, why), new CallAction.Tell(Told.FAILED));
    }

    private static Turn end(CallEnd end, CallAction... actions) {
        List<CallAction> all = new ArrayList<>(List.of(actions));
        all.add(new CallAction.Close());
        return new Turn(new Ended(end), List.copyOf(all));
    }
}
