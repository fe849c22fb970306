package io.tollgate.rtp.media;

import java.util.Arrays;

/**
 * Doubles or halves the sampling rate of a stream, for a leg whose codec does not run at the other leg's rate: 8 and 16 kHz.
 * A half-band filter of 47 taps, flat to 3.4 kHz and 50 dB down from 4.6 kHz. One object for each direction; allocates
 * nothing after construction.
 */
final class RateStep {
    private static final int HALF = 23;
    private static final int TAPS = 2 * HALF + 1;
    private static final float[] FILTER = filter();
    private static final int LONGEST = 320;

    private final float[] line = new float[TAPS - 1 + LONGEST];

    private static float[] filter() {
        float[] taps = new float[TAPS];
        double sum = 0;
        for (int i = 0; i < TAPS; i++) {
            double x = i - HALF;
            double sinc = x == 0 ? 0.5 : Math.sin(Math.PI * x / 2) / (Math.PI * x);
            double window =
                    0.42 + 0.5 * Math.cos(Math.PI * x / (HALF + 1)) + 0.08 * Math.cos(2 * Math.PI * x / (HALF + 1));
            taps[i] = (float) (sinc * window);
            sum += taps[i];
        }
        for (int i = 0; i < TAPS; i++) {
            taps[i] /= (float) sum;
        }
        return taps;
    }

    /** Twice as many samples; {@code out} may be {@code in}. */
    void up(short[] in, int samples, short[] out) {
        Arrays.fill(line, TAPS - 1, TAPS - 1 + 2 * samples, 0);
        for (int i = 0; i < samples; i++) {
            line[TAPS - 1 + 2 * i] = 2f * in[i];
        }
        run(2 * samples, 1, out);
    }

    /** Half as many; {@code samples}, the number taken, is even; {@code out} may be {@code in}. */
    void down(short[] in, int samples, short[] out) {
        for (int i = 0; i < samples; i++) {
            line[TAPS - 1 + i] = in[i];
        }
        run(samples, 2, out);
    }

    private void run(int count, int step, short[] out) {
        for (int i = 0; i < count; i += step) {
            float sum = 0;
            for (int k = 0; k < TAPS; k++) {
                sum += FILTER[k] * line[i + k];
            }
            out[i / step] = (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        System.arraycopy(line, count, line, 0, TAPS - 1);
    }
}
