package io.tollgate.rtp.dsp;

/** Sums over blocks of samples. */
final class Blocks {
    private Blocks() {}

    /** Mean of the squares. Four sums at once, for a sum in one chain is slow. */
    static float power(float[] x, int off, int n) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = off; i + 3 < off + n; i += 4) {
            a += x[i] * x[i];
            b += x[i + 1] * x[i + 1];
            c += x[i + 2] * x[i + 2];
            d += x[i + 3] * x[i + 3];
        }
        return (a + b + c + d) / n;
    }
}
