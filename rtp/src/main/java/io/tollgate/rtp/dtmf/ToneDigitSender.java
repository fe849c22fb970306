package io.tollgate.rtp.dtmf;

import java.util.Arrays;
import java.util.Objects;

/**
 * Sends DTMF digits as sound (ITU-T Q.23), where the far end has no telephone events. Mutable, one owner, allocates nothing
 * after its construction.
 *
 * <p>Levels are those of ETSI ES 201 235-2 for a sender, -11 dBV and -9 dBV in 600 ohms: the high group is 2 dB above the
 * low, because lines lose more of it. A tone rises and falls within 5 ms. It takes the place of the sound that is sent,
 * and so does the silence of the pause after it, for a voice in it could hide the next digit.
 */
public final class ToneDigitSender {
    /** Digits that may wait. */
    public static final int MAX_QUEUED = TelephoneEventSender.MAX_QUEUED;

    /** The shortest tone and the shortest pause that a receiver must understand (Q.24). */
    public static final int LEAST_MS = 40;

    /** A key that is held without an end is let go after this. */
    public static final int LONGEST_MS = 20_000;

    private static final int DEFAULT_MS = 100;
    private static final int DEFAULT_PAUSE_MS = 80;
    private static final double FULL_SCALE = 32_767;
    private static final double FULL_SCALE_DBM0 = 3.14;
    private static final double LOW_DBM0 = -8.8;
    private static final double HIGH_DBM0 = -6.8;
    private static final int RAMPS_PER_SECOND = 200;

    private final int sampleRate;
    private final float[] ramp;
    private final char[] digits = new char[MAX_QUEUED];
    private final int[] tones = new int[MAX_QUEUED];
    private final int[] pauses = new int[MAX_QUEUED];
    private final Oscillator low = new Oscillator();
    private final Oscillator high = new Oscillator();

    /** Digits ever put in and ever begun; what lies between waits. */
    private long put;

    private long begun;
    /** Which of them is held, counted likewise; -1 when none is. */
    private long held = -1;

    /** Samples of the digit that is being sent: so far, of its tone, and of tone and pause. */
    private int at;

    private int toneSamples;
    private int allSamples;

    /**
     * A sender with nothing to send.
     *
     * @param sampleRate of the sound in Hz, 8000 to 48000
     * @throws IllegalArgumentException for another rate
     */
    public ToneDigitSender(int sampleRate) {
        if (sampleRate < 8_000 || sampleRate > 48_000) {
            throw new IllegalArgumentException("digits are sent at 8000 to 48000 Hz, not at " + sampleRate);
        }
        this.sampleRate = sampleRate;
        ramp = new float[sampleRate / RAMPS_PER_SECOND];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (float) (0.5 - 0.5 * Math.cos(Math.PI * (i + 0.5) / ramp.length));
        }
    }

    /**
     * Appends digits, each of 100 ms with 80 ms after it.
     *
     * @return how many found room; what is no digit is left out and not counted
     */
    public int enqueue(String text) {
        return enqueue(text, DEFAULT_MS, DEFAULT_PAUSE_MS);
    }

    /**
     * Appends digits.
     *
     * @param toneMs length of each, 40 to 20000; what is shorter or longer is taken for the nearest
     * @param pauseMs silence after each, likewise
     * @return how many found room; what is no digit is left out and not counted
     */
    public int enqueue(String text, int toneMs, int pauseMs) {
        int taken = 0;
        for (int i = 0; i < text.length(); i++) {
            if (DigitTones.key(text.charAt(i)) >= 0 && put(text.charAt(i), toneMs, pauseMs)) {
                taken++;
            }
        }
        return taken;
    }

    /** Begins a digit whose end is not known yet: it sounds until {@link #release}. Returns false when there is no room. */
    public boolean hold(char digit) {
        boolean taken = DigitTones.key(digit) >= 0 && put(digit, LONGEST_MS, DEFAULT_PAUSE_MS);
        held = taken ? put - 1 : -1;
        return taken;
    }

    /** Ends the digit that was held last, when it has sounded for so long (40 ms at least). */
    public void release(int durationMs) {
        int samples = samples(durationMs);
        if (held >= begun) {
            tones[(int) (held % MAX_QUEUED)] = samples;
        } else if (held == begun - 1 && held >= 0 && at < toneSamples) {
            int pause = allSamples - toneSamples;
            // What has sounded already cannot be taken back, and its end needs room to fall.
            toneSamples = Math.min(toneSamples, Math.max(samples, at + ramp.length));
            allSamples = toneSamples + pause;
        }
        held = -1;
    }

    private boolean put(char digit, int toneMs, int pauseMs) {
        if (put - begun == MAX_QUEUED) {
            return false;
        }
        int next = (int) (put % MAX_QUEUED);
        digits[next] = digit;
        tones[next] = samples(toneMs);
        pauses[next] = samples(pauseMs);
        put++;
        return true;
    }

    private int samples(int ms) {
        return Math.clamp(ms, LEAST_MS, LONGEST_MS) * (sampleRate / 1_000);
    }

    /** Whether anything is being sent or waits to be. */
    public boolean active() {
        return at < allSamples || put > begun;
    }

    /**
     * Puts what is to be sent in the place of sound that was to be sent, from where the last call ended. Samples after the
     * last pause are left as they are.
     *
     * @return true when anything was put there
     * @throws IndexOutOfBoundsException when the range lies outside the array
     */
    public boolean replace(short[] pcm, int off, int samples) {
        Objects.checkFromIndexSize(off, samples, pcm.length);
        int from = off;
        int end = off + samples;
        while (from < end && active()) {
            if (at == allSamples) {
                begin();
            }
            int n = Math.min(end - from, (at < toneSamples ? toneSamples : allSamples) - at);
            if (at < toneSamples) {
                sound(pcm, from, n);
            } else {
                Arrays.fill(pcm, from, from + n, (short) 0);
            }
            at += n;
            from += n;
        }
        return from > off;
    }

    private void begin() {
        int next = (int) (begun % MAX_QUEUED);
        int key = DigitTones.key(digits[next]);
        low.start(DigitTones.lowHz(key / DigitTones.IN_GROUP), LOW_DBM0);
        high.start(DigitTones.highHz(key % DigitTones.IN_GROUP), HIGH_DBM0);
        toneSamples = tones[next];
        allSamples = toneSamples + pauses[next];
        at = 0;
        begun++;
    }

    private void sound(short[] pcm, int off, int n) {
        for (int i = 0; i < n; i++) {
            int edge = Math.min(at + i, toneSamples - 1 - at - i);
            double gain = edge < ramp.length ? ramp[edge] : 1;
            pcm[off + i] = (short) Math.rint(gain * (low.next() + high.next()));
        }
    }

    /** A sine by recurrence: two values and a multiplication for each sample. */
    private final class Oscillator {
        private double twoCos;
        private double last;
        private double beforeLast;

        void start(double hz, double dbm0) {
            double turn = 2 * Math.PI * hz / sampleRate;
            double amplitude = FULL_SCALE * Math.pow(10, (dbm0 - FULL_SCALE_DBM0) / 20);
            twoCos = 2 * Math.cos(turn);
            last = -amplitude * Math.sin(turn);
            beforeLast = -amplitude * Math.sin(2 * turn);
        }

        double next() {
            double value = twoCos * last - beforeLast;
            beforeLast = last;
            last = value;
            return value;
        }
    }
}
