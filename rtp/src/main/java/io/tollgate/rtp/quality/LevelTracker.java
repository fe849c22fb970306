package io.tollgate.rtp.quality;

/**
 * How loud one direction is: the last second, and over the whole call the level of speech, of the noise between it, peak and
 * clipping. Levels are in dBov, where a square wave of full amplitude is 0 and a sine of full amplitude -3.01; {@link
 * #SILENT_DBOV} stands for nothing at all.
 *
 * <p>Speech is told from noise as in ITU-T P.56 method B: for each of fifteen thresholds 6 dB apart it is counted how long the
 * envelope stayed above it, with a hang-over of 200 ms; speech is what exceeds the threshold that lies 15.9 dB below the level
 * it yields. The envelope moves in blocks of 2.5 ms instead of samples, which costs a tenth and is as good for a telephone.
 *
 * <p>Mutable, owned by one thread, allocates nothing.
 */
public final class LevelTracker {
    /** What is reported for silence, in dBov. */
    public static final double SILENT_DBOV = -127;

    /** A frame below this is taken for silence: digital zeros, or the noise that a coder makes of them. */
    static final double SOUND_DBOV = -70;

    /** What never gets louder than this is noise and no speech. */
    private static final double QUIETEST_SPEECH_DBOV = -50;

    /** The top of G.711's range after decoding: 32124 for µ-law and 32256 for A-law. */
    private static final int CLIPPED = 32_000;

    private static final double FULL_SCALE = 32_768;
    private static final double MARGIN_DB = 15.9;
    private static final int THRESHOLDS = 15;
    private static final int BLOCKS_PER_SECOND = 400;
    private static final int HANGOVER_BLOCKS = BLOCKS_PER_SECOND / 5;
    /** P.56's time constant of 30 ms, twice, at 2.5 ms a step. */
    private static final double SMOOTHING = Math.exp(-1000.0 / BLOCKS_PER_SECOND / 30);

    private static final double SOUND_ENERGY = energyOf(SOUND_DBOV);
    private static final int RING = 256;

    private final long[] ringEnergy = new long[RING];
    private final int[] ringSamples = new int[RING];
    private int ringAt;
    private int ringCount;
    private long lastSecondEnergy;
    private long lastSecondSamples;

    private final long[] activeBlocks = new long[THRESHOLDS];
    private final int[] hangover = new int[THRESHOLDS];
    private final double[] quietEnergy = new double[THRESHOLDS];
    private final long[] quietBlocks = new long[THRESHOLDS];
    private double smoothOnce;
    private double envelope;
    private double energy;
    private long blocks;

    private double lastFrame;
    private long samplesTotal;
    private long clipped;
    private int peak;
    private long soundless;
    private int rate = 8_000;

    /**
     * Takes what was just played, in frames of any length from 2.5 ms; what is left over of a block is spread over the others.
     *
     * @param sampleRate in Hz, a multiple of 400 from 8000
     */
    public void frame(short[] pcm, int off, int samples, int sampleRate) {
        if (samples <= 0) {
            return;
        }
        rate = sampleRate;
        int block = sampleRate / BLOCKS_PER_SECOND;
        long sum = 0;
        int end = off + samples;
        for (int at = off; at < end; at += block) {
            sum += block(pcm, at, Math.min(end, at + block));
        }
        samplesTotal += samples;
        lastFrame = (double) sum / samples;
        soundless = lastFrame >= SOUND_ENERGY ? 0 : soundless + samples;
        remember(sum, samples);
    }

    private long block(short[] pcm, int from, int to) {
        long squares = 0;
        long magnitudes = 0;
        for (int i = from; i < to; i++) {
            int magnitude = Math.abs(pcm[i]);
            magnitudes += magnitude;
            squares += (long) magnitude * magnitude;
            if (magnitude > peak) {
                peak = magnitude;
            }
            if (magnitude >= CLIPPED) {
                clipped++;
            }
        }
        double mean = (double) magnitudes / (to - from);
        smoothOnce = SMOOTHING * smoothOnce + (1 - SMOOTHING) * mean;
        envelope = SMOOTHING * envelope + (1 - SMOOTHING) * smoothOnce;
        count((double) squares / (to - from), mean);
        return squares;
    }

    /**
     * P.56 section 8.3: activity at each threshold. What is not active there is the noise of that threshold, but for the
     * beginning of a word, which the envelope is too slow for.
     */
    private void count(double blockEnergy, double mean) {
        blocks++;
        energy += blockEnergy;
        for (int j = 0; j < THRESHOLDS; j++) {
            if (envelope >= 1 << j) {
                hangover[j] = HANGOVER_BLOCKS;
                activeBlocks[j]++;
            } else if (hangover[j] > 0) {
                hangover[j]--;
                activeBlocks[j]++;
            } else if (mean < 1 << j) {
                quietEnergy[j] += blockEnergy;
                quietBlocks[j]++;
            }
        }
    }

    /** So many ms went by in which nothing came that could be heard. */
    public void nothing(int ms) {
        soundless += (long) rate * ms / 1_000;
    }

    /** So many ms went by in which nobody listened: silence is taken to last, and nothing else is said of them. */
    public void unheard(int ms) {
        if (soundless > 0) {
            nothing(ms);
        }
    }

    private void remember(long sum, int samples) {
        lastSecondEnergy += sum;
        lastSecondSamples += samples;
        ringEnergy[ringAt] = sum;
        ringSamples[ringAt] = samples;
        ringAt = (ringAt + 1) % RING;
        ringCount = Math.min(RING, ringCount + 1);
        int oldest = (ringAt - ringCount + RING) % RING;
        while (ringCount > 1 && (lastSecondSamples - ringSamples[oldest] >= rate || ringCount == RING)) {
            lastSecondEnergy -= ringEnergy[oldest];
            lastSecondSamples -= ringSamples[oldest];
            oldest = (oldest + 1) % RING;
            ringCount--;
        }
    }

    /** Root mean square of the last frame, 0 to 32768. */
    public double lastFrameRms() {
        return Math.sqrt(lastFrame);
    }

    /** Whether there was anything to hear in the last frame. */
    public boolean sounding() {
        return lastFrame >= SOUND_ENERGY;
    }

    /** For how long there has been nothing to hear, in ms. */
    public long soundlessMs() {
        return soundless * 1_000 / rate;
    }

    /** Level of the last second, in dBov. */
    public double levelDbov() {
        return lastSecondSamples == 0 ? SILENT_DBOV : dbov((double) lastSecondEnergy / lastSecondSamples);
    }

    /** Active speech level over the whole time, in dBov; {@link #SILENT_DBOV} when nobody has spoken. */
    public double speechDbov() {
        int above = threshold();
        return above < 0 ? SILENT_DBOV : speechAt(above);
    }

    /** Share of the time in which somebody spoke, 0 to 100 (P.56 activity factor). */
    public double speechPct() {
        int above = threshold();
        return above < 0 ? 0 : 100.0 * activeBlocks[above] / blocks;
    }

    /** Level of what is heard between the words, in dBov; {@link #SILENT_DBOV} when that is nothing or there is no pause. */
    public double noiseDbov() {
        int above = threshold();
        double noise = above < 0 ? energy : quietEnergy[above];
        long count = above < 0 ? blocks : quietBlocks[above];
        return count == 0 ? SILENT_DBOV : dbov(noise / count);
    }

    /** Highest magnitude so far, in dBov of a square wave; {@link #SILENT_DBOV} for none. */
    public double peakDbov() {
        return dbov((double) peak * peak);
    }

    /** Share of samples at the end of the range, 0 to 100. */
    public double clippedPct() {
        return samplesTotal == 0 ? 0 : 100.0 * clipped / samplesTotal;
    }

    /** The first threshold that lies no more than the margin below the level of what exceeds it, or -1 without speech. */
    private int threshold() {
        for (int j = 0; j < THRESHOLDS; j++) {
            if (activeBlocks[j] == 0) {
                return -1;
            }
            double level = dbov(energy / activeBlocks[j]);
            if (level - thresholdDbov(j) <= MARGIN_DB) {
                return speechAt(j) < QUIETEST_SPEECH_DBOV ? -1 : j;
            }
        }
        return -1;
    }

    /** P.56 interpolates between the threshold and the one below, where the difference crosses the margin. */
    private double speechAt(int j) {
        double level = dbov(energy / activeBlocks[j]);
        double difference = level - thresholdDbov(j);
        if (j == 0) {
            return level;
        }
        double levelBelow = dbov(energy / activeBlocks[j - 1]);
        double differenceBelow = levelBelow - thresholdDbov(j - 1);
        double share = (differenceBelow - MARGIN_DB) / (differenceBelow - difference);
        return levelBelow + share * (level - levelBelow);
    }

    private static double thresholdDbov(int j) {
        return 20 * Math.log10((1 << j) / FULL_SCALE);
    }

    private static double dbov(double meanSquare) {
        return meanSquare <= 0
                ? SILENT_DBOV
                : Math.max(SILENT_DBOV, 10 * Math.log10(meanSquare / (FULL_SCALE * FULL_SCALE)));
    }

    private static double energyOf(double dbov) {
        return FULL_SCALE * FULL_SCALE * Math.pow(10, dbov / 10);
    }
}
