package io.tollgate.rtp.dsp;

import java.util.Arrays;

/**
 * Says which frames hold speech, so that the others need not be sent. Each 10 ms the power in ten bands (eleven at 16 kHz)
 * is compared with the noise in them; the noise is what the band's power fell to within the last 1.6 s, followed closely
 * while nobody speaks. What is doubtful is speech: a call begins as speech until its noise is known, tones are speech
 * however long they last, and a hangover keeps the ends of words. Voices in the background are speech too.
 *
 * <p>Mutable, one owner, allocates nothing after construction.
 */
public final class SpeechDetector {
    /** Long enough for the ends of words and the gaps within them. */
    public static final int DEFAULT_HANGOVER_MS = 240;

    /** After a sound too short to be a word the hangover is this part of itself. */
    private static final double SHORT_HANGOVER = 0.4;

    private static final int WORD_MS = 50;
    private static final int BLOCK_MS = 10;
    private static final int[] EDGES_HZ = {190, 310, 440, 560, 750, 1_000, 1_310, 1_750, 2_310, 2_900, 3_500, 7_000};

    /** Noise below this (in all of a band, about -76 dBov) is not told from silence: G.711's own noise is of that order. */
    private static final double QUIET = 25.0;

    private static final double SMOOTHING = 0.3;
    private static final double LEARNING = 0.06;
    /** A band's power seldom falls as low as its least: the noise lies between that and this multiple of it. */
    private static final double LEAST_TO_NOISE = 4;

    private static final int WINDOWS = 8;
    private static final int BLOCKS_IN_WINDOW = 20;
    /** While the call is so young, noise must be below this to be believed: about -50 dBov in a band. */
    private static final int YOUNG_BLOCKS = 50;

    private static final double YOUNG_NOISE = 10_000.0;

    private static final double CERTAIN = 12;
    private static final double SPEECH_SCORE = 0.75;
    private static final double SILENCE_SCORE = 0.3;
    private static final double TONAL = 0.9;
    private static final double TONE_POWER = 10_000.0;

    private final RealFft fft;
    private final int blockSamples;
    private final int hangoverBlocks;
    private final int shortHangoverBlocks;
    private final int bands;
    private final int[] edges;
    private final float[] window;
    private final float[] history;
    private final float[] windowed;
    private final float[] re;
    private final float[] im;
    private final float[] powers;
    private final double[] band;
    private final double[] smooth;
    private final double[] noise;
    private final double[] least;
    private final double[] leasts;
    private int filled;
    private int age;
    private int windowAge;
    private int windowAt;
    private int spokenBlocks;
    private int hangover;
    private boolean speech = true;
    private double total;

    /** With the usual hangover. {@code sampleRate}: 8000 or 16000 Hz. */
    public SpeechDetector(int sampleRate) {
        this(sampleRate, DEFAULT_HANGOVER_MS);
    }

    /**
     * @param sampleRate in Hz: 8000 or 16000
     * @param hangoverMs for how long a frame is still called speech after the last that was: 0 to 2000
     */
    public SpeechDetector(int sampleRate, int hangoverMs) {
        Rates.check(sampleRate);
        if (hangoverMs < 0 || hangoverMs > 2_000) {
            throw new IllegalArgumentException("a hangover of " + hangoverMs + " ms");
        }
        blockSamples = sampleRate * BLOCK_MS / 1_000;
        hangoverBlocks = hangoverMs / BLOCK_MS;
        shortHangoverBlocks = (int) (hangoverBlocks * SHORT_HANGOVER);
        int size = sampleRate == 8_000 ? 128 : 256;
        fft = new RealFft(size);
        bands = sampleRate == 8_000 ? EDGES_HZ.length - 2 : EDGES_HZ.length - 1;
        edges = new int[bands + 1];
        for (int i = 0; i <= bands; i++) {
            edges[i] = Math.round((float) EDGES_HZ[i] * size / sampleRate);
        }
        window = window(size, blockSamples);
        history = new float[size];
        windowed = new float[size];
        re = new float[fft.bins()];
        im = new float[fft.bins()];
        powers = new float[fft.bins()];
        band = new double[bands];
        smooth = new double[bands];
        noise = new double[bands];
        least = new double[bands];
        leasts = new double[bands * WINDOWS];
        reset();
    }

    /** Rises over the old samples and falls quickly at the newest, which must count soon; scaled to keep power. */
    private static float[] window(int size, int block) {
        float[] window = new float[size];
        int rise = size - block;
        int fall = block / 5;
        double energy = 0;
        for (int i = 0; i < size; i++) {
            double edge = Math.min(1, Math.min((i + 0.5) / rise, (size - i - 0.5) / fall));
            window[i] = (float) (0.5 - 0.5 * Math.cos(Math.PI * edge));
            energy += window[i] * window[i];
        }
        // The sum over the bins of half a spectrum is then half the mean square.
        double scale = 1 / Math.sqrt(energy * size);
        for (int i = 0; i < size; i++) {
            window[i] *= (float) scale;
        }
        return window;
    }

    /** Forgets all, as at the beginning of a call. */
    public void reset() {
        Arrays.fill(history, 0);
        Arrays.fill(smooth, 0);
        Arrays.fill(noise, QUIET);
        Arrays.fill(least, Double.MAX_VALUE);
        Arrays.fill(leasts, Double.MAX_VALUE);
        filled = 0;
        age = 0;
        windowAge = 0;
        windowAt = 0;
        spokenBlocks = 0;
        hangover = 0;
        speech = true;
    }

    /**
     * Hears the next frame, of any length; 10, 20 or 30 ms are usual.
     *
     * @return true when the frame holds speech or follows it within the hangover
     */
    public boolean speech(short[] pcm, int off, int samples) {
        boolean any = false;
        boolean judged = false;
        int size = history.length;
        int at = 0;
        while (at < samples) {
            int n = Math.min(samples - at, blockSamples - filled);
            for (int i = 0; i < n; i++) {
                history[size - blockSamples + filled + i] = pcm[off + at + i];
            }
            filled += n;
            at += n;
            if (filled == blockSamples) {
                judge();
                judged = true;
                any |= speech;
                System.arraycopy(history, blockSamples, history, 0, size - blockSamples);
                filled = 0;
            }
        }
        return judged ? any : speech;
    }

    /** Power of the last 10 ms within the telephone band, in dBov. */
    public double levelDbov() {
        return dbov(total);
    }

    /** Power of the noise within the telephone band, in dBov; not below -66. */
    public double noiseDbov() {
        double sum = 0;
        for (double power : noise) {
            sum += power;
        }
        return dbov(sum);
    }

    private static double dbov(double power) {
        return power < 1e-3 ? -127 : 10 * Math.log10(power / ComfortNoise.FULL_SCALE_POWER);
    }

    private void judge() {
        measure();
        followLeast();
        double score = score();
        boolean tone = tonal();
        learn(score < SILENCE_SCORE && !tone);
        if (score > SPEECH_SCORE || tone) {
            spokenBlocks++;
            hangover = Math.max(hangover, spokenBlocks * BLOCK_MS >= WORD_MS ? hangoverBlocks : shortHangoverBlocks);
            speech = true;
        } else {
            spokenBlocks = 0;
            speech = hangover > 0;
            hangover = Math.max(0, hangover - 1);
        }
        age++;
    }

    private void measure() {
        for (int i = 0; i < windowed.length; i++) {
            windowed[i] = history[i] * window[i];
        }
        fft.forward(windowed, 0, re, im);
        for (int k = edges[0]; k < edges[bands]; k++) {
            powers[k] = 2 * (re[k] * re[k] + im[k] * im[k]);
        }
        total = 0;
        for (int b = 0; b < bands; b++) {
            double sum = 0;
            for (int k = edges[b]; k < edges[b + 1]; k++) {
                sum += powers[k];
            }
            band[b] = sum;
            total += sum;
            smooth[b] += SMOOTHING * (sum - smooth[b]);
        }
    }

    /** The least smoothed power of each band in the last eight windows of 200 ms. */
    private void followLeast() {
        boolean next = ++windowAge > BLOCKS_IN_WINDOW;
        if (next) {
            windowAge = 1;
            windowAt = (windowAt + 1) % WINDOWS;
        }
        for (int b = 0; b < bands; b++) {
            int at = b * WINDOWS + windowAt;
            leasts[at] = next ? smooth[b] : Math.min(leasts[at], smooth[b]);
            double lowest = leasts[b * WINDOWS];
            for (int w = 1; w < WINDOWS; w++) {
                lowest = Math.min(lowest, leasts[b * WINDOWS + w]);
            }
            least[b] = lowest;
        }
    }

    /** Mean over the bands of the logarithm of how much likelier what is heard is as speech than as noise. */
    private double score() {
        double sum = 0;
        for (int b = 0; b < bands; b++) {
            double ratio = band[b] / noise[b];
            if (ratio > 1) {
                sum += Math.min(CERTAIN, ratio - 1 - Math.log(ratio));
            }
        }
        return sum / bands;
    }

    private void learn(boolean silent) {
        double most = age < YOUNG_BLOCKS ? YOUNG_NOISE : Double.MAX_VALUE;
        for (int b = 0; b < bands; b++) {
            if (silent) {
                noise[b] += LEARNING * (band[b] - noise[b]);
            }
            double lower = Math.min(most, least[b]);
            noise[b] = Math.max(QUIET, Math.clamp(noise[b], lower, LEAST_TO_NOISE * lower + QUIET));
        }
    }

    /** Whether one narrow peak, or two of them, hold nearly all of the power: a tone, a digit, a signal of the network. */
    private boolean tonal() {
        if (total < TONE_POWER) {
            return false;
        }
        int first = peak(-1);
        int second = peak(first);
        return around(first, -1) + around(second, first) > TONAL * total;
    }

    private int peak(int except) {
        int best = edges[0];
        double most = -1;
        for (int k = edges[0]; k < edges[bands]; k++) {
            if (powers[k] > most && (except < 0 || Math.abs(k - except) > 2)) {
                most = powers[k];
                best = k;
            }
        }
        return best;
    }

    private double around(int centre, int except) {
        double sum = 0;
        for (int k = Math.max(edges[0], centre - 2); k < Math.min(edges[bands], centre + 3); k++) {
            if (except < 0 || Math.abs(k - except) > 2) {
                sum += powers[k];
            }
        }
        return sum;
    }
}
