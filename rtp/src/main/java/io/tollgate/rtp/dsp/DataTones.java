package io.tollgate.rtp.dsp;

/**
 * Listens in one direction for the tones by which faxes and modems make themselves known: the calling tone of a fax (CNG,
 * 1100 Hz for half a second, ITU-T T.30 section 4.3.3.3) and the answer tone (CED and ANS, 2100 Hz, T.30 section 4.3.3.2 and
 * V.25), without or with the phase reversals every 450 ms that are to disable echo cancellers (V.25, ITU-T G.168 section 7).
 *
 * <p>Blocks of 10 ms are compared with a sine of either frequency, of which whole periods fit into a block; a tone is what
 * holds most of a block's power. A reversal is a block whose phase lies opposite to where the blocks before it lead.
 *
 * <p>Mutable, one owner, allocates nothing after construction.
 */
final class DataTones {
    private static final double ANSWER_HZ = 2_100;
    private static final double CALLING_HZ = 1_100;
    private static final int BLOCK_MS = 10;

    /** Tones from -31 dBm0 on must be found (G.168 section 7.2); 4 dB below that they are not looked for. */
    private static final double FLOOR = power(-35);

    /** What a line holds without a signal on it: below -36 dBm0 (G.168 section 7.8). */
    private static final double QUIET = power(-36);

    /**
     * A tone that is off by 38 Hz, as CNG may be, has still 0.6 of its power in the comparison; one that is off by 50 Hz has
     * 0.4, and G.168 asks that nothing be found beyond 1900 and 2350 Hz.
     */
    private static final double PURE = 0.55;

    /** Cosine of 130 degrees: 155 to 180 are reversals, and up to 110 are none (G.168 section 7.2). */
    private static final double OPPOSITE = -0.64;

    /** A reversal in the middle of a block leaves nothing of the tone there. */
    private static final int GAP_BLOCKS = 2;

    private static final int ANSWER_BLOCKS = 30;
    private static final int CALLING_LEAST = 40;
    private static final int CALLING_MOST = 60;
    /** 450 ms, with the 25 ms that they may be off and a block for our own coarseness. */
    private static final int PERIOD_LEAST = 41;

    private static final int PERIOD_MOST = 49;
    private static final int NO_REVERSAL = 1_000;
    /** One reversal shows in several blocks. */
    private static final int ONCE = 6;

    /** So much of the old direction of the phase is kept with each block. */
    private static final double STEADY = 0.8;

    private final int block;
    private final float[] pcm;
    private final Probe answer;
    private final Probe calling;
    private int filled;
    private int answerRun;
    private int answerGap;
    private int callingRun;
    private int quietBlocks = Integer.MAX_VALUE / 2;
    private int sinceReversal = NO_REVERSAL;
    private boolean foundCalling;
    private boolean foundAnswer;
    private boolean foundReversals;

    /** One frequency in blocks, and how its phase moved over the last three of them. */
    private static final class Probe {
        private final float[] cos;
        private final float[] sin;
        private double re;
        private double im;
        private double re1;
        private double im1;
        private double re2;
        private double im2;
        private double wayRe;
        private double wayIm;

        Probe(double hz, int rate, int block) {
            cos = new float[block];
            sin = new float[block];
            for (int i = 0; i < block; i++) {
                cos[i] = (float) Math.cos(2 * Math.PI * hz * i / rate);
                sin[i] = (float) Math.sin(2 * Math.PI * hz * i / rate);
            }
        }

        /** Mean square of what of the block is a sine of this frequency. */
        double power(float[] pcm) {
            re2 = re1;
            im2 = im1;
            re1 = re;
            im1 = im;
            float sumRe = 0;
            float sumIm = 0;
            for (int i = 0; i < pcm.length; i++) {
                sumRe += pcm[i] * cos[i];
                sumIm += pcm[i] * sin[i];
            }
            re = sumRe;
            im = -sumIm;
            return 2 * (re * re + im * im) / ((double) pcm.length * pcm.length);
        }

        /** What was before this block is another sound. */
        void forget() {
            re = 0;
            im = 0;
            re1 = 0;
            im1 = 0;
            wayRe = 0;
            wayIm = 0;
        }

        /** Whether the phase is opposite to where it was led by the blocks before, of which the second last counts. */
        boolean reversed() {
            double stepRe = re * re2 + im * im2;
            double stepIm = im * re2 - re * im2;
            double step = Math.hypot(stepRe, stepIm);
            if (step == 0) {
                return false;
            }
            stepRe /= step;
            stepIm /= step;
            double way = Math.hypot(wayRe, wayIm);
            double along = way < 0.3 ? 1 : (stepRe * wayRe + stepIm * wayIm) / way;
            if (along < OPPOSITE) {
                return true;
            }
            wayRe = STEADY * wayRe + (1 - STEADY) * stepRe;
            wayIm = STEADY * wayIm + (1 - STEADY) * stepIm;
            return false;
        }
    }

    /** {@code sampleRate}: 8000 or 16000 Hz. */
    DataTones(int sampleRate) {
        Rates.check(sampleRate);
        block = sampleRate / 1_000 * BLOCK_MS;
        pcm = new float[block];
        answer = new Probe(ANSWER_HZ, sampleRate, block);
        calling = new Probe(CALLING_HZ, sampleRate, block);
    }

    /** Mean square of a sine of this level; 0 dBm0 is -6.15 dBov. */
    private static double power(double dbm0) {
        return 32_768.0 * 32_768.0 * Math.pow(10, (dbm0 - 6.15) / 10);
    }

    void listen(short[] sound, int off, int samples) {
        for (int i = 0; i < samples; i++) {
            pcm[filled++] = sound[off + i];
            if (filled == block) {
                filled = 0;
                block();
            }
        }
    }

    private void block() {
        double power = Blocks.power(pcm, 0, block);
        quietBlocks = power < QUIET ? Math.min(quietBlocks + 1, Integer.MAX_VALUE / 2) : 0;
        boolean loud = power >= FLOOR;
        answering(answer.power(pcm) >= PURE * power && loud);
        callingTone(calling.power(pcm) >= PURE * power && loud);
    }

    private void answering(boolean tone) {
        sinceReversal = Math.min(sinceReversal + 1, NO_REVERSAL);
        answerGap = tone ? 0 : answerGap + 1;
        if (answerGap > GAP_BLOCKS) {
            answerRun = 0;
            sinceReversal = NO_REVERSAL;
            answer.forget();
            return;
        }
        answerRun++;
        foundAnswer |= tone && answerRun >= ANSWER_BLOCKS;
        if (tone && answer.reversed() && sinceReversal > ONCE) {
            foundReversals |= sinceReversal >= PERIOD_LEAST && sinceReversal <= PERIOD_MOST;
            sinceReversal = 0;
        }
    }

    private void callingTone(boolean tone) {
        if (tone) {
            callingRun++;
        } else {
            foundCalling |= callingRun >= CALLING_LEAST && callingRun <= CALLING_MOST;
            callingRun = 0;
        }
    }

    /** Whether a fax has called: a tone of 1100 Hz of the right length has ended. */
    boolean calling() {
        return foundCalling;
    }

    /** Whether a fax or a modem has answered: there were 300 ms of 2100 Hz. */
    boolean answered() {
        return foundAnswer;
    }

    /** Whether that tone's phase was reversed twice, 450 ms apart. */
    boolean reversals() {
        return foundReversals;
    }

    /** The tone that reverses its phase has done what it is for. */
    void forgetReversals() {
        foundReversals = false;
        sinceReversal = NO_REVERSAL;
    }

    /** For how long there has been no signal, in ms. */
    long quietMs() {
        return (long) quietBlocks * BLOCK_MS;
    }
}
