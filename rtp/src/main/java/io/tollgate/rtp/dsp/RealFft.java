package io.tollgate.rtp.dsp;

/**
 * Fourier transform of real numbers, of a size that is a power of two from 8 on. Stockham's form with radix 4: the inner
 * loops walk through memory in order, which the compiler turns into vector instructions. One owner: it has scratch space.
 */
final class RealFft {
    private final int size;
    private final int half;
    private final float[] cos;
    private final float[] sin;
    private final float[] reA;
    private final float[] imA;
    private final float[] reB;
    private final float[] imB;

    RealFft(int size) {
        if (size < 8 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("a transform of " + size + " points");
        }
        this.size = size;
        half = size / 2;
        cos = new float[size];
        sin = new float[size];
        for (int i = 0; i < size; i++) {
            cos[i] = (float) Math.cos(2 * Math.PI * i / size);
            sin[i] = (float) Math.sin(2 * Math.PI * i / size);
        }
        reA = new float[half];
        imA = new float[half];
        reB = new float[half];
        imB = new float[half];
    }

    int size() {
        return size;
    }

    /** Bins of a spectrum: from zero to half the sample rate, both included. */
    int bins() {
        return half + 1;
    }

    /** {@code X[k] = sum x[n] exp(-2 pi i k n / size)}, for the {@link #bins} from 0 on. */
    void forward(float[] x, int off, float[] re, float[] im) {
        for (int i = 0; i < half; i++) {
            reA[i] = x[off + 2 * i];
            imA[i] = x[off + 2 * i + 1];
        }
        boolean inA = transform(reA, imA, reB, imB);
        float[] zr = inA ? reA : reB;
        float[] zi = inA ? imA : imB;
        re[0] = zr[0] + zi[0];
        im[0] = 0;
        re[half] = zr[0] - zi[0];
        im[half] = 0;
        for (int k = 1; k <= half / 2; k++) {
            int mirror = half - k;
            float evenRe = zr[k] + zr[mirror];
            float evenIm = zi[k] - zi[mirror];
            float oddRe = zi[k] + zi[mirror];
            float oddIm = zr[mirror] - zr[k];
            float turnedRe = cos[k] * oddRe + sin[k] * oddIm;
            float turnedIm = cos[k] * oddIm - sin[k] * oddRe;
            re[k] = 0.5f * (evenRe + turnedRe);
            im[k] = 0.5f * (evenIm + turnedIm);
            re[mirror] = 0.5f * (evenRe - turnedRe);
            im[mirror] = 0.5f * (turnedIm - evenIm);
        }
    }

    /** The inverse of {@link #forward}, scaled so that both together change nothing. */
    void inverse(float[] re, float[] im, float[] x, int off) {
        // Re and im change places on the way in and out: that makes a forward transform the inverse one.
        imA[0] = re[0] + re[half];
        reA[0] = re[0] - re[half];
        for (int k = 1; k <= half / 2; k++) {
            int mirror = half - k;
            float evenRe = re[k] + re[mirror];
            float evenIm = im[k] - im[mirror];
            float diffRe = re[k] - re[mirror];
            float diffIm = im[k] + im[mirror];
            float turnedRe = cos[k] * diffRe - sin[k] * diffIm;
            float turnedIm = cos[k] * diffIm + sin[k] * diffRe;
            imA[k] = evenRe - turnedIm;
            reA[k] = evenIm + turnedRe;
            imA[mirror] = evenRe + turnedIm;
            reA[mirror] = turnedRe - evenIm;
        }
        boolean inA = transform(reA, imA, reB, imB);
        float[] zr = inA ? reA : reB;
        float[] zi = inA ? imA : imB;
        float scale = 1f / size;
        for (int i = 0; i < half; i++) {
            x[off + 2 * i] = scale * zi[i];
            x[off + 2 * i + 1] = scale * zr[i];
        }
    }

    /** A complex transform of half the size; true when the result is in the first pair of arrays. */
    private boolean transform(float[] xr, float[] xi, float[] yr, float[] yi) {
        first(xr, xi, yr, yi);
        int n = half / 4;
        int stride = 4;
        boolean inX = false;
        while (n >= 4) {
            if (inX) {
                radix4(n, stride, xr, xi, yr, yi);
            } else {
                radix4(n, stride, yr, yi, xr, xi);
            }
            inX = !inX;
            n /= 4;
            stride *= 4;
        }
        if (n == 2) {
            if (inX) {
                radix2(stride, xr, xi, yr, yi);
            } else {
                radix2(stride, yr, yi, xr, xi);
            }
            inX = !inX;
        }
        return inX;
    }

    /** The first stage of {@link #radix4}, where each inner loop would be one turn long. */
    private void first(float[] xr, float[] xi, float[] yr, float[] yi) {
        int quarter = half / 4;
        for (int p = 0; p < quarter; p++) {
            float sumAcR = xr[p] + xr[p + 2 * quarter];
            float sumAcI = xi[p] + xi[p + 2 * quarter];
            float diffAcR = xr[p] - xr[p + 2 * quarter];
            float diffAcI = xi[p] - xi[p + 2 * quarter];
            float sumBdR = xr[p + quarter] + xr[p + 3 * quarter];
            float sumBdI = xi[p + quarter] + xi[p + 3 * quarter];
            float turnedR = xi[p + 3 * quarter] - xi[p + quarter];
            float turnedI = xr[p + quarter] - xr[p + 3 * quarter];
            float r1 = diffAcR - turnedR;
            float i1 = diffAcI - turnedI;
            float r2 = sumAcR - sumBdR;
            float i2 = sumAcI - sumBdI;
            float r3 = diffAcR + turnedR;
            float i3 = diffAcI + turnedI;
            yr[4 * p] = sumAcR + sumBdR;
            yi[4 * p] = sumAcI + sumBdI;
            yr[4 * p + 1] = cos[2 * p] * r1 + sin[2 * p] * i1;
            yi[4 * p + 1] = cos[2 * p] * i1 - sin[2 * p] * r1;
            yr[4 * p + 2] = cos[4 * p] * r2 + sin[4 * p] * i2;
            yi[4 * p + 2] = cos[4 * p] * i2 - sin[4 * p] * r2;
            yr[4 * p + 3] = cos[6 * p] * r3 + sin[6 * p] * i3;
            yi[4 * p + 3] = cos[6 * p] * i3 - sin[6 * p] * r3;
        }
    }

    private void radix4(int n, int stride, float[] xr, float[] xi, float[] yr, float[] yi) {
        int quarter = n / 4;
        int step = size / n;
        for (int p = 0; p < quarter; p++) {
            float w1r = cos[p * step];
            float w1i = -sin[p * step];
            float w2r = cos[2 * p * step];
            float w2i = -sin[2 * p * step];
            float w3r = cos[3 * p * step];
            float w3i = -sin[3 * p * step];
            int a = stride * p;
            int b = stride * (p + quarter);
            int c = stride * (p + 2 * quarter);
            int d = stride * (p + 3 * quarter);
            int out = 4 * stride * p;
            for (int q = 0; q < stride; q++) {
                float sumAcR = xr[a + q] + xr[c + q];
                float sumAcI = xi[a + q] + xi[c + q];
                float diffAcR = xr[a + q] - xr[c + q];
                float diffAcI = xi[a + q] - xi[c + q];
                float sumBdR = xr[b + q] + xr[d + q];
                float sumBdI = xi[b + q] + xi[d + q];
                float turnedR = xi[d + q] - xi[b + q];
                float turnedI = xr[b + q] - xr[d + q];
                yr[out + q] = sumAcR + sumBdR;
                yi[out + q] = sumAcI + sumBdI;
                float r1 = diffAcR - turnedR;
                float i1 = diffAcI - turnedI;
                yr[out + stride + q] = w1r * r1 - w1i * i1;
                yi[out + stride + q] = w1r * i1 + w1i * r1;
                float r2 = sumAcR - sumBdR;
                float i2 = sumAcI - sumBdI;
                yr[out + 2 * stride + q] = w2r * r2 - w2i * i2;
                yi[out + 2 * stride + q] = w2r * i2 + w2i * r2;
                float r3 = diffAcR + turnedR;
                float i3 = diffAcI + turnedI;
                yr[out + 3 * stride + q] = w3r * r3 - w3i * i3;
                yi[out + 3 * stride + q] = w3r * i3 + w3i * r3;
            }
        }
    }

    private static void radix2(int stride, float[] xr, float[] xi, float[] yr, float[] yi) {
        for (int q = 0; q < stride; q++) {
            yr[q] = xr[q] + xr[stride + q];
            yi[q] = xi[q] + xi[stride + q];
            yr[stride + q] = xr[q] - xr[stride + q];
            yi[stride + q] = xi[q] - xi[stride + q];
        }
    }
}
