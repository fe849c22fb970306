package io.tollgate.rtp.codec;

import static io.tollgate.rtp.codec.GsmMath.abs;
import static io.tollgate.rtp.codec.GsmMath.add;
import static io.tollgate.rtp.codec.GsmMath.mult;
import static io.tollgate.rtp.codec.GsmMath.multRounded;
import static io.tollgate.rtp.codec.GsmMath.sub;

/**
 * The short-term filter of GSM 06.10 as it is sent: eight logarithmic area ratios, and from one frame to the next the
 * filters between them (ETSI EN 300 961 sections 5.2.6 to 5.2.9). Encoder and decoder each have one.
 */
final class GsmRatios {
    static final int ORDER = 8;

    /** The frame's stretches of equal filters end here. */
    private static final int[] ENDS = {13, 27, 40, 160};

    private static final int[] A = {20_480, 20_480, 20_480, 20_480, 13_964, 15_360, 8_534, 9_036};
    private static final int[] B = {0, 0, 2_048, -2_560, 94, -1_792, -341, -1_144};
    private static final int[] LEAST = {-32, -32, -16, -16, -8, -8, -4, -4};
    private static final int[] MOST = {31, 31, 15, 15, 7, 7, 3, 3};
    private static final int[] INVERSE_A = {13_107, 13_107, 13_107, 13_107, 19_223, 17_476, 31_454, 29_708};

    private int[] previous = new int[ORDER];
    private int[] current = new int[ORDER];
    private final int[] reflection = new int[ORDER];

    /** Turns reflection coefficients into codes (5.2.6, 5.2.7). */
    static void code(int[] reflection, int[] codes) {
        for (int i = 0; i < ORDER; i++) {
            int size = abs(reflection[i]);
            int ratio;
            if (size < 22_118) {
                ratio = size >> 1;
            } else if (size < 31_130) {
                ratio = size - 11_059;
            } else {
                ratio = (size - 26_112) << 2;
            }
            int signed = reflection[i] < 0 ? -ratio : ratio;
            int scaled = add(add(mult(A[i], signed), B[i]), 256) >> 9;
            codes[i] = Math.clamp(scaled, LEAST[i], MOST[i]) - LEAST[i];
        }
    }

    /** Takes the codes of the next frame (5.2.8). */
    void next(int[] codes) {
        int[] spare = previous;
        previous = current;
        current = spare;
        for (int i = 0; i < ORDER; i++) {
            int shifted = sub((codes[i] + LEAST[i]) << 10, B[i] << 1);
            int ratio = multRounded(INVERSE_A[i], shifted);
            current[i] = add(ratio, ratio);
        }
    }

    static int stretches() {
        return ENDS.length;
    }

    /** The first sample behind a stretch. */
    static int end(int stretch) {
        return ENDS[stretch];
    }

    /** The reflection coefficients of a stretch, valid until the next call (5.2.9.1, 5.2.9.2). */
    int[] reflection(int stretch) {
        for (int i = 0; i < ORDER; i++) {
            int before = previous[i];
            int now = current[i];
            int ratio = switch (stretch) {
                case 0 -> add(add(before >> 2, now >> 2), before >> 1);
                case 1 -> add(before >> 1, now >> 1);
                case 2 -> add(add(before >> 2, now >> 2), now >> 1);
                default -> now;
            };
            int size = abs(ratio);
            int coefficient;
            if (size < 11_059) {
                coefficient = size << 1;
            } else if (size < 20_070) {
                coefficient = size + 11_059;
            } else {
                coefficient = add(size >> 2, 26_112);
            }
            reflection[i] = ratio < 0 ? -coefficient : coefficient;
        }
        return reflection;
    }
}
