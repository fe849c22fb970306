package io.tollgate.rtp.dsp;

import java.util.Arrays;

/** The spectra of the last blocks that were sent, as far back as the filter's partitions reach. */
final class Reference {
    /** A partition of the filter is two blocks long, so the next one looks at the block before the last. */
    static final int BLOCKS_PER_PARTITION = 2;

    /** Two tones at most, each as wide as five bins. */
    private static final int WIDTH = 2;

    private static final float NARROW = 0.88f;

    final int bins;
    final float[] re;
    final float[] im;
    /** Squared magnitudes. */
    final float[] power;

    private final int slots;
    private int newest;

    Reference(int bins, int partitions) {
        this.bins = bins;
        slots = BLOCKS_PER_PARTITION * (partitions - 1) + 1;
        re = new float[slots * bins];
        im = new float[slots * bins];
        power = new float[slots * bins];
    }

    int slots() {
        return slots;
    }

    void clear() {
        Arrays.fill(re, 0);
        Arrays.fill(im, 0);
        Arrays.fill(power, 0);
    }

    /** Takes the spectrum of the newest block. */
    void push(float[] spectrumRe, float[] spectrumIm) {
        newest = newest == 0 ? slots - 1 : newest - 1;
        int at = newest * bins;
        for (int k = 0; k < bins; k++) {
            float r = spectrumRe[k];
            float i = spectrumIm[k];
            re[at + k] = r;
            im[at + k] = i;
            power[at + k] = r * r + i * i;
        }
    }

    /** Where the spectrum that a partition works on begins in the arrays. */
    int offset(int partition) {
        return (newest + BLOCKS_PER_PARTITION * partition) % slots * bins;
    }

    /**
     * Whether nearly all of the newest block is one tone or two. A filter that adapts to them learns the echo path at two
     * frequencies and anything at all between them (ITU-T G.168 test 6).
     */
    boolean narrow() {
        int at = newest * bins;
        float total = 0;
        for (int k = 1; k < bins; k++) {
            total += power[at + k];
        }
        int first = peak(at, -1);
        int second = peak(at, first);
        return around(at, first, -1) + around(at, second, first) > NARROW * total;
    }

    private int peak(int at, int except) {
        int best = 1;
        float most = -1;
        for (int k = 1; k < bins; k++) {
            if (power[at + k] > most && (except < 0 || Math.abs(k - except) > 2 * WIDTH)) {
                most = power[at + k];
                best = k;
            }
        }
        return best;
    }

    private float around(int at, int centre, int except) {
        float sum = 0;
        for (int k = Math.max(1, centre - WIDTH); k <= Math.min(bins - 1, centre + WIDTH); k++) {
            if (except < 0 || Math.abs(k - except) > WIDTH) {
                sum += power[at + k];
            }
        }
        return sum;
    }
}
