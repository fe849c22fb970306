package io.tollgate.carrier.number;

import io.tollgate.carrier.audio.Program;
import io.tollgate.carrier.audio.Recording;
import io.tollgate.carrier.audio.Voices;
import java.util.Map;

/** The demo numbers, in Ofcom's range for drama (+44 20 7946 0000 to 0999), which nobody owns. */
public final class NumberTable {
    private static final long RING_MS = 1000;
    private static final long SHORT_CALL_MS = 10_000;

    private final Map<String, Script> scripts;

    private NumberTable(Map<String, Script> scripts) {
        this.scripts = scripts;
    }

    /** The table, spoken with these voices. */
    public static NumberTable of(Voices voices) {
        Recording main = voices.voice(Voices.Name.MAIN);
        Recording pause = Recording.silence(400);
        Recording early = voices.voice(Voices.Name.EARLY).then(pause);
        Recording unrecognised = voices.voice(Voices.Name.UNRECOGNISED).then(pause);
        Program voice = new Program.Loop(main, false);
        return new NumberTable(Map.ofEntries(
                Map.entry("+442079460123", answers(new Program.Loop(main, true))),
                Map.entry("+442079460124", answers(voice)),
                Map.entry("+442079460125", answers(new Program.Echo())),
                Map.entry("+442079460101", new Script.Refuses(Refusal.BUSY)),
                Map.entry("+442079460102", new Script.OnlyRings()),
                Map.entry("+442079460103", new Script.AnnouncesThenAnswers(early, voice)),
                Map.entry("+442079460104", new Script.Refuses(Refusal.NO_CIRCUIT)),
                Map.entry("+442079460105", answers(new Program.ReadDigits(voices))),
                Map.entry("+442079460106", new Script.Answers(RING_MS, voice, SHORT_CALL_MS)),
                Map.entry("+442079460107", new Script.Refuses(Refusal.REJECTED)),
                Map.entry("+442079460108", new Script.AnnouncesThenRefuses(unrecognised, Refusal.UNALLOCATED))));
    }

    /** What a number does; numbers that are not in the table are unallocated. */
    public Script script(String number) {
        return scripts.getOrDefault(number, new Script.Refuses(Refusal.UNALLOCATED));
    }

    private static Script answers(Program program) {
        return new Script.Answers(RING_MS, program, Script.NO_LIMIT);
    }
}
