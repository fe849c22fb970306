package io.tollgate.rtp.audio;

import java.util.Arrays;
import java.util.List;

/**
 * The tones by which a telephone network tells its callers what is going on, after ITU-T E.180 and its supplement of
 * national tones. Pure; a tone is a pattern of sounds and silences that {@link Pattern#render} turns into PCM.
 */
public final class Tones {
    /** Whose tones. */
    public enum Plan {
        /** United Kingdom (BT SIN 350). */
        GB,
        /** United States and Canada (Telcordia GR-506, ANSI T1.401). */
        US,
        /** 425 Hz with the cadences that ITU-T E.180 recommends, as in most of Europe. */
        EU;

        /** The plan of a country by its ISO 3166 code; {@link #EU} for all that are not listed. */
        public static Plan ofCountry(String iso) {
            return switch (iso) {
                case "GB", "GG", "IM", "JE" -> GB;
                case "US", "CA", "PR" -> US;
                default -> EU;
            };
        }
    }

    /** Which tone. */
    public enum Tone {
        /** The called telephone rings. */
        RINGBACK,
        /** The called party is engaged. */
        BUSY,
        /** The network cannot take the call (reorder tone in the US). */
        CONGESTION,
        /** Three rising sounds before an announcement: the number cannot be reached. */
        SPECIAL_INFORMATION,
        /** One short beep in a call: credit is running out. */
        WARNING
    }

    /**
     * One sound of a pattern, or a silence when it has no frequencies.
     *
     * @param frequenciesHz sounded together, each with the pattern's level
     * @param durationMs how long
     */
    public record Sound(List<Double> frequenciesHz, int durationMs) {
        public Sound {
            frequenciesHz = List.copyOf(frequenciesHz);
            if (durationMs <= 0) {
                throw new IllegalArgumentException("a sound of " + durationMs + " ms");
            }
        }
    }

    /**
     * A tone: its sounds and silences, played once or again and again.
     *
     * @param levelDbm0 of each frequency, in dBm0 (a sine at full scale of G.711 has 3.14)
     * @param repeats whether the pattern starts anew at its end
     */
    public record Pattern(List<Sound> sounds, double levelDbm0, boolean repeats) {
        public Pattern {
            sounds = List.copyOf(sounds);
        }

        /** One pass through the pattern. */
        public int durationMs() {
            return sounds.stream().mapToInt(Sound::durationMs).sum();
        }

        /**
         * One pass through the pattern as PCM; sounds rise and fall within 5 ms, so that it can be repeated without a
         * click.
         *
         * @param sampleRate in Hz, for instance 8000, 16000 or 48000
         */
        public short[] render(int sampleRate) {
            short[] pcm = new short[Math.toIntExact((long) durationMs() * sampleRate / 1000)];
            double amplitude = FULL_SCALE * Math.pow(10, (levelDbm0 - FULL_SCALE_DBM0) / 20);
            int startMs = 0;
            for (Sound sound : sounds) {
                int from = (int) ((long) startMs * sampleRate / 1000);
                startMs += sound.durationMs();
                int to = (int) ((long) startMs * sampleRate / 1000);
                sing(sound, pcm, from, to, sampleRate, amplitude);
            }
            return pcm;
        }
    }

    private static final double FULL_SCALE = 32_767;
    private static final double FULL_SCALE_DBM0 = 3.14;
    private static final double RAMP_SECONDS = 0.005;

    /** In the middle of what E.180 allows at the caller's exchange. */
    private static final double LEVEL_DBM0 = -13;

    private Tones() {}

    private static void sing(Sound sound, short[] pcm, int from, int to, int sampleRate, double amplitude) {
        int ramp = Math.max(1, (int) (RAMP_SECONDS * sampleRate));
        for (int i = from; i < to; i++) {
            double sum = 0;
            for (double frequency : sound.frequenciesHz()) {
                sum += Math.sin(2 * Math.PI * frequency * (i - from) / sampleRate);
            }
            double edge = Math.min(1, (double) Math.min(i - from, to - 1 - i) / ramp);
            double gain = 0.5 - 0.5 * Math.cos(Math.PI * edge);
            pcm[i] = (short) Math.clamp(Math.round(amplitude * gain * sum), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    /** The pattern of a tone. */
    public static Pattern pattern(Plan plan, Tone tone) {
        return switch (tone) {
            case RINGBACK -> ringback(plan);
            case BUSY -> busy(plan);
            case CONGESTION -> congestion(plan);
            case SPECIAL_INFORMATION -> specialInformation(plan);
            case WARNING -> once(on(400, 1400));
        };
    }

    /** One pass through a tone as PCM; see {@link Pattern#render}. */
    public static short[] render(Plan plan, Tone tone, int sampleRate) {
        return pattern(plan, tone).render(sampleRate);
    }

    private static Pattern ringback(Plan plan) {
        return switch (plan) {
            case GB -> again(on(400, 400, 450), off(200), on(400, 400, 450), off(2000));
            case US -> again(on(2000, 440, 480), off(4000));
            case EU -> again(on(1000, 425), off(4000));
        };
    }

    private static Pattern busy(Plan plan) {
        return switch (plan) {
            case GB -> again(on(375, 400), off(375));
            case US -> again(on(500, 480, 620), off(500));
            case EU -> again(on(500, 425), off(500));
        };
    }

    private static Pattern congestion(Plan plan) {
        return switch (plan) {
            case GB -> again(on(400, 400), off(350), on(225, 400), off(525));
            case US -> again(on(250, 480, 620), off(250));
            case EU -> again(on(250, 425), off(250));
        };
    }

    /** US: the intercept form of the tone, short, short, long, a little off the round frequencies of E.180. */
    private static Pattern specialInformation(Plan plan) {
        return switch (plan) {
            case GB, EU -> again(on(330, 950), on(330, 1400), on(330, 1800), off(1000));
            case US -> once(on(274, 913.8), on(274, 1370.6), on(380, 1776.7), off(100));
        };
    }

    private static Sound on(int durationMs, double... frequenciesHz) {
        return new Sound(Arrays.stream(frequenciesHz).boxed().toList(), durationMs);
    }

    private static Sound off(int durationMs) {
        return new Sound(List.of(), durationMs);
    }

    private static Pattern again(Sound... sounds) {
        return new Pattern(List.of(sounds), LEVEL_DBM0, true);
    }

    private static Pattern once(Sound... sounds) {
        return new Pattern(List.of(sounds), LEVEL_DBM0, false);
    }
}
