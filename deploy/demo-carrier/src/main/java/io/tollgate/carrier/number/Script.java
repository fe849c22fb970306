package io.tollgate.carrier.number;

import io.tollgate.carrier.audio.Program;
import io.tollgate.carrier.audio.Recording;
import java.util.List;

/** How a number behaves, and at which time after the INVITE it does what. */
public sealed interface Script {
    /** When a telephone that nobody picks up stops ringing, like a real exchange after three minutes. */
    long RING_LIMIT_MS = 180_000;

    /** Stands for "until the other side hangs up". */
    long NO_LIMIT = Long.MAX_VALUE;

    /** One thing to do at one time. */
    record Step(long atMs, Deed deed) {}

    /** What a step does. */
    sealed interface Deed {
        /** 180 without media. */
        record Ring() implements Deed {}

        /** 183 with our session description, and audio before the answer. */
        record Announce(Program program) implements Deed {}

        /** 200; hang up after so long, or never ({@link #NO_LIMIT}). */
        record Answer(Program program, long talkMs) implements Deed {}

        /** A final refusal. */
        record Refuse(Refusal refusal) implements Deed {}
    }

    /** Refuses at once. */
    record Refuses(Refusal refusal) implements Script {}

    /** Rings until the caller gives up. */
    record OnlyRings() implements Script {}

    /** Rings, answers, and hangs up after a while or never. */
    record Answers(long ringMs, Program program, long talkMs) implements Script {}

    /** Speaks before the answer, then answers. */
    record AnnouncesThenAnswers(Recording announcement, Program program) implements Script {}

    /** Speaks before the answer, then refuses. */
    record AnnouncesThenRefuses(Recording announcement, Refusal refusal) implements Script {}

    /** The steps in order of time; the last one is final for the signalling. */
    default List<Step> steps() {
        return switch (this) {
            case Refuses(Refusal refusal) -> List.of(new Step(0, new Deed.Refuse(refusal)));
            case OnlyRings() ->
                List.of(new Step(0, new Deed.Ring()), new Step(RING_LIMIT_MS, new Deed.Refuse(Refusal.NO_ANSWER)));
            case Answers(long ringMs, Program program, long talkMs) ->
                List.of(new Step(0, new Deed.Ring()), new Step(ringMs, new Deed.Answer(program, talkMs)));
            case AnnouncesThenAnswers(Recording announcement, Program program) ->
                List.of(
                        new Step(0, new Deed.Announce(new Program.Once(announcement))),
                        new Step(announcement.durationMs(), new Deed.Answer(program, NO_LIMIT)));
            case AnnouncesThenRefuses(Recording announcement, Refusal refusal) ->
                List.of(
                        new Step(0, new Deed.Announce(new Program.Once(announcement))),
                        new Step(announcement.durationMs(), new Deed.Refuse(refusal)));
        };
    }
}
