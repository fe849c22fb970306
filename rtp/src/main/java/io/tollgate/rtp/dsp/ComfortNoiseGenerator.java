package io.tollgate.rtp.dsp;

import java.util.Arrays;

/**
 * Plays background noise: as a payload of RFC 3389 describes it, or a quiet floor of its own when the other side said
 * nothing about its silence. Gaussian noise goes through the all-pole lattice filter that the reflection coefficients
 * describe; level and colour glide to new values within about 100 ms.
 *
 * <p>A payload carries no sample rate: its spectrum stretches to whatever rate it is played at, which is why RFC 3389 has
 * a payload type for each clock rate.
 *
 * <p>Mutable, one owner, allocates nothing after construction.
 */
public final class ComfortNoiseGenerator {
    /** Loud enough that the line is not thought dead, too quiet to notice: about -62 dBm0 as a line of G.712 has. */
    public static final double FLOOR_DBOV = -68;

    /** Noise in rooms and on lines falls towards high frequencies. */
    private static final double FLOOR_TILT = -0.5;

    private static final int MAX_ORDER = ComfortNoise.MAX_ORDER;
    /** Part of the way to the new values that is gone in each 5 ms. */
    private static final double GLIDE = 0.12;

    private static final double ALMOST_ONE = 0.998;
    private static final double NATURAL = Math.log(10) / 20;

    private final int step;
    private final double[] target = new double[MAX_ORDER];
    private final double[] reflection = new double[MAX_ORDER];
    private final double[] memory = new double[MAX_ORDER + 1];
    private long random;
    private double targetRms;
    private double rms;
    private double gain;
    private int order;
    private int untilGlide;
    private boolean described;

    /**
     * @param sampleRate in Hz: 8000 or 16000
     * @param seed of the noise; the same seed makes the same noise
     */
    public ComfortNoiseGenerator(int sampleRate, long seed) {
        Rates.check(sampleRate);
        step = sampleRate / 200;
        random = seed == 0 ? 0x9e37_79b9_7f4a_7c15L : seed;
        noiseFloor(FLOOR_DBOV);
        described = false;
    }

    /**
     * Takes the payload of a comfort noise packet. The first one counts at once, later ones are glided to. Coefficients
     * beyond the tenth are ignored, as RFC 3389 section 3 permits.
     *
     * @return false for what is no such payload: empty, with the reserved bit of the level set, or with the reserved
     *     coefficient 255; nothing changes then
     */
    public boolean payload(byte[] in, int off, int len) {
        if (len < 1 || in[off] < 0) {
            return false;
        }
        int coefficients = Math.min(len - 1, MAX_ORDER);
        for (int i = 0; i < coefficients; i++) {
            if (in[off + 1 + i] == (byte) 255) {
                return false;
            }
        }
        Arrays.fill(target, 0);
        for (int i = 0; i < coefficients; i++) {
            double k = ((in[off + 1 + i] & 0xff) - ComfortNoise.ZERO) * ComfortNoise.STEP;
            target[i] = Math.clamp(k, -ALMOST_ONE, ALMOST_ONE);
        }
        aim(-in[off], coefficients);
        return true;
    }

    /**
     * Plays noise of this level and colour from now on, as {@link #payload} does.
     *
     * @param levelDbov -127 to 0; what lies outside is brought inside
     * @param coefficients reflection coefficients in the sign of {@link ComfortNoise}, each between -1 and 1
     * @param count how many of them, 0 to {@link ComfortNoise#MAX_ORDER}
     */
    public void describe(double levelDbov, double[] coefficients, int count) {
        Arrays.fill(target, 0);
        for (int i = 0; i < count; i++) {
            target[i] = Math.clamp(coefficients[i], -ALMOST_ONE, ALMOST_ONE);
        }
        aim(Math.clamp(levelDbov, -ComfortNoise.LOWEST_LEVEL, 0), count);
    }

    /** Plays noise of this level, from -127 to 0 dBov, with the colour of a quiet line, until a payload says otherwise. */
    public void noiseFloor(double levelDbov) {
        Arrays.fill(target, 0);
        target[0] = FLOOR_TILT;
        aim(Math.clamp(levelDbov, -ComfortNoise.LOWEST_LEVEL, 0), 1);
    }

    private void aim(double levelDbov, int coefficients) {
        targetRms = levelDbov <= -ComfortNoise.LOWEST_LEVEL ? 0 : 32_768 * Math.exp(levelDbov * NATURAL);
        order = Math.max(order, coefficients);
        if (!described) {
            described = true;
            rms = targetRms;
            System.arraycopy(target, 0, reflection, 0, MAX_ORDER);
            gain = gain();
        }
    }

    /** The excitation's standard deviation for which the filter's output has the level. */
    private double gain() {
        double loss = 1;
        for (int i = 0; i < order; i++) {
            loss *= 1 - reflection[i] * reflection[i];
        }
        return rms * Math.sqrt(loss);
    }

    /** Writes the next samples of noise over what is there. */
    public void play(short[] pcm, int off, int samples) {
        for (int i = 0; i < samples; i++) {
            if (--untilGlide <= 0) {
                untilGlide = step;
                glide();
            }
            pcm[off + i] = (short) Math.clamp(Math.round(next()), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    private void glide() {
        rms += GLIDE * (targetRms - rms);
        for (int i = 0; i < order; i++) {
            reflection[i] += GLIDE * (target[i] - reflection[i]);
        }
        gain = gain();
    }

    private double next() {
        double forward = gain * gaussian();
        for (int i = order - 1; i >= 0; i--) {
            forward -= reflection[i] * memory[i];
            memory[i + 1] = memory[i] + reflection[i] * forward;
        }
        memory[0] = forward;
        return forward;
    }

    /** Near enough to the normal distribution: the sum of four uniform numbers, with a variance of one. */
    private double gaussian() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        long sum = (random & 0xffff) + (random >>> 16 & 0xffff) + (random >>> 32 & 0xffff) + (random >>> 48);
        return (sum - 131_070) * (Math.sqrt(3) / 65_536);
    }
}
