package io.tollgate.rtp.audio;

/**
 * Changes the sample rate of a whole recording by a windowed sinc, one phase of the filter for each position that output
 * samples take between input samples. Made for prompts prepared once and for tests; the packet path lets Opus resample.
 *
 * <p>Flat to 90 % of the lower rate's half, 80 dB down beyond it. The result lies in time where the input does.
 */
public final class Resampler {
    /** Zero crossings of the sinc on each side: the length of the filter. */
    private static final int CROSSINGS = 32;

    /** Shape of the Kaiser window: side lobes at -80 dB. */
    private static final double KAISER_BETA = 7.86;

    /** Middle of the transition band, as a share of the lower rate's half. */
    private static final double CUTOFF = 0.95;

    private static final int MAX_RATE = 192_000;

    private Resampler() {}

    /**
     * The same sound at another rate.
     *
     * @param from rate of {@code in} in Hz, 1 to 192000
     * @param to wanted rate in Hz, 1 to 192000
     * @return {@code in.length * to / from} samples, rounded up; a copy even when the rates are equal
     */
    public static short[] resample(short[] in, int from, int to) {
        checkRate(from);
        checkRate(to);
        if (from == to) {
            return in.clone();
        }
        int divisor = greatestCommonDivisor(from, to);
        int up = to / divisor;
        int down = from / divisor;
        double cutoff = CUTOFF * Math.min(1.0, (double) to / from);
        int half = (int) Math.ceil(CROSSINGS / cutoff);
        double[][] phases = phases(up, half, cutoff);
        short[] out = new short[Math.toIntExact(Math.ceilDiv((long) in.length * up, down))];
        for (int i = 0; i < out.length; i++) {
            long position = (long) i * down;
            out[i] = convolve(in, (int) (position / up), phases[(int) (position % up)], half);
        }
        return out;
    }

    private static void checkRate(int rate) {
        if (rate < 1 || rate > MAX_RATE) {
            throw new IllegalArgumentException("a sample rate is 1 to " + MAX_RATE + " Hz, not " + rate);
        }
    }

    private static short convolve(short[] in, int centre, double[] taps, int half) {
        int first = Math.max(0, centre - half + 1);
        int last = Math.min(in.length - 1, centre + half);
        double sum = 0;
        for (int i = first; i <= last; i++) {
            sum += in[i] * taps[i - centre + half - 1];
        }
        return (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /** For each fraction {@code phase / up} the weights of the inputs from {@code half - 1} before to {@code half} after. */
    private static double[][] phases(int up, int half, double cutoff) {
        double[][] phases = new double[up][2 * half];
        for (int phase = 0; phase < up; phase++) {
            double sum = 0;
            for (int tap = 0; tap < 2 * half; tap++) {
                double distance = tap - half + 1 - (double) phase / up;
                double weight = cutoff * sinc(cutoff * distance) * kaiser(distance / half);
                phases[phase][tap] = weight;
                sum += weight;
            }
            for (int tap = 0; tap < 2 * half; tap++) {
                phases[phase][tap] /= sum;
            }
        }
        return phases;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double kaiser(double x) {
        return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
    }

    /** The modified Bessel function of order zero, by its power series. */
    private static double bessel(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > 1e-12 * sum; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
