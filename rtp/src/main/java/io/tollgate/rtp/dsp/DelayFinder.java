package io.tollgate.rtp.dsp;

import java.util.Arrays;

/**
 * Finds how late the echo of what was sent begins to come back, by correlation over the last seconds at 4 kHz. Spectra
 * are weighted by the power of both signals (the smoothed coherence transform), so that the pitch of a voice does not look
 * like a row of echoes.
 */
final class DelayFinder {
    static final int NONE = -1;

    private static final int RATE = 4_000;
    private static final int SIZE = 2_048;
    private static final int STEP = 480;
    private static final float MEMORY = 0.8f;
    /** Mean power of a signal that is worth listening to: about -56 dBov for what was sent, -80 for what came. */
    private static final float FAR_ACTIVE = 50f * 50f;

    private static final float NEAR_ACTIVE = 3f * 3f;
    /** How far the peak must stand above the mean of the squared correlation. */
    private static final float SIGNIFICANT = 26;
    /** An earlier peak of this part of the highest is where the echo begins. */
    private static final float EARLY = 0.35f;

    private static final int TOLERANCE = 2 * RATE / 1_000;

    private final int fold;
    private final int lags;
    private final RealFft fft = new RealFft(SIZE);
    private final float[] far = new float[SIZE];
    private final float[] near = new float[SIZE];
    private final float[] farRe = new float[SIZE / 2 + 1];
    private final float[] farIm = new float[SIZE / 2 + 1];
    private final float[] nearRe = new float[SIZE / 2 + 1];
    private final float[] nearIm = new float[SIZE / 2 + 1];
    private final float[] crossRe = new float[SIZE / 2 + 1];
    private final float[] crossIm = new float[SIZE / 2 + 1];
    private final float[] farPower = new float[SIZE / 2 + 1];
    private final float[] nearPower = new float[SIZE / 2 + 1];
    private final float[] work = new float[SIZE];
    private int filled;
    private int lazy;
    private int candidate = NONE;
    private int agreed;

    DelayFinder(int sampleRate, int maxDelayMs) {
        fold = sampleRate / RATE;
        lags = Math.min(SIZE - STEP, maxDelayMs * RATE / 1_000);
    }

    void clear() {
        Arrays.fill(far, 0);
        Arrays.fill(near, 0);
        Arrays.fill(crossRe, 0);
        Arrays.fill(crossIm, 0);
        Arrays.fill(farPower, 0);
        Arrays.fill(nearPower, 0);
        filled = 0;
        candidate = NONE;
    }

    /**
     * Takes a block of 10 ms of both directions.
     *
     * @param content whether the echo is being cancelled well: then the search is made only once a second
     * @return samples, at the full rate, by which the echo is late, or {@link #NONE} while that is not sure
     */
    int hear(float[] sent, float[] came, int samples, boolean content) {
        for (int i = 0; i < samples; i += fold) {
            float f = 0;
            float n = 0;
            for (int j = i; j < i + fold; j++) {
                f += sent[j];
                n += came[j];
            }
            far[SIZE - STEP + filled] = f / fold;
            near[SIZE - STEP + filled] = n / fold;
            filled++;
        }
        if (filled < STEP) {
            return NONE;
        }
        int found = NONE;
        lazy = content ? (lazy + 1) % 8 : 0;
        if (lazy == 0 && power(far) > FAR_ACTIVE && power(near) > NEAR_ACTIVE) {
            found = search();
        }
        System.arraycopy(far, STEP, far, 0, SIZE - STEP);
        Arrays.fill(near, 0);
        filled = 0;
        return found;
    }

    /** Mean power of the samples taken since the last step. */
    private float power(float[] x) {
        float sum = 0;
        for (int i = SIZE - STEP; i < SIZE; i++) {
            sum += x[i] * x[i];
        }
        return sum / STEP;
    }

    private int search() {
        fft.forward(far, 0, farRe, farIm);
        fft.forward(near, 0, nearRe, nearIm);
        for (int k = 0; k < farRe.length; k++) {
            crossRe[k] = MEMORY * crossRe[k] + nearRe[k] * farRe[k] + nearIm[k] * farIm[k];
            crossIm[k] = MEMORY * crossIm[k] + nearIm[k] * farRe[k] - nearRe[k] * farIm[k];
            farPower[k] = MEMORY * farPower[k] + farRe[k] * farRe[k] + farIm[k] * farIm[k];
            nearPower[k] = MEMORY * nearPower[k] + nearRe[k] * nearRe[k] + nearIm[k] * nearIm[k];
        }
        for (int k = 0; k < farRe.length; k++) {
            // Below 200 Hz is hum, and near half the rate what folding left.
            boolean useful = k > SIZE / 20 && k < SIZE / 2 - SIZE / 16;
            float weight = useful ? 1 / ((float) Math.sqrt(farPower[k] * nearPower[k]) + 1) : 0;
            nearRe[k] = weight * crossRe[k];
            nearIm[k] = weight * crossIm[k];
        }
        fft.inverse(nearRe, nearIm, work, 0);
        return agree(peak());
    }

    /** Lag of the echo's beginning at 4 kHz, or none when no peak is significant. */
    private int peak() {
        float mean = 0;
        float most = 0;
        for (int i = 0; i < lags; i++) {
            float squared = work[i] * work[i];
            mean += squared;
            work[i] = squared;
        }
        mean /= lags;
        for (int i = 1; i + 1 < lags; i++) {
            most = Math.max(most, work[i - 1] + work[i] + work[i + 1]);
        }
        if (most < SIGNIFICANT * mean) {
            return NONE;
        }
        for (int i = 1; i + 1 < lags; i++) {
            float around = work[i - 1] + work[i] + work[i + 1];
            if (around > EARLY * most && around > SIGNIFICANT / 2 * mean) {
                return i;
            }
        }
        return NONE;
    }

    /** A peak counts when it is found twice running at the same place. */
    private int agree(int lag) {
        boolean same = lag != NONE && candidate != NONE && Math.abs(lag - candidate) <= TOLERANCE;
        agreed = same ? agreed + 1 : 0;
        candidate = lag;
        return agreed > 0 ? lag * fold : NONE;
    }
}
