package io.tollgate.rtp.dsp;

import java.util.Arrays;

/**
 * Describes background noise in the payload of RFC 3389: its level, and the shape of its spectrum as reflection
 * coefficients of an all-pole model. Listens to the frames that hold no speech, averages over about the last 200 ms of
 * them, and writes a payload when asked.
 *
 * <p>The sign of the coefficients, which the RFC leaves to its figure, is that of the filter {@code 1 + a1 z^-1 + ...} as
 * in ITU-T G.729 Annex B, where G.711 Appendix II took it from: noise that is strongest at low frequencies has a negative
 * first coefficient.
 *
 * <p>Mutable, one owner, allocates nothing after construction.
 */
public final class ComfortNoise {
    /** More coefficients than this tell nothing about noise that a listener would notice. */
    public static final int MAX_ORDER = 10;

    /** The level octet for silence: -127 dBov. */
    static final int LOWEST_LEVEL = 127;

    /** RFC 3389 section 3.2: a coefficient is 258 (N - 127) in units of 2^-15. */
    static final double STEP = 258 / 32_768.0;

    static final int ZERO = 127;
    static final double FULL_SCALE_POWER = 32_768.0 * 32_768.0;

    private static final int BLOCKS_AVERAGED = 10;
    /** Lifts the spectrum's valleys to -40 dB, which keeps the model tame. */
    private static final double WHITENING = 1.0001;

    private static final int CHANGED_DB = 2;
    private static final double CHANGED_SHAPE = 0.2;

    private final int order;
    private final float[] window;
    private final float[] block;
    private final float[] windowed;
    private final double[] averaged;
    private final double[] reflection;
    private final double[] polynomial;
    private final double[] sentReflection;
    private double power;
    private int filled;
    private int blocks;
    private int sentLevel = -1;

    /**
     * @param sampleRate in Hz: 8000 or 16000
     * @param order how many coefficients a payload has: 0 to {@link #MAX_ORDER}; with 0 it is one octet long
     */
    public ComfortNoise(int sampleRate, int order) {
        Rates.check(sampleRate);
        if (order < 0 || order > MAX_ORDER) {
            throw new IllegalArgumentException("a noise model of order " + order);
        }
        this.order = order;
        int length = sampleRate / 50;
        window = new float[length];
        double energy = 0;
        for (int i = 0; i < length; i++) {
            window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / length));
            energy += (double) window[i] * window[i];
        }
        for (int i = 0; i < length; i++) {
            window[i] /= (float) Math.sqrt(energy);
        }
        block = new float[length];
        windowed = new float[length];
        averaged = new double[order + 1];
        reflection = new double[order];
        polynomial = new double[order + 1];
        sentReflection = new double[order];
    }

    /** Forgets what was heard: another silence begins. */
    public void reset() {
        filled = 0;
        blocks = 0;
        power = 0;
        Arrays.fill(averaged, 0);
    }

    /** Hears noise: any number of samples, which are looked at in blocks of 20 ms. */
    public void analyse(short[] pcm, int off, int samples) {
        for (int i = 0; i < samples; i++) {
            block[filled++] = pcm[off + i];
            if (filled == block.length) {
                average();
                filled = 0;
            }
        }
    }

    private void average() {
        double energy = 0;
        for (int i = 0; i < block.length; i++) {
            energy += (double) block[i] * block[i];
            windowed[i] = block[i] * window[i];
        }
        blocks = Math.min(blocks + 1, BLOCKS_AVERAGED);
        double weight = 1.0 / blocks;
        power += weight * (energy / block.length - power);
        for (int lag = 0; lag <= order; lag++) {
            double sum = 0;
            for (int i = lag; i < windowed.length; i++) {
                sum += windowed[i] * windowed[i - lag];
            }
            averaged[lag] += weight * (sum - averaged[lag]);
        }
    }

    /** Whether anything was heard since the last {@link #reset}: at least 20 ms. */
    public boolean known() {
        return blocks > 0;
    }

    /** Level of the noise in dBov, -127 to 0. */
    public double levelDbov() {
        return power < 1e-3 ? -LOWEST_LEVEL : Math.clamp(10 * Math.log10(power / FULL_SCALE_POWER), -LOWEST_LEVEL, 0);
    }

    /** Whether the noise has moved by 2 dB or in its colour since the last {@link #payload}: time to send another. */
    public boolean changed() {
        if (Math.abs(level() - sentLevel) >= CHANGED_DB) {
            return true;
        }
        model();
        for (int i = 0; i < Math.min(order, 2); i++) {
            if (Math.abs(reflection[i] - sentReflection[i]) > CHANGED_SHAPE) {
                return true;
            }
        }
        return false;
    }

    /**
     * Writes the payload that describes the noise, {@code order + 1} octets.
     *
     * @return octets written to {@code out} from {@code outOff}
     * @throws IndexOutOfBoundsException when there is no room for them
     */
    public int payload(byte[] out, int outOff) {
        model();
        sentLevel = level();
        out[outOff] = (byte) sentLevel;
        for (int i = 0; i < order; i++) {
            sentReflection[i] = reflection[i];
            long index = ZERO + Math.round(reflection[i] / STEP);
            out[outOff + 1 + i] = (byte) Math.clamp(index, 0, 2 * ZERO);
        }
        return order + 1;
    }

    private int level() {
        return (int) Math.round(-levelDbov());
    }

    /** Levinson's and Durbin's recursion. */
    private void model() {
        Arrays.fill(reflection, 0);
        double error = averaged[0] * WHITENING;
        if (error < 1e-3) {
            return;
        }
        polynomial[0] = 1;
        for (int m = 1; m <= order; m++) {
            double sum = 0;
            for (int i = 0; i < m; i++) {
                sum += polynomial[i] * averaged[m - i];
            }
            double k = -sum / error;
            polynomial[m] = k;
            for (int i = 1; i <= (m - 1) / 2; i++) {
                double low = polynomial[i];
                double high = polynomial[m - i];
                polynomial[i] = low + k * high;
                polynomial[m - i] = high + k * low;
            }
            if (m % 2 == 0) {
                polynomial[m / 2] += k * polynomial[m / 2];
            }
            reflection[m - 1] = k;
            error *= 1 - k * k;
        }
    }
}
