package io.tollgate.rtp.codec;

/**
 * Brings a stream of 48 kHz down to a whole fraction of that rate: a low-pass of windowed sinc, of whose output every
 * {@code factor}th sample is computed. Delays by 8 samples of the lower rate. Keeps the last samples between calls.
 */
final class Decimator {
    private static final int CROSSINGS = 8;
    private static final double CUTOFF = 0.9;

    private final int factor;
    private final double[] taps;
    private final short[] line;
    private final int history;

    /** {@code factor}: at least 2. {@code maxSamples}: the most that {@link #run} is given at a time. */
    Decimator(int factor, int maxSamples) {
        this.factor = factor;
        int half = CROSSINGS * factor;
        taps = new double[2 * half + 1];
        double sum = 0;
        for (int i = 0; i < taps.length; i++) {
            double x = CUTOFF * (i - half) / factor;
            double window = 0.5 + 0.5 * Math.cos(Math.PI * (i - half) / (half + 1));
            taps[i] = window * (x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
            sum += taps[i];
        }
        for (int i = 0; i < taps.length; i++) {
            taps[i] /= sum;
        }
        history = taps.length - 1;
        line = new short[history + maxSamples];
    }

    /** Takes {@code n} samples, a multiple of the factor, and writes {@code n / factor}; returns that number. */
    int run(short[] in, int n, short[] out, int outOff) {
        System.arraycopy(in, 0, line, history, n);
        for (int i = 0; i < n / factor; i++) {
            double sum = 0;
            for (int tap = 0; tap < taps.length; tap++) {
                sum += taps[tap] * line[i * factor + tap];
            }
            out[outOff + i] = (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        System.arraycopy(line, n, line, 0, history);
        return n / factor;
    }
}
