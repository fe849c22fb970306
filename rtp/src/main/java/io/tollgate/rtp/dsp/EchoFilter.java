package io.tollgate.rtp.dsp;

import java.util.Arrays;

/**
 * A model of the echo path: a long FIR filter, cut into partitions and kept as spectra, and how uncertain each bin of it
 * is. It learns as a Kalman filter does, bin by bin: much where it is uncertain and the far side is loud, little where
 * what it did not foresee is loud, for that is the other side talking (Enzner and Vary, "Frequency-domain adaptive Kalman
 * filter for acoustic echo control", 2006; partitioned after Kuech, Mabande and Enzner, 2014).
 */
final class EchoFilter {
    /** An echo that comes back 4 dB weaker, and rather at the beginning of the filter: each partition has half as much. */
    private static final float FIRST_UNCERTAINTY = 0.4f;

    private static final float FIRST_FALL = 0.5f;
    private static final float LEAST_UNCERTAINTY = 0.02f;

    private static final float SURPRISE_MEMORY = 0.85f;

    private final RealFft fft;
    private final int bins;
    private final int partitions;
    private final int block;
    /** How much larger a spectrum of a whole transform is than that of one block padded with zeros. */
    private final float padding;

    private final float least;
    private final float wander;
    private final float[] re;
    private final float[] im;
    private final float[] uncertainty;
    private final float[] surprise;
    private final float[] sum;
    private final float[] errorRe;
    private final float[] errorIm;
    private final float[] partRe;
    private final float[] partIm;
    private final float[] time;
    private int constrained;

    /**
     * @param block samples in a block
     * @param wander part of the path's power by which it is taken to change in each block
     */
    EchoFilter(RealFft fft, int block, int partitions, float wander) {
        this.fft = fft;
        this.block = block;
        this.partitions = partitions;
        this.wander = wander;
        bins = fft.bins();
        padding = (float) fft.size() / block;
        least = 4f * block;
        re = new float[partitions * bins];
        im = new float[partitions * bins];
        uncertainty = new float[partitions * bins];
        surprise = new float[bins];
        sum = new float[bins];
        errorRe = new float[bins];
        errorIm = new float[bins];
        partRe = new float[bins];
        partIm = new float[bins];
        time = new float[fft.size()];
        clear();
    }

    /** Knows nothing. */
    void clear() {
        Arrays.fill(re, 0);
        Arrays.fill(im, 0);
        constrained = 0;
        doubt();
    }

    /** Keeps what it knows, but is ready to learn another path. */
    void doubt() {
        float first = FIRST_UNCERTAINTY;
        for (int p = 0; p < partitions; p++) {
            Arrays.fill(uncertainty, p * bins, (p + 1) * bins, Math.max(LEAST_UNCERTAINTY, first));
            first *= FIRST_FALL;
        }
        Arrays.fill(surprise, 0);
    }

    /** Knows what the other knows, without being as sure of it. */
    void copy(EchoFilter other) {
        System.arraycopy(other.re, 0, re, 0, re.length);
        System.arraycopy(other.im, 0, im, 0, im.length);
        doubt();
    }

    /** Foretells the echo in the newest block. */
    void estimate(Reference x, float[] echo) {
        Arrays.fill(partRe, 0);
        Arrays.fill(partIm, 0);
        for (int p = 0; p < partitions; p++) {
            multiply(x, p);
        }
        fft.inverse(partRe, partIm, time, 0);
        System.arraycopy(time, time.length - block, echo, 0, block);
    }

    private void multiply(Reference x, int p) {
        int at = x.offset(p);
        int w = p * bins;
        for (int k = 0; k < bins; k++) {
            float xr = x.re[at + k];
            float xi = x.im[at + k];
            partRe[k] += xr * re[w + k] - xi * im[w + k];
            partIm[k] += xr * im[w + k] + xi * re[w + k];
        }
    }

    /** Learns from what was not foretold of the newest block. */
    void adapt(Reference x, float[] error) {
        Arrays.fill(time, 0, time.length - block, 0);
        System.arraycopy(error, 0, time, time.length - block, block);
        fft.forward(time, 0, errorRe, errorIm);
        for (int k = 0; k < bins; k++) {
            float power = errorRe[k] * errorRe[k] + errorIm[k] * errorIm[k];
            surprise[k] = SURPRISE_MEMORY * surprise[k] + (1 - SURPRISE_MEMORY) * power;
            // The loudest of now and lately: the first block in which the other side talks must not be learnt from.
            sum[k] = padding * (Math.max(surprise[k], power) + least);
        }
        for (int p = 0; p < partitions; p++) {
            int at = x.offset(p);
            int w = p * bins;
            for (int k = 0; k < bins; k++) {
                sum[k] += uncertainty[w + k] * x.power[at + k];
            }
        }
        for (int k = 0; k < bins; k++) {
            sum[k] = 1 / sum[k];
        }
        for (int p = 0; p < partitions; p++) {
            learn(x, p);
        }
        constrain();
    }

    private void learn(Reference x, int p) {
        int at = x.offset(p);
        int w = p * bins;
        float seen = 1 / padding;
        float kept = 1 - wander;
        for (int k = 0; k < bins; k++) {
            float step = uncertainty[w + k] * sum[k];
            float xr = step * x.re[at + k];
            float xi = step * x.im[at + k];
            float r = re[w + k] + xr * errorRe[k] + xi * errorIm[k];
            float i = im[w + k] + xr * errorIm[k] - xi * errorRe[k];
            re[w + k] = r;
            im[w + k] = i;
            uncertainty[w + k] =
                    kept * (1 - seen * step * x.power[at + k]) * uncertainty[w + k] + wander * (r * r + i * i);
        }
    }

    /** Takes from one partition, in turn, the coefficients beyond its end, which belong to the next one. */
    private void constrain() {
        constrained = constrained + 1 == partitions ? 0 : constrained + 1;
        int w = constrained * bins;
        System.arraycopy(re, w, partRe, 0, bins);
        System.arraycopy(im, w, partIm, 0, bins);
        fft.inverse(partRe, partIm, time, 0);
        int length = Reference.BLOCKS_PER_PARTITION * block;
        Arrays.fill(time, length, time.length, 0);
        fft.forward(time, 0, partRe, partIm);
        System.arraycopy(partRe, 0, re, w, bins);
        System.arraycopy(partIm, 0, im, w, bins);
    }
}
