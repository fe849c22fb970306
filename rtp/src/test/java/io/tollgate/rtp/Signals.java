package io.tollgate.rtp;

import java.util.SplittableRandom;

/** Sounds made by formula, and ways to compare sounds. */
public final class Signals {
    private Signals() {}

    /** A sine. {@code amplitude}: peak, 0 to 32767. */
    public static short[] sine(double frequencyHz, double amplitude, int rate, int samples) {
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * frequencyHz * i / rate));
        }
        return pcm;
    }

    /**
     * Something like speech: a gliding voice of 100 to 180 Hz with the formants of changing vowels, breaking into
     * syllables. Band-limited to {@code bandHz}, so that the same speech can be had at several rates.
     */
    public static short[] speech(int rate, int durationMs, double bandHz) {
        int samples = (int) ((long) rate * durationMs / 1000);
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            double t = (double) i / rate;
            double pitch = 140 + 30 * Math.sin(2 * Math.PI * 0.7 * t) + 10 * Math.sin(2 * Math.PI * 2.3 * t);
            double phase = 2 * Math.PI * 140 * t
                    - 30 / 0.7 * Math.cos(2 * Math.PI * 0.7 * t)
                    - 10 / 2.3 * Math.cos(2 * Math.PI * 2.3 * t);
            double syllable = Math.max(0, Math.sin(2 * Math.PI * 2.1 * t) + 0.35);
            double sum = 0;
            for (int harmonic = 1; harmonic * pitch < bandHz; harmonic++) {
                sum += vowel(harmonic * pitch, t) * Math.sin(harmonic * phase + 0.3 * harmonic * harmonic);
            }
            pcm[i] = (short) Math.clamp(Math.round(2_600 * syllable * sum), -30_000, 30_000);
        }
        return pcm;
    }

    private static double vowel(double hz, double t) {
        double first = 500 + 200 * Math.sin(2 * Math.PI * 1.1 * t);
        double second = 1_500 + 500 * Math.sin(2 * Math.PI * 0.8 * t + 1);
        return resonance(hz, first, 90) + 0.5 * resonance(hz, second, 120) + 0.25 * resonance(hz, 2_600, 200);
    }

    private static double resonance(double hz, double centre, double width) {
        double x = (hz - centre) / width;
        return 1 / (1 + x * x);
    }

    /** White noise. {@code amplitude}: peak. */
    public static short[] noise(int amplitude, int samples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) random.nextInt(-amplitude, amplitude + 1);
        }
        return pcm;
    }

    /**
     * How one sound matches another.
     *
     * @param snrDb signal to noise at the best lag and gain
     * @param lagMs by which the sound is later than its reference
     */
    public record Match(double snrDb, double lagMs) {}

    /**
     * Matches a sound of any rate that divides 48000 with its reference at 48 kHz, so that lags of a fraction of a sample
     * are found.
     */
    public static Match match(short[] reference48, short[] sound, int rate, double maxLagMs) {
        int step = 48_000 / rate;
        int best = 0;
        double bestCorrelation = Double.NEGATIVE_INFINITY;
        for (int lag = 0; lag <= 48 * maxLagMs; lag++) {
            double correlation = correlation(reference48, sound, step, lag);
            if (correlation > bestCorrelation) {
                bestCorrelation = correlation;
                best = lag;
            }
        }
        return new Match(-10 * Math.log10(1 - bestCorrelation * bestCorrelation + 1e-12), best / 48.0);
    }

    /** Normalised, -1 to 1; the noise that remains at the best gain is 1 less its square. */
    private static double correlation(short[] reference, short[] sound, int step, int lag) {
        double xy = 0;
        double xx = 1e-9;
        double yy = 1e-9;
        for (int i = (lag + step - 1) / step; i < sound.length && i * step - lag < reference.length; i++) {
            double x = sound[i];
            double y = reference[i * step - lag];
            xy += x * y;
            xx += x * x;
            yy += y * y;
        }
        return xy / Math.sqrt(xx * yy);
    }

    /** The amplitude of one frequency in a range of samples (Goertzel, with a Hann window). */
    public static double amplitude(short[] pcm, int from, int to, double frequencyHz, int rate) {
        double step = 2 * Math.PI * frequencyHz / rate;
        double coefficient = 2 * Math.cos(step);
        double s1 = 0;
        double s2 = 0;
        double weight = 0;
        int n = to - from;
        for (int i = 0; i < n; i++) {
            double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / n);
            double s0 = pcm[from + i] * window + coefficient * s1 - s2;
            weight += window;
            s2 = s1;
            s1 = s0;
        }
        return 2 * Math.sqrt(s1 * s1 + s2 * s2 - coefficient * s1 * s2) / weight;
    }

    /** Root mean square of a range of samples. */
    public static double rms(short[] pcm, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) pcm[i] * pcm[i];
        }
        return Math.sqrt(sum / (to - from));
    }
}
