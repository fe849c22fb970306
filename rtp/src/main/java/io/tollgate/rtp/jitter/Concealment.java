package io.tollgate.rtp.jitter;

import java.util.Arrays;

/**
 * Makes up for lost frames of a codec that cannot do so itself, in the manner of ITU-T G.711 Appendix I: the last pitch
 * period is repeated, its ends overlapped so that it joins itself; from the second 10 ms on more periods are used and the
 * sound fades by a fifth in each 10 ms, to silence at 60 ms. The first frame after the loss is overlapped with what would
 * have followed. Runs at 8 and at 16 kHz; the pitch is looked for between 66 and 200 Hz, whatever the rate.
 *
 * <p>Simpler than the appendix in two ways: good frames are not delayed by 3.75 ms for an overlap into the loss (the step
 * where the made-up sound begins is levelled out over a quarter of a period instead), and up to two periods are used, not
 * three.
 *
 * <p>Mutable, one owner, allocates nothing after construction.
 */
public final class Concealment {
    private final int sampleRate;
    private final int minLag;
    private final int maxLag;
    private final int window;
    private final int tenMs;
    private final short[] history;
    private final float[] period;
    private final short[] tail;
    private int periodLength;
    private int lag;
    private int at;
    private int lostSamples;
    /** How far the sound before a seam lies above the sound behind it, and for how many samples this is still felt. */
    private float seam;

    private int seamLeft;

    /**
     * For mono PCM of this rate.
     *
     * @param sampleRate in Hz, 8000 to 48000
     */
    public Concealment(int sampleRate) {
        if (sampleRate < 8_000 || sampleRate > 48_000) {
            throw new IllegalArgumentException("concealment works at 8000 to 48000 Hz, not at " + sampleRate);
        }
        this.sampleRate = sampleRate;
        minLag = sampleRate / 200;
        maxLag = sampleRate * 3 / 200;
        window = sampleRate / 50;
        tenMs = sampleRate / 100;
        history = new short[2 * maxLag + window];
        period = new float[2 * maxLag];
        tail = new short[tenMs];
    }

    /** Takes a frame that was received, and smooths its beginning when it follows a loss. Changes {@code pcm}. */
    public void good(short[] pcm, int off, int samples) {
        if (lostSamples > 0) {
            int overlap = Math.min(samples, Math.min(tenMs, lag / 4 + lostSamples / 4));
            synthesize(tail, 0, overlap);
            for (int i = 0; i < overlap; i++) {
                float in = (i + 1) / (float) (overlap + 1);
                pcm[off + i] = (short) (pcm[off + i] * in + tail[i] * (1 - in));
            }
            lostSamples = 0;
        }
        remember(pcm, off, samples);
    }

    /** Makes up a lost frame of any length, or the next piece of one. */
    public void conceal(short[] pcm, int off, int samples) {
        if (lostSamples == 0) {
            findPeriod();
        }
        synthesize(pcm, off, samples);
    }

    /** Forgets what was heard: silence was played. */
    public void reset() {
        Arrays.fill(history, (short) 0);
        lostSamples = 0;
    }

    private void remember(short[] pcm, int off, int samples) {
        int n = Math.min(samples, history.length);
        System.arraycopy(history, n, history, 0, history.length - n);
        System.arraycopy(pcm, off + samples - n, history, history.length - n, n);
    }

    /** The lag at which the last 20 ms resemble what was before them most; the shorter one of equals. */
    private void findPeriod() {
        int start = history.length - window;
        long energy = 1;
        for (int i = start - minLag; i < history.length - minLag; i++) {
            energy += history[i] * history[i];
        }
        double best = -1;
        lag = maxLag;
        for (int candidate = minLag; candidate <= maxLag; candidate++) {
            long cross = 0;
            for (int i = start; i < history.length; i++) {
                cross += history[i] * history[i - candidate];
            }
            double score = cross <= 0 ? 0 : cross / Math.sqrt((double) energy);
            if (score > best * 1.0001) {
                best = score;
                lag = candidate;
            }
            int leaving = history[history.length - 1 - candidate];
            int entering = history[start - 1 - candidate];
            energy += entering * entering - leaving * leaving;
        }
        loadPeriods(1);
        at = 0;
        level(history[history.length - 1] - history[history.length - 1 - lag]);
    }

    /** Spreads a step of the sound over a quarter of a period. */
    private void level(float step) {
        seam = step;
        seamLeft = lag / 4;
    }

    /** The last {@code count} periods, with a quarter of a period overlapped so that the end runs into the beginning. */
    private void loadPeriods(int count) {
        periodLength = Math.min(count * lag, period.length);
        int start = history.length - periodLength;
        for (int i = 0; i < periodLength; i++) {
            period[i] = history[start + i];
        }
        int overlap = lag / 4;
        for (int i = 0; i < overlap; i++) {
            float in = (i + 1) / (float) (overlap + 1);
            int p = periodLength - overlap + i;
            period[p] = period[p] * (1 - in) + history[start - overlap + i] * in;
        }
    }

    /** From 10 ms on, so that a short loss is a faithful copy and a long one does not hum. */
    private void takeTwoPeriods() {
        float next = period[at];
        at %= lag;
        loadPeriods(2);
        level(next - period[at]);
    }

    private void synthesize(short[] pcm, int off, int samples) {
        for (int i = 0; i < samples; i++) {
            if (lostSamples == tenMs) {
                takeTwoPeriods();
            }
            float value = period[at];
            if (seamLeft > 0) {
                value += seam * seamLeft / (lag / 4 + 1);
                seamLeft--;
            }
            pcm[off + i] = (short) Math.clamp(Math.round(value * gain()), Short.MIN_VALUE, Short.MAX_VALUE);
            at = at + 1 == periodLength ? 0 : at + 1;
            lostSamples++;
        }
    }

    private float gain() {
        if (lostSamples < tenMs) {
            return 1;
        }
        float fade = 1 - (lostSamples - tenMs) * 20f / sampleRate;
        return Math.max(0, fade);
    }
}
