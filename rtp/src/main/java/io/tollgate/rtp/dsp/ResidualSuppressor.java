package io.tollgate.rtp.dsp;

/**
 * What ITU-T G.168 calls the non-linear processor: while only the far side talks, what the filter left of its echo is
 * taken away and noise like the line's own put in its place. As soon as more comes than the filter's known leak explains,
 * the other side is talking, and everything passes.
 */
final class ResidualSuppressor {
    private static final int NOISE_ORDER = 6;
    /** Power by which what comes must exceed the expected leak to count as talk: 8 dB. */
    private static final float TALK = 6.3f;

    private static final int TALK_BLOCKS = 15;
    private static final float ECHO_DECAY = 0.65f;
    /** Codecs on the way keep a filter from cancelling more than some 35 dB. */
    private static final float LEAST_LEAK = 3e-4f;

    private static final float UNKNOWN_LEAK = 1;
    private static final float LEARNT = 0.2f;
    /** Until the leak is known, echo is anything 5 dB weaker than what was sent: Geigel's rule, a little stricter. */
    private static final float GEIGEL = 0.3f;

    /** The filter takes 6 dB off what comes: it is an echo that it foretells. */
    private static final float CANCELS = 0.25f;

    private static final float LOSS_SMOOTH = 0.05f;
    private static final float LOSS_MARGIN = 3;
    private static final int LOSS_BLOCKS = 30;
    private static final float LOSS_RISE = 1.001f;

    /** The leak is believed to grow by this in each block, 1.7 dB per second, so that it can be found again. */
    private static final float LEAK_RISE = 1.004f;

    private static final float FLOOR_RISE = 1.003f;
    /** -50 dBov: louder noise is learnt only as fast as the floor rises. */
    private static final float FIRST_FLOOR = 10_700;

    private static final float NOISE_SPREAD = 3;
    /** -69 dBov: whatever it is, nobody hears it. */
    private static final float INAUDIBLE = 130;

    private static final int NOISE_UPDATE_BLOCKS = 25;

    private final ComfortNoise analyser;
    private final ComfortNoiseGenerator generator;
    private final byte[] description = new byte[NOISE_ORDER + 1];
    private final short[] noise;
    private float echoHeld;
    private float leak;
    private float loss;
    private float lossFar;
    private float lossNear;
    private int lossBlocks;
    private float floor;
    private float gain;
    private int talking;
    private int sinceUpdate;

    ResidualSuppressor(int sampleRate, long seed) {
        analyser = new ComfortNoise(sampleRate, NOISE_ORDER);
        generator = new ComfortNoiseGenerator(sampleRate, seed);
        noise = new short[sampleRate / 100];
        clear();
    }

    void clear() {
        analyser.reset();
        generator.noiseFloor(-ComfortNoise.LOWEST_LEVEL);
        leak = UNKNOWN_LEAK;
        loss = GEIGEL;
        lossBlocks = 0;
        lossFar = 0;
        lossNear = 0;
        floor = FIRST_FLOOR;
        gain = 1;
        echoHeld = 0;
        talking = 0;
    }

    /** The filter has begun anew: nothing is known of its leak. */
    void forgetLeak() {
        leak = UNKNOWN_LEAK;
    }

    boolean talking() {
        return talking > 0;
    }

    /** Part of the echo's power that the filter leaves, about. */
    float leak() {
        return leak;
    }

    /**
     * Looks at a block of what is left. Powers are means of squares.
     *
     * @param farMost of the loudest block sent within the tail
     * @param near what came
     * @param echo what the filter foretold
     * @param error what remained
     * @param farActive whether the far side was loud enough to be heard back
     */
    void judge(float farMost, float near, float echo, float error, boolean farActive) {
        echoHeld = Math.max(echo, ECHO_DECAY * echoHeld);
        float expected = leak * echoHeld;
        boolean cancels = error < CANCELS * near;
        if (leak > LEARNT) {
            // What an untaught filter foretells says something only when it comes true.
            expected = cancels ? expected : Math.min(GEIGEL, LOSS_MARGIN * loss) * farMost / TALK;
            if (farActive) {
                learnLoss(farMost, near);
            }
        }
        if (farActive && error <= TALK * expected + NOISE_SPREAD * noiseFloor()) {
            talking = Math.max(0, talking - 1);
            if (cancels || leak <= LEARNT) {
                learnLeak(echo, error);
            }
        } else {
            talking = error > NOISE_SPREAD * noiseFloor() ? TALK_BLOCKS : Math.max(0, talking - 1);
        }
    }

    /**
     * How much weaker than what was sent is what comes back, at the least of the last seconds. On a line without echo there
     * is no leak to be learnt, and Geigel's rule alone would take soft words for echo for ever.
     */
    private void learnLoss(float farMost, float near) {
        lossFar += LOSS_SMOOTH * (farMost - lossFar);
        lossNear += LOSS_SMOOTH * (near - lossNear);
        if (++lossBlocks > LOSS_BLOCKS) {
            loss = Math.min(loss * LOSS_RISE, lossNear / lossFar);
        }
    }

    private void learnLeak(float echo, float error) {
        if (talking > 0 || echo < 4 * floor || echo < 1_000) {
            return;
        }
        float ratio = error / echo;
        leak = ratio < leak ? leak + 0.15f * (ratio - leak) : Math.min(leak * LEAK_RISE, ratio);
        leak = Math.clamp(leak, LEAST_LEAK, UNKNOWN_LEAK);
    }

    private float noiseFloor() {
        return analyser.known() ? Math.max(floor, INAUDIBLE) : INAUDIBLE;
    }

    /** Writes a block of what may pass. */
    void write(float[] error, short[] out, int off, float farMost, boolean farActive) {
        boolean audible = farActive
                && Math.max(leak * echoHeld, leak > LEARNT ? farMost / 100 : 0) > 0.1f * (analyser.known() ? floor : 0);
        float next = audible && talking == 0 ? 0 : 1;
        int n = noise.length;
        if (gain == 1 && next == 1) {
            for (int i = 0; i < n; i++) {
                out[off + i] = round(error[i]);
            }
        } else {
            generator.play(noise, 0, n);
            float step = (next - gain) / n;
            for (int i = 0; i < n; i++) {
                gain += step;
                out[off + i] = round(gain * error[i] + (1 - gain) * noise[i]);
            }
            gain = next;
        }
        if (!farActive && next == 1) {
            learnNoise(error, out, off);
        }
    }

    private void learnNoise(float[] error, short[] out, int off) {
        float power = Blocks.power(error, 0, noise.length);
        floor = Math.min(Math.max(power, 1), floor * FLOOR_RISE);
        if (power > NOISE_SPREAD * floor) {
            return;
        }
        analyser.analyse(out, off, noise.length);
        if (++sinceUpdate >= NOISE_UPDATE_BLOCKS && analyser.known()) {
            sinceUpdate = 0;
            int length = analyser.payload(description, 0);
            generator.payload(description, 0, length);
        }
    }

    private static short round(float x) {
        return (short) Math.clamp(Math.round(x), Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
