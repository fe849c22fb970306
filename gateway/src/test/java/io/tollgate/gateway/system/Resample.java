package io.tollgate.gateway.system;

/** Changes the rate of a sound with a filter of its own, so that these ears do not share the product's mistakes. */
final class Resample {
    private static final int ZERO_CROSSINGS = 16;
    private static final double ROLL_OFF = 0.94;
    private static final double FULL_SCALE = 32768;

    private Resample() {}

    /** The sound at another rate, full scale being one. */
    static double[] to(int rate, int from, short[] samples) {
        double step = from / (double) rate;
        // Of the lower of both rates, in cycles per input sample.
        double cutoff = ROLL_OFF * Math.min(1, 1 / step);
        int reach = rate == from ? 0 : (int) Math.ceil(ZERO_CROSSINGS / cutoff);
        double[] out = new double[(int) (samples.length / step)];
        for (int i = 0; i < out.length; i++) {
            double at = i * step;
            out[i] = reach == 0 ? samples[i] / FULL_SCALE : filtered(samples, at, cutoff, reach);
        }
        return out;
    }

    private static double filtered(short[] samples, double at, double cutoff, int reach) {
        int middle = (int) at;
        double sum = 0;
        for (int k = Math.max(0, middle - reach); k <= Math.min(samples.length - 1, middle + reach); k++) {
            double x = at - k;
            double window = 0.5 + 0.5 * Math.cos(Math.PI * Math.min(1, Math.abs(x) / (reach + 1)));
            double phase = Math.PI * cutoff * x;
            double sinc = Math.abs(phase) < 1e-9 ? 1 : Math.sin(phase) / phase;
            sum += samples[k] * cutoff * sinc * window;
        }
        return sum / FULL_SCALE;
    }

    /** Back to what WAV files hold. */
    static short[] toShorts(double[] sound) {
        short[] out = new short[sound.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (short) Math.round(Math.max(-1, Math.min(1, sound[i])) * (FULL_SCALE - 1));
        }
        return out;
    }
}
