package io.tollgate.rtp.media;

import io.tollgate.rtp.audio.Resampler;
import io.tollgate.rtp.audio.Tones;
import io.tollgate.rtp.audio.WavFile;

/**
 * A sound to play instead of the other side's voice. Held at both rates that legs run at, so that playing it costs the
 * worker no more than copying. Immutable; make one and share it between calls.
 */
public final class Prompt {
    private final short[] narrow;
    private final short[] wide;
    private final boolean loop;

    private Prompt(short[] narrow, short[] wide, boolean loop) {
        this.narrow = narrow;
        this.wide = wide;
        this.loop = loop;
    }

    /**
     * A prompt of mono PCM. Converts the rate here and now, so not on a worker.
     *
     * @param sampleRate in Hz
     * @param loop whether it starts again at its end
     */
    public static Prompt of(int sampleRate, short[] pcm, boolean loop) {
        if (pcm.length == 0) {
            throw new IllegalArgumentException("a prompt without a sound");
        }
        return new Prompt(
                Resampler.resample(pcm, sampleRate, 8_000), Resampler.resample(pcm, sampleRate, 16_000), loop);
    }

    /** A prompt from a file that was read. */
    public static Prompt of(WavFile file, boolean loop) {
        return of(file.sampleRate(), file.mono(), loop);
    }

    /** A tone of the telephone network; it loops when its pattern says so. */
    public static Prompt tone(Tones.Plan plan, Tones.Tone tone) {
        Tones.Pattern pattern = Tones.pattern(plan, tone);
        return new Prompt(pattern.render(8_000), pattern.render(16_000), pattern.repeats());
    }

    /** How long it is, once. */
    public long durationMs() {
        return narrow.length / 8;
    }

    boolean loops() {
        return loop;
    }

    /** The samples at 8 or 16 kHz; not to be written to. */
    short[] at(int sampleRate) {
        return sampleRate == 8_000 ? narrow : wide;
    }
}
