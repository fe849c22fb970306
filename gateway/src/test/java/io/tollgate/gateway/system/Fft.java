package io.tollgate.gateway.system;

/** The fast Fourier transform of Cooley and Tukey, in place, for powers of two. */
final class Fft {
    private Fft() {}

    static void forward(double[] re, double[] im) {
        int n = re.length;
        if (Integer.bitCount(n) != 1) {
            throw new IllegalArgumentException("not a power of two: " + n);
        }
        reorder(re, im);
        for (int length = 2; length <= n; length *= 2) {
            for (int k = 0; k < length / 2; k++) {
                double angle = -2 * Math.PI * k / length;
                butterflies(re, im, length, k, Math.cos(angle), Math.sin(angle));
            }
        }
    }

    private static void butterflies(double[] re, double[] im, int length, int k, double cos, double sin) {
        int half = length / 2;
        for (int low = k; low < re.length; low += length) {
            int high = low + half;
            double oddRe = re[high] * cos - im[high] * sin;
            double oddIm = re[high] * sin + im[high] * cos;
            re[high] = re[low] - oddRe;
            im[high] = im[low] - oddIm;
            re[low] += oddRe;
            im[low] += oddIm;
        }
    }

    private static void reorder(double[] re, double[] im) {
        int bits = Integer.numberOfTrailingZeros(re.length);
        for (int i = 0; bits > 0 && i < re.length; i++) {
            int j = Integer.reverse(i) >>> (Integer.SIZE - bits);
            if (j > i) {
                swap(re, i, j);
                swap(im, i, j);
            }
        }
    }

    private static void swap(double[] values, int i, int j) {
        double kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }
}
