package io.tollgate.rtp.dtmf;

import java.util.Arrays;
import java.util.Objects;

/**
 * Hears DTMF digits in the sound itself, where the far end has no telephone events: to ITU-T Q.24 and the figures of
 * Telcordia TR-TSY-000763 for receivers. Mutable, one owner, allocates nothing after its construction.
 *
 * <p>Each 5 ms a window of the last 20 ms is measured at the eight frequencies (Goertzel's algorithm under a Hann window).
 * A window holds a digit when the strongest frequency of each group together are nearly all of the window's power, their
 * levels fit each other, and the phase of both moves from window to window as it does within 2.5 % of the frequency. The
 * last is what tells keys from voices, whose harmonics glide, and what the receiver's narrow tolerance asks for: windows
 * as short as a digit allows cannot tell 1.5 % from 3.5 % of 697 Hz by power alone.
 *
 * <p>Four such windows in a row are a digit, which a tone below 24 ms never fills and one of 30 ms or more always; seven
 * windows without it end the digit, so that a break of 10 ms does not make two of one and a pause of 40 ms does.
 */
public final class ToneDigitDetector {
    private static final int STEPS_PER_SECOND = 200;
    private static final int STEP_MS = 1_000 / STEPS_PER_SECOND;
    private static final int STEPS_IN_WINDOW = 4;
    private static final double WINDOW_SECONDS = (double) STEPS_IN_WINDOW / STEPS_PER_SECOND;

    private static final int WINDOWS_TO_BEGIN = 4;
    private static final int WINDOWS_TO_END = 7;
    /** After so many windows without the tone it is over, whether or not it comes back to be the same digit. */
    private static final int WINDOWS_TO_UNMUTE = 3;
    /** A window is full enough of a tone when it holds some 14 ms of it: tones reach so much beyond the windows' ends. */
    private static final int BEYOND_WINDOWS_MS = 12;

    /** Least level of each frequency: Q.24 asks for -25 dBm0 or better (North America), and for silence below -55. */
    private static final double LEAST_DBM0 = -36;

    private static final double FULL_SCALE = 32_767;
    private static final double FULL_SCALE_DBM0 = 3.14;
    /** How much of the window's power the two frequencies must be; 15 dB of noise below them leave 0.97. */
    private static final double LEAST_PURITY = 0.88;
    /** By how much the low group may be stronger, and the high group (Q.24: 8 and 4 dB), as ratios of powers. */
    private static final double LOW_OVER_HIGH = Math.pow(10, 1.0);

    private static final double HIGH_OVER_LOW = Math.pow(10, 0.65);
    /** Between the 1.5 % that must be heard and the 3.5 % that must not. */
    private static final double MEAN_TOLERANCE = 0.025;
    /** The same for two windows alone, which noise moves more. */
    private static final double STEP_TOLERANCE = 0.03;

    private final TelephoneEventReceiver.Listener listener;
    private final int sampleRate;
    private final int step;
    private final float[] recent;
    private final float[] taper;
    private final double taperSum;
    private final double taperPower;
    private final double leastPower;
    private final Group low;
    private final Group high;
    private final float fade;

    /** Samples of the current step, which lie at the end of {@link #recent}. */
    private int gathered;

    private char candidate;
    private int windows;
    private double lowTurned;
    private double highTurned;
    private char sounding;
    private int steps;
    private int misses;
    private float gain = 1;

    /**
     * A detector that has heard nothing yet.
     *
     * @param sampleRate of the sound in Hz: 8000, 16000, 24000, 32000 or 48000
     * @param listener told of each digit when it is certain and when it is over
     * @throws IllegalArgumentException for another rate
     */
    public ToneDigitDetector(int sampleRate, TelephoneEventReceiver.Listener listener) {
        if (sampleRate < 8_000 || sampleRate > 48_000 || sampleRate % 8_000 != 0) {
            throw new IllegalArgumentException("digits are heard at 8000 to 48000 Hz, not at " + sampleRate);
        }
        this.sampleRate = sampleRate;
        this.listener = listener;
        step = sampleRate / STEPS_PER_SECOND;
        int window = STEPS_IN_WINDOW * step;
        recent = new float[window];
        taper = new float[window];
        double sum = 0;
        double power = 0;
        for (int i = 0; i < window; i++) {
            double weight = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / window);
            taper[i] = (float) weight;
            sum += weight;
            power += weight * weight;
        }
        taperSum = sum;
        taperPower = power;
        double leastAmplitude = FULL_SCALE * Math.pow(10, (LEAST_DBM0 - FULL_SCALE_DBM0) / 20);
        leastPower = leastAmplitude * leastAmplitude / 2;
        low = new Group(true);
        high = new Group(false);
        fade = 1f / step;
    }

    /**
     * Hears the next samples and leaves them as they are.
     *
     * @throws IndexOutOfBoundsException when the range lies outside the array
     */
    public void listen(short[] pcm, int off, int samples) {
        hear(pcm, off, samples, false);
    }

    /**
     * Hears the next samples, and silences them while a digit that is already known sounds, so that it does not go on both as
     * an event and as sound. What sounded before it was certain, some 30 ms, has passed.
     *
     * @throws IndexOutOfBoundsException when the range lies outside the array
     */
    public void listenAndMute(short[] pcm, int off, int samples) {
        hear(pcm, off, samples, true);
    }

    private void hear(short[] pcm, int off, int samples, boolean mute) {
        Objects.checkFromIndexSize(off, samples, pcm.length);
        int at = off;
        int end = off + samples;
        while (at < end) {
            int n = Math.min(end - at, step - gathered);
            int into = recent.length - step + gathered;
            for (int i = 0; i < n; i++) {
                recent[into + i] = pcm[at + i];
            }
            if (mute) {
                fade(pcm, at, n);
            }
            gathered += n;
            at += n;
            if (gathered == step) {
                measure();
                System.arraycopy(recent, step, recent, 0, recent.length - step);
                gathered = 0;
            }
        }
    }

    private void fade(short[] pcm, int off, int n) {
        float target = sounding != 0 && misses < WINDOWS_TO_UNMUTE ? 0 : 1;
        if (gain == 1 && target == 1) {
            return;
        }
        for (int i = off; i < off + n; i++) {
            gain = target == 0 ? Math.max(0, gain - fade) : Math.min(1, gain + fade);
            pcm[i] = (short) (pcm[i] * gain);
        }
    }

    /** A window is full: finds out whether it holds a digit and what that means. */
    private void measure() {
        char found = digitInWindow();
        if (found == 0 || found != candidate) {
            windows = 0;
            lowTurned = 0;
            highTurned = 0;
        } else {
            lowTurned += low.offsetHz;
            highTurned += high.offsetHz;
        }
        candidate = found;
        windows = found == 0 ? 0 : windows + 1;
        if (sounding != 0) {
            steps++;
            misses = found == sounding ? 0 : misses + 1;
        }
        if (windows >= WINDOWS_TO_BEGIN && found != sounding && steadilyOnFrequency()) {
            end();
            begin(found);
        } else if (sounding != 0 && misses >= WINDOWS_TO_END) {
            end();
        }
    }

    /** Whether both frequencies, measured from the run's first window to this one, are within the receiver's tolerance. */
    private boolean steadilyOnFrequency() {
        int turns = windows - 1;
        return Math.abs(lowTurned / turns) <= MEAN_TOLERANCE * DigitTones.lowHz(low.best)
                && Math.abs(highTurned / turns) <= MEAN_TOLERANCE * DigitTones.highHz(high.best);
    }

    private void begin(char digit) {
        sounding = digit;
        steps = WINDOWS_TO_BEGIN - 1;
        misses = 0;
        listener.began(digit);
    }

    private void end() {
        if (sounding != 0) {
            char digit = sounding;
            sounding = 0;
            listener.ended(digit, (steps - misses) * STEP_MS + BEYOND_WINDOWS_MS);
        }
    }

    /** The digit that fills the window, or 0. */
    private char digitInWindow() {
        double power = 0;
        for (int i = 0; i < recent.length; i++) {
            double sample = recent[i] * taper[i];
            power += sample * sample;
        }
        power /= taperPower;
        if (power < 2 * leastPower) {
            low.forget();
            high.forget();
            return 0;
        }
        low.measure();
        high.measure();
        return low.power >= leastPower
                        && high.power >= leastPower
                        && low.power + high.power >= LEAST_PURITY * power
                        && low.power <= LOW_OVER_HIGH * high.power
                        && high.power <= HIGH_OVER_LOW * low.power
                        && low.near()
                        && high.near()
                ? DigitTones.digit(low.best, high.best)
                : 0;
    }

    /** Whether a digit is being heard. */
    public boolean sounding() {
        return sounding != 0;
    }

    /** Ends a digit that sounds and forgets what was heard; for a source that has changed or fallen silent. */
    public void reset() {
        end();
        Arrays.fill(recent, 0);
        gathered = 0;
        candidate = 0;
        windows = 0;
        gain = 1;
        low.forget();
        high.forget();
    }

    /** Four frequencies of which a digit has one, measured in the window. */
    private final class Group {
        private final double[] hz = new double[DigitTones.IN_GROUP];
        private final float[] twoCos = new float[DigitTones.IN_GROUP];
        private final double[] cos = new double[DigitTones.IN_GROUP];
        private final double[] sin = new double[DigitTones.IN_GROUP];
        private final double[] real = new double[DigitTones.IN_GROUP];
        private final double[] imaginary = new double[DigitTones.IN_GROUP];
        /** The phase of each in the window before, from -π to π; not a number when there is none. */
        private final double[] phaseBefore = new double[DigitTones.IN_GROUP];

        private int best;
        private double power;
        /** Of the strongest frequency from its nominal value. */
        private double offsetHz;

        Group(boolean low) {
            for (int i = 0; i < DigitTones.IN_GROUP; i++) {
                hz[i] = low ? DigitTones.lowHz(i) : DigitTones.highHz(i);
                double turn = 2 * Math.PI * hz[i] / sampleRate;
                cos[i] = Math.cos(turn);
                sin[i] = Math.sin(turn);
                twoCos[i] = (float) (2 * cos[i]);
            }
            forget();
        }

        void forget() {
            Arrays.fill(phaseBefore, Double.NaN);
            power = 0;
        }

        boolean near() {
            return Math.abs(offsetHz) <= STEP_TOLERANCE * hz[best];
        }

        /** Finds the strongest frequency, how far it is off and its power at its true frequency. */
        void measure() {
            goertzel();
            best = 0;
            double strongest = -1;
            for (int i = 0; i < DigitTones.IN_GROUP; i++) {
                double square = real[i] * real[i] + imaginary[i] * imaginary[i];
                if (square > strongest) {
                    strongest = square;
                    best = i;
                }
            }
            for (int i = 0; i < DigitTones.IN_GROUP; i++) {
                double phase = Math.atan2(imaginary[i], real[i]);
                if (i == best) {
                    double expected = 2 * Math.PI * hz[i] / STEPS_PER_SECOND;
                    double turned = Math.IEEEremainder(phase - phaseBefore[i] - expected, 2 * Math.PI);
                    offsetHz = turned / (2 * Math.PI) * STEPS_PER_SECOND;
                }
                phaseBefore[i] = phase;
            }
            double response = Double.isNaN(offsetHz) ? 1 : taperResponse(offsetHz * WINDOW_SECONDS);
            // A sine of amplitude a gives a * taperSum / 2; its power is a * a / 2.
            power = 2 * strongest / (taperSum * taperSum * response * response);
        }

        private void goertzel() {
            float a1 = 0;
            float a2 = 0;
            float b1 = 0;
            float b2 = 0;
            float c1 = 0;
            float c2 = 0;
            float d1 = 0;
            float d2 = 0;
            for (int i = 0; i < recent.length; i++) {
                float sample = recent[i] * taper[i];
                float a0 = sample + twoCos[0] * a1 - a2;
                float b0 = sample + twoCos[1] * b1 - b2;
                float c0 = sample + twoCos[2] * c1 - c2;
                float d0 = sample + twoCos[3] * d1 - d2;
                a2 = a1;
                b2 = b1;
                c2 = c1;
                d2 = d1;
                a1 = a0;
                b1 = b0;
                c1 = c0;
                d1 = d0;
            }
            keep(0, a1, a2);
            keep(1, b1, b2);
            keep(2, c1, c2);
            keep(3, d1, d2);
        }

        private void keep(int i, double s1, double s2) {
            real[i] = s1 - s2 * cos[i];
            imaginary[i] = s2 * sin[i];
        }

        /** What the Hann window leaves of the amplitude of a sine that is so many bins off, up to one. */
        private static double taperResponse(double bins) {
            double x = Math.min(Math.abs(bins), 0.95);
            return x < 1e-6 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x * (1 - x * x));
        }
    }
}
