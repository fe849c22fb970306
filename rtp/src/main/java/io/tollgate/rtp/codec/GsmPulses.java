package io.tollgate.rtp.codec;

import static io.tollgate.rtp.codec.GsmMath.abs;
import static io.tollgate.rtp.codec.GsmMath.add;
import static io.tollgate.rtp.codec.GsmMath.mult;
import static io.tollgate.rtp.codec.GsmMath.multRounded;
import static io.tollgate.rtp.codec.GsmMath.saturate;

/**
 * The residue of a sub-frame of 40 samples as 13 pulses on a grid of every third sample, in adaptive PCM of 3 bits (ETSI EN
 * 300 961 sections 5.2.13 to 5.2.17). Confined to one thread: it has room for one sub-frame.
 */
final class GsmPulses {
    static final int LENGTH = 40;

    /** Table 5.4: the weighting filter, symmetrical around the middle. */
    private static final int[] WEIGHTS = {-134, -374, 0, 2_054, 5_741, 8_192, 5_741, 2_054, 0, -374, -134};

    /** Table 5.5: inverse mantissas. */
    private static final int[] INVERSE_MANTISSA = {29_128, 26_215, 23_832, 21_846, 20_165, 18_725, 17_476, 16_384};

    /** Table 5.6: mantissas. */
    private static final int[] MANTISSA = {18_431, 20_479, 22_527, 24_575, 26_623, 28_671, 30_719, 32_767};

    private final int[] padded = new int[LENGTH + WEIGHTS.length - 1];
    private final int[] weighted = new int[LENGTH];
    private int exponent;
    private int mantissa;

    /** Codes the residue into a sub-frame of {@code frame}. */
    void code(int[] residue, GsmFrame frame, int sub) {
        weigh(residue);
        int grid = strongestGrid();
        int largest = 0;
        for (int i = 0; i < GsmFrame.PULSES; i++) {
            largest = Math.max(largest, abs(weighted[grid + 3 * i]));
        }
        frame.grid[sub] = grid;
        frame.largest[sub] = codeOfLargest(largest);
        split(frame.largest[sub]);
        for (int i = 0; i < GsmFrame.PULSES; i++) {
            int scaled = (short) (weighted[grid + 3 * i] << (6 - exponent));
            frame.pulses[sub][i] = (mult(scaled, INVERSE_MANTISSA[mantissa]) >> 12) + 4;
        }
    }

    private void weigh(int[] residue) {
        int edge = WEIGHTS.length / 2;
        System.arraycopy(residue, 0, padded, edge, LENGTH);
        for (int k = 0; k < LENGTH; k++) {
            int sum = 4_096;
            for (int i = 0; i < WEIGHTS.length; i++) {
                sum += padded[k + i] * WEIGHTS[i];
            }
            weighted[k] = saturate(sum >> 13);
        }
    }

    private int strongestGrid() {
        int strongest = 0;
        int most = -1;
        for (int grid = 0; grid < 4; grid++) {
            int energy = 0;
            for (int i = 0; i < GsmFrame.PULSES; i++) {
                int pulse = weighted[grid + 3 * i] >> 2;
                energy += pulse * pulse;
            }
            if (energy > most) {
                most = energy;
                strongest = grid;
            }
        }
        return strongest;
    }

    /** Logarithmic: 3 bits of exponent, 3 of mantissa. */
    private static int codeOfLargest(int largest) {
        int exponent = 0;
        for (int rest = largest >> 9; rest > 0 && exponent < 6; rest >>= 1) {
            exponent++;
        }
        return (largest >> (exponent + 5)) + (exponent << 3);
    }

    /** The exponent and mantissa of a code (5.2.15). */
    private void split(int code) {
        exponent = code > 15 ? (code >> 3) - 1 : 0;
        mantissa = code - (exponent << 3);
        if (mantissa == 0) {
            exponent = -4;
            mantissa = 7;
            return;
        }
        while (mantissa <= 7) {
            mantissa = (mantissa << 1) | 1;
            exponent--;
        }
        mantissa -= 8;
    }

    /** The residue that a sub-frame of {@code frame} stands for (5.2.16, 5.2.17). */
    void decode(GsmFrame frame, int sub, int[] residue) {
        split(frame.largest[sub]);
        int shift = 6 - exponent;
        int half = shift == 0 ? 0 : 1 << (shift - 1);
        for (int k = 0; k < LENGTH; k++) {
            residue[k] = 0;
        }
        for (int i = 0; i < GsmFrame.PULSES; i++) {
            int pulse = ((frame.pulses[sub][i] << 1) - 7) << 12;
            residue[frame.grid[sub] + 3 * i] = add(multRounded(MANTISSA[mantissa], pulse), half) >> shift;
        }
    }
}
