package io.tollgate.rtp.codec;

import static io.tollgate.rtp.codec.GsmMath.abs;
import static io.tollgate.rtp.codec.GsmMath.add;
import static io.tollgate.rtp.codec.GsmMath.div;
import static io.tollgate.rtp.codec.GsmMath.mult;
import static io.tollgate.rtp.codec.GsmMath.multRounded;
import static io.tollgate.rtp.codec.GsmMath.norm;
import static io.tollgate.rtp.codec.GsmMath.sub;

import java.util.Arrays;

/**
 * GSM full rate (ETSI EN 300 961, GSM 06.10): linear prediction with regular pulse excitation, 13 kbit/s in frames of 20 ms
 * and 33 bytes. Bit by bit as the Recommendation has it, by its section 5.2.
 */
final class GsmEncoder implements AudioEncoder {
    private static final int ORDER = GsmRatios.ORDER;
    private static final int SUBFRAME = GsmPulses.LENGTH;
    private static final int MIN_LAG = 40;
    private static final int MAX_LAG = 120;

    /** Table 5.3a: decision levels of the long-term gain. */
    private static final int[] GAIN_LEVELS = {6_554, 16_384, 26_214};

    /** Table 5.3b: what its codes stand for. */
    static final int[] GAINS = {3_277, 11_469, 21_299, 32_767};

    private final GsmFrame frame = new GsmFrame();
    private final GsmRatios ratios = new GsmRatios();
    private final GsmPulses pulses = new GsmPulses();

    /** The frame: first its sound without offset, then what the short-term filter leaves of it. */
    private final int[] s = new int[GsmFrame.SAMPLES];

    private final int[] correlation = new int[ORDER + 1];
    private final int[] reflection = new int[ORDER];
    private final int[] schurK = new int[ORDER + 1];
    private final int[] schurP = new int[ORDER + 1];
    private final int[] delay = new int[ORDER];
    /** The short-term residue as the decoder rebuilds it: the last 120 samples, then those of this frame. */
    private final int[] rebuilt = new int[MAX_LAG + GsmFrame.SAMPLES];

    private final int[] scaled = new int[SUBFRAME];
    private final int[] predicted = new int[SUBFRAME];
    private final int[] residue = new int[SUBFRAME];
    private int offsetIn;
    private int offsetOut;
    private int emphasised;

    @Override
    public int sampleRate() {
        return 8_000;
    }

    @Override
    public int frameSamples() {
        return GsmFrame.SAMPLES;
    }

    @Override
    public int encode(short[] pcm, int off, int samples, byte[] out, int outOff) {
        int frames = samples / GsmFrame.SAMPLES;
        EncoderInput.check(pcm, off, samples, GsmFrame.SAMPLES, out, outOff, frames * GsmFrame.BYTES);
        for (int i = 0; i < frames; i++) {
            prepare(pcm, off + i * GsmFrame.SAMPLES);
            analyse();
            shortTerm();
            for (int sub = 0; sub < GsmFrame.SUBFRAMES; sub++) {
                longTerm(sub);
            }
            System.arraycopy(rebuilt, GsmFrame.SAMPLES, rebuilt, 0, MAX_LAG);
            frame.write(out, outOff + i * GsmFrame.BYTES);
        }
        return frames * GsmFrame.BYTES;
    }

    /** 13 bits, offset removed, high frequencies raised (5.2.1 to 5.2.3). */
    private void prepare(short[] pcm, int off) {
        for (int k = 0; k < s.length; k++) {
            int in = (pcm[off + k] >> 3) << 2;
            int difference = in - offsetIn;
            offsetIn = in;
            int high = offsetOut >> 15;
            int low = offsetOut - (high << 15);
            offsetOut = addLong(high * 32_735, (difference << 15) + multRounded(low, 32_735));
            int rounded = addLong(offsetOut, 16_384) >> 15;
            s[k] = add(rounded, multRounded(emphasised, -28_180));
            emphasised = rounded;
        }
    }

    private static int addLong(int a, int b) {
        return Math.clamp((long) a + b, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** The short-term filter of this frame, coded (5.2.4 to 5.2.7). */
    private void analyse() {
        autocorrelate();
        schur();
        GsmRatios.code(reflection, frame.ratios);
    }

    private void autocorrelate() {
        int largest = 0;
        for (int value : s) {
            largest = Math.max(largest, abs(value));
        }
        int scale = largest == 0 ? 0 : Math.max(0, 4 - norm(largest << 16));
        if (scale > 0) {
            for (int k = 0; k < s.length; k++) {
                s[k] = multRounded(s[k], 16_384 >> (scale - 1));
            }
        }
        for (int lag = 0; lag <= ORDER; lag++) {
            int sum = 0;
            for (int i = lag; i < s.length; i++) {
                sum += s[i] * s[i - lag];
            }
            correlation[lag] = sum << 1;
        }
        if (scale > 0) {
            for (int k = 0; k < s.length; k++) {
                s[k] = (short) (s[k] << scale);
            }
        }
    }

    /** Reflection coefficients by the recursion of Schur (5.2.5). */
    private void schur() {
        Arrays.fill(reflection, 0);
        if (correlation[0] == 0) {
            return;
        }
        int shift = norm(correlation[0]);
        for (int i = 0; i <= ORDER; i++) {
            schurP[i] = (correlation[i] << shift) >> 16;
            schurK[i] = schurP[i];
        }
        for (int n = 0; n < ORDER; n++) {
            int size = abs(schurP[1]);
            if (schurP[0] < size) {
                return;
            }
            int quotient = size == 0 ? 0 : div(size, schurP[0]);
            int r = schurP[1] > 0 ? -quotient : quotient;
            reflection[n] = r;
            schurP[0] = add(schurP[0], multRounded(schurP[1], r));
            for (int m = 1; m < ORDER - n; m++) {
                int k = schurK[m];
                int p = schurP[m + 1];
                schurP[m] = add(p, multRounded(k, r));
                schurK[m] = add(k, multRounded(p, r));
            }
        }
    }

    /** Takes the short-term prediction away, with the filter as the decoder will have it (5.2.8 to 5.2.10). */
    private void shortTerm() {
        ratios.next(frame.ratios);
        int k = 0;
        for (int stretch = 0; stretch < GsmRatios.stretches(); stretch++) {
            int[] r = ratios.reflection(stretch);
            for (; k < GsmRatios.end(stretch); k++) {
                int difference = s[k];
                int saved = s[k];
                for (int i = 0; i < ORDER; i++) {
                    int u = delay[i];
                    delay[i] = saved;
                    saved = add(u, multRounded(r[i], difference));
                    difference = add(difference, multRounded(r[i], u));
                }
                s[k] = difference;
            }
        }
    }

    /** One sub-frame: takes the long-term prediction away, codes the rest, and rebuilds it as the decoder will. */
    private void longTerm(int subframe) {
        int from = subframe * SUBFRAME;
        int now = MAX_LAG + from;
        findLag(subframe, from, now);
        int gain = GAINS[frame.gain[subframe]];
        for (int k = 0; k < SUBFRAME; k++) {
            predicted[k] = multRounded(gain, rebuilt[now + k - frame.lag[subframe]]);
            residue[k] = sub(s[from + k], predicted[k]);
        }
        pulses.code(residue, frame, subframe);
        pulses.decode(frame, subframe, residue);
        for (int k = 0; k < SUBFRAME; k++) {
            rebuilt[now + k] = add(residue[k], predicted[k]);
        }
    }

    /** 5.2.11. */
    private void findLag(int subframe, int from, int now) {
        int largest = 0;
        for (int k = 0; k < SUBFRAME; k++) {
            largest = Math.max(largest, abs(s[from + k]));
        }
        int room = largest == 0 ? 0 : norm(largest << 16);
        int scale = largest == 0 || room > 6 ? 0 : 6 - room;
        for (int k = 0; k < SUBFRAME; k++) {
            scaled[k] = s[from + k] >> scale;
        }
        int most = 0;
        int lag = MIN_LAG;
        for (int candidate = MIN_LAG; candidate <= MAX_LAG; candidate++) {
            int sum = 0;
            for (int k = 0; k < SUBFRAME; k++) {
                sum += scaled[k] * rebuilt[now + k - candidate];
            }
            if (sum > most) {
                most = sum;
                lag = candidate;
            }
        }
        int power = 0;
        for (int k = 0; k < SUBFRAME; k++) {
            int value = rebuilt[now + k - lag] >> 3;
            power += value * value;
        }
        frame.lag[subframe] = lag;
        frame.gain[subframe] = codeGain((most << 1) >> (6 - scale), power << 1);
    }

    private static int codeGain(int most, int power) {
        if (most <= 0) {
            return 0;
        }
        if (most >= power) {
            return 3;
        }
        int shift = norm(power);
        int r = (most << shift) >> 16;
        int s = (power << shift) >> 16;
        int code = 0;
        while (code < GAIN_LEVELS.length && r > mult(s, GAIN_LEVELS[code])) {
            code++;
        }
        return code;
    }

    @Override
    public void close() {}
}
