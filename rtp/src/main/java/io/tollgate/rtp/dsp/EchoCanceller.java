package io.tollgate.rtp.dsp;

import java.util.Arrays;

/**
 * Takes the echo of what we sent out of what a trunk sends us: the echo that a hybrid, where two wires become four, throws
 * back on an analogue line. Meant for the gateway's side of a trunk; the phone's own acoustics are the phone's business.
 *
 * <p>Every 10 ms {@link EchoFilter} foretells the echo from what was sent, and what it foretold is subtracted. While much
 * remains, it is either the other side talking or another echo path than before: a second filter that learns quickly runs
 * beside the first and takes its place when it does clearly better. A filter that makes things worse is cleared. {@link
 * DelayFinder} moves the filter's window to where the echo is, {@link ResidualSuppressor} takes away what is left.
 *
 * <p>Adds no delay. Mutable, one owner, allocates nothing after construction; the memory is some 130 KB at 8 kHz with 64 ms.
 */
public final class EchoCanceller {
    private static final float WANDER = 2e-5f;
    private static final float QUICK_WANDER = 1e-2f;
    /** Mean square of what was sent from which on an echo is looked for: -60 dBov. */
    private static final float ACTIVE = 1_070;

    private static final float SMOOTH = 0.3f;
    /** More than -15 dB left of the foretold echo is a reason to doubt the filter. */
    private static final float DOUBTFUL = 0.03f;

    /** Below -24 dB there is little left to learn: every other block does for it. */
    private static final float SETTLED = 0.004f;

    /** While the filter takes off 10 dB, the delay is right. */
    private static final float CONTENT = 0.1f;
    /** What is left below this, -67 dBov, is the noise of a codec. */
    private static final float NEGLIGIBLE = 200;

    private static final int DOUBT_BLOCKS = 4;
    private static final int BETTER_BLOCKS = 4;
    private static final int WORSE_BLOCKS = 10;
    private static final int HARMFUL_BLOCKS = 6;
    private static final float BETTER = 0.5f;
    private static final float WORSE = 2;
    private static final float HARMFUL = 1.25f;
    /** The window begins this much before the echo was found to begin. */
    private static final int LEAD_MS = 6;

    private static final int MARGIN_MS = 3;
    private final int rate;
    private final int block;
    private final boolean suppressing;
    private final int tail;
    private final RealFft fft;
    private final Reference reference;
    private final EchoFilter main;
    private final EchoFilter quick;
    private final DelayFinder finder;
    private final ResidualSuppressor suppressor;
    private final float[] ring;
    private final float[] farPowers;
    private final float[] window;
    private final float[] spectrumRe;
    private final float[] spectrumIm;
    private final float[] far;
    private final float[] near;
    private final float[] echo;
    private final float[] error;
    private final float[] quickError;
    private final int maxDelay;
    private long head;
    private int powersAt;
    private int delay;
    private boolean searching;
    private boolean adapting = true;
    private boolean quickRuns;
    /** Whether the reference was not kept up because nothing was sent. */
    private boolean stale = true;

    private int doubted;
    private int better;
    private int worse;
    private int harmful;
    private int settled;
    private float nearSmooth;
    private float echoSmooth;
    private float errorSmooth;
    private float quickSmooth;

    /** For one call. */
    public EchoCanceller(EchoSettings settings) {
        rate = settings.sampleRate();
        block = rate / 100;
        suppressing = settings.suppressor();
        searching = settings.maxDelayMs() > 0;
        maxDelay = settings.maxDelayMs() * rate / 1_000;
        int partition = Reference.BLOCKS_PER_PARTITION * block;
        int partitions = (settings.tailMs() * rate / 1_000 + partition - 1) / partition;
        tail = partitions * partition;
        fft = new RealFft(rate == 8_000 ? 256 : 512);
        reference = new Reference(fft.bins(), partitions);
        main = new EchoFilter(fft, block, partitions, WANDER);
        quick = new EchoFilter(fft, block, partitions, QUICK_WANDER);
        finder = new DelayFinder(rate, settings.maxDelayMs());
        suppressor = new ResidualSuppressor(rate, settings.seed());
        ring = new float[Integer.highestOneBit(maxDelay + tail + 2 * fft.size()) * 2];
        farPowers = new float[reference.slots() + 1];
        window = new float[fft.size()];
        spectrumRe = new float[fft.bins()];
        spectrumIm = new float[fft.bins()];
        far = new float[block];
        near = new float[block];
        echo = new float[block];
        error = new float[block];
        quickError = new float[block];
    }

    /** Forgets all, as at the beginning of a call. */
    public void reset() {
        Arrays.fill(ring, 0);
        Arrays.fill(farPowers, 0);
        reference.clear();
        main.clear();
        quick.clear();
        finder.clear();
        suppressor.clear();
        delay = 0;
        head = 0;
        stale = true;
        forgetProgress();
    }

    private void forgetProgress() {
        quickRuns = false;
        doubted = 0;
        better = 0;
        worse = 0;
        harmful = 0;
        settled = 0;
        nearSmooth = 0;
        echoSmooth = 0;
        errorSmooth = 0;
        quickSmooth = 0;
    }

    /**
     * Takes the echo out of a frame.
     *
     * @param farSentToTrunk what we send to the trunk in the same tick, after all that is done to it
     * @param nearFromTrunk what the trunk said, decoded; replaced by the same without echo
     * @param samples a multiple of 10 ms
     * @throws IllegalArgumentException for another number of samples
     * @throws IndexOutOfBoundsException when a range lies outside its array
     */
    public void process(short[] farSentToTrunk, int farOff, short[] nearFromTrunk, int nearOff, int samples) {
        if (samples < 0 || samples % block != 0) {
            throw new IllegalArgumentException("a frame of " + samples + " samples");
        }
        for (int at = 0; at < samples; at += block) {
            for (int i = 0; i < block; i++) {
                far[i] = farSentToTrunk[farOff + at + i];
                near[i] = nearFromTrunk[nearOff + at + i];
            }
            block(nearFromTrunk, nearOff + at);
        }
    }

    /** By how much the filter's window is moved against what is sent, in samples. */
    public int delaySamples() {
        return delay;
    }

    /**
     * Moves the filter's window, for a delay that is known: the filter learns anew, and the delay is no longer searched for.
     *
     * @param samples by which the echo is later than what is sent, less a few milliseconds: 0 to the settings' greatest
     * @throws IllegalArgumentException for others
     */
    public void delay(int samples) {
        if (samples < 0 || samples > maxDelay) {
            throw new IllegalArgumentException("an echo delay of " + samples + " samples");
        }
        searching = false;
        move(samples);
    }

    /** Whether the other side talks, as far as can be told while the far side does. */
    public boolean nearTalks() {
        return suppressor.talking();
    }

    /** What the filter takes off the echo, in dB (echo return loss enhancement); 0 while it has learnt nothing. */
    public double enhancementDb() {
        return -10 * Math.log10(suppressor.leak());
    }

    /** Stops and resumes learning, as the tests of G.168 do to measure what was learnt. */
    void adapting(boolean on) {
        adapting = on;
    }

    private void block(short[] out, int off) {
        store();
        look(head);
        farPowers[powersAt] = Blocks.power(window, window.length - block, block);
        powersAt = powersAt + 1 == farPowers.length ? 0 : powersAt + 1;
        float farMost = 0;
        for (float power : farPowers) {
            farMost = Math.max(farMost, power);
        }
        boolean active = farMost > ACTIVE;
        float echoPower = 0;
        if (active) {
            refer();
            cancel();
            echoPower = Blocks.power(echo, 0, block);
        } else {
            stale = true;
            System.arraycopy(near, 0, error, 0, block);
        }
        suppressor.judge(farMost, Blocks.power(near, 0, block), echoPower, Blocks.power(error, 0, block), active);
        if (suppressing) {
            suppressor.write(error, out, off, farMost, active);
        } else {
            for (int i = 0; i < block; i++) {
                out[off + i] = (short) Math.clamp(Math.round(error[i]), Short.MIN_VALUE, Short.MAX_VALUE);
            }
        }
        if (searching && adapting) {
            search();
        }
    }

    private void store() {
        int at = (int) (head & (ring.length - 1));
        int first = Math.min(block, ring.length - at);
        System.arraycopy(far, 0, ring, at, first);
        System.arraycopy(far, first, ring, 0, block - first);
        head += block;
    }

    /** Lays out what was sent up to {@code end}, less the delay. */
    private void look(long end) {
        int from = (int) ((end - delay - window.length) & (ring.length - 1));
        int first = Math.min(window.length, ring.length - from);
        System.arraycopy(ring, from, window, 0, first);
        System.arraycopy(ring, 0, window, first, window.length - first);
    }

    /** Brings the reference up to date: by one spectrum, or by all of them when something was sent after a silence. */
    private void refer() {
        for (int back = stale ? reference.slots() - 1 : 0; back >= 0; back--) {
            look(head - (long) back * block);
            fft.forward(window, 0, spectrumRe, spectrumIm);
            reference.push(spectrumRe, spectrumIm);
        }
        stale = false;
    }

    private void cancel() {
        main.estimate(reference, echo);
        subtract(echo, error);
        float nearPower = Blocks.power(near, 0, block);
        float errorPower = Blocks.power(error, 0, block);
        nearSmooth += SMOOTH * (nearPower - nearSmooth);
        echoSmooth += SMOOTH * (Blocks.power(echo, 0, block) - echoSmooth);
        errorSmooth += SMOOTH * (errorPower - errorSmooth);
        boolean learn = adapting && !reference.narrow();
        settled = errorSmooth < SETTLED * echoSmooth ? settled + 1 : 0;
        if (learn && (settled & 1) == 0) {
            main.adapt(reference, error);
        }
        if (learn) {
            compete();
        }
        harmful = errorSmooth > HARMFUL * nearSmooth + 1 ? harmful + 1 : 0;
        if (harmful >= HARMFUL_BLOCKS && adapting) {
            main.clear();
            suppressor.forgetLeak();
            forgetProgress();
        }
        if (errorPower > nearPower) {
            System.arraycopy(near, 0, error, 0, block);
        }
    }

    private void subtract(float[] foretold, float[] rest) {
        for (int i = 0; i < block; i++) {
            rest[i] = near[i] - foretold[i];
        }
    }

    /** Lets the quick filter run while there is doubt, and makes it the main one when it has shown to be better. */
    private void compete() {
        doubted = errorSmooth > Math.max(DOUBTFUL * echoSmooth, NEGLIGIBLE) ? doubted + 1 : 0;
        if (!quickRuns) {
            if (doubted < DOUBT_BLOCKS) {
                return;
            }
            quickRuns = true;
            quick.copy(main);
            quickSmooth = errorSmooth;
            better = 0;
            worse = 0;
        }
        quick.estimate(reference, quickError);
        subtract(quickError, quickError);
        quickSmooth += SMOOTH * (Blocks.power(quickError, 0, block) - quickSmooth);
        quick.adapt(reference, quickError);
        better = quickSmooth < BETTER * errorSmooth && quickSmooth < nearSmooth ? better + 1 : 0;
        worse = quickSmooth > WORSE * errorSmooth ? worse + 1 : 0;
        if (better >= BETTER_BLOCKS) {
            main.copy(quick);
            errorSmooth = quickSmooth;
            suppressor.forgetLeak();
            better = 0;
        } else if (worse >= WORSE_BLOCKS) {
            quick.copy(main);
            quickSmooth = errorSmooth;
            worse = 0;
        }
        quickRuns = errorSmooth > Math.max(SETTLED * echoSmooth, NEGLIGIBLE);
    }

    private void search() {
        boolean content = errorSmooth < Math.max(CONTENT * echoSmooth, NEGLIGIBLE);
        int found = finder.hear(far, near, block, content);
        if (found == DelayFinder.NONE || content) {
            return;
        }
        boolean early = found < delay + MARGIN_MS * rate / 1_000 && delay > 0;
        // The end of the filter learns slowly, and the echo needs room to ring.
        boolean late = found > delay + tail / 2;
        if (early || late) {
            move(Math.clamp(found - LEAD_MS * rate / 1_000, 0, maxDelay));
        }
    }

    private void move(int samples) {
        delay = samples;
        stale = true;
        for (int back = farPowers.length - 1; back >= 0; back--) {
            look(head - (long) back * block);
            farPowers[(powersAt + farPowers.length - 1 - back) % farPowers.length] =
                    Blocks.power(window, window.length - block, block);
        }
        main.clear();
        quick.clear();
        suppressor.forgetLeak();
        forgetProgress();
    }
}
