package io.tollgate.carrier.call;

import io.tollgate.carrier.audio.Program;
import io.tollgate.carrier.number.Script;

/** Where a call stands. */
public sealed interface CallState {
    /** Stands for "nothing is due". */
    long NEVER = Long.MAX_VALUE;

    /** When the machine wants to see the time next, in the milliseconds of its clock. */
    default long deadlineMs() {
        return switch (this) {
            case Arriving(Script script, int next, long startMs) ->
                startMs + script.steps().get(next).atMs();
            case Dialling dialling -> dialling.giveUpMs();
            case Cancelling(long giveUpMs) -> giveUpMs;
            case Talking talking -> Math.min(talking.hangUpMs(), talking.lastHeardMs() + CallMachine.SILENCE_LIMIT_MS);
            case Ended ended -> NEVER;
        };
    }

    /** One word for it. */
    default String word() {
        return switch (this) {
            case Arriving a -> "ringing";
            case Dialling d -> d.ringing() ? "ringing" : "dialling";
            case Cancelling c -> "cancelling";
            case Talking t -> "answered";
            case Ended e -> "ended";
        };
    }

    /** An INVITE came; its script is played up to step {@code next}. */
    record Arriving(Script script, int next, long startMs) implements CallState {}

    /** Our INVITE is out. */
    record Dialling(Program program, long talkMs, boolean ringing, long giveUpMs) implements CallState {}

    /** Our CANCEL is out, the final answer is awaited. */
    record Cancelling(long giveUpMs) implements CallState {}

    /** Answered. */
    record Talking(long answeredMs, long hangUpMs, long lastHeardMs) implements CallState {}

    /** Over. */
    record Ended(CallEnd end) implements CallState {}
}
