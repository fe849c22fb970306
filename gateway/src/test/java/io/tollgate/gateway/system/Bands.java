package io.tollgate.gateway.system;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Energies of a sound at 8 kHz in 18 bands from 200 to 3600 Hz, as logarithms, 100 times a second. */
final class Bands {
    /** Samples from one frame to the next. */
    static final int HOP = 80;

    private static final int WINDOW = 256;
    private static final int RATE = 8000;
    private static final int EDGES = 19;
    private static final double LOWEST_HZ = 200;
    private static final double HIGHEST_HZ = 3600;
    private static final double FLOOR = 1e-7;
    private static final double[] HANN = IntStream.range(0, WINDOW)
            .mapToDouble(i -> 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (WINDOW - 1)))
            .toArray();
    private static final int[] EDGE = IntStream.range(0, EDGES)
            .map(i -> (int) Math.rint(LOWEST_HZ * Math.pow(HIGHEST_HZ / LOWEST_HZ, i / (EDGES - 1.0)) / RATE * WINDOW))
            .distinct()
            .toArray();

    private Bands() {}

    /** One row of bands per frame. */
    static double[][] of(double[] sound) {
        int frames = Math.max(0, (sound.length - WINDOW) / HOP + 1);
        double[][] bands = new double[frames][];
        for (int frame = 0; frame < frames; frame++) {
            bands[frame] = frame(sound, frame * HOP);
        }
        return bands;
    }

    private static double[] frame(double[] sound, int at) {
        double[] re = new double[WINDOW];
        double[] im = new double[WINDOW];
        for (int i = 0; i < WINDOW; i++) {
            re[i] = sound[at + i] * HANN[i];
        }
        Fft.forward(re, im);
        double[] energies = new double[EDGE.length - 1];
        for (int band = 0; band < energies.length; band++) {
            int end = Math.max(EDGE[band + 1], EDGE[band] + 1);
            double sum = 0;
            for (int bin = EDGE[band]; bin < end; bin++) {
                sum += re[bin] * re[bin] + im[bin] * im[bin];
            }
            energies[band] = Math.log10(sum / (end - EDGE[band]) + FLOOR);
        }
        return energies;
    }

    /** By how many frames the second sound is later than the first, where their loudness agrees best. */
    static int bestShift(double[][] first, double[][] second) {
        int size = Integer.highestOneBit(Math.max(1, first.length + second.length)) * 2;
        double[] a = envelope(first, size);
        double[] b = envelope(second, size);
        double[] aIm = new double[size];
        double[] bIm = new double[size];
        Fft.forward(a, aIm);
        Fft.forward(b, bIm);
        double[] re = new double[size];
        double[] im = new double[size];
        for (int i = 0; i < size; i++) {
            re[i] = b[i] * a[i] + bIm[i] * aIm[i];
            // Conjugated, because the inverse is made of a forward transform.
            im[i] = -(bIm[i] * a[i] - b[i] * aIm[i]);
        }
        Fft.forward(re, im);
        int best = 0;
        for (int i = 1; i < size; i++) {
            if (re[i] > re[best]) {
                best = i;
            }
        }
        return best > second.length ? best - size : best;
    }

    private static double[] envelope(double[][] bands, int size) {
        double[] loudness = new double[size];
        double mean = 0;
        for (int i = 0; i < bands.length; i++) {
            loudness[i] = Arrays.stream(bands[i]).average().orElse(0);
            mean += loudness[i] / bands.length;
        }
        for (int i = 0; i < bands.length; i++) {
            loudness[i] -= mean;
        }
        return loudness;
    }
}
