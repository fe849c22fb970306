package io.tollgate.rtp.codec;

import java.util.Arrays;

/**
 * The adaptive predictor that both sub-bands of G.722 have: two poles and six zeroes, driven by the quantised difference
 * signal (ITU-T G.722 section 6.2.1.3 and its counterparts; the names of the blocks are those of the Recommendation). All
 * values are integers of 16 bits, saturated as the Recommendation says, so that encoder and decoder stay together bit by
 * bit.
 */
final class G722Predictor {
    private static final int POLE_2_LIMIT = 12_288;
    private static final int POLE_1_MARGIN = 15_360;

    private static final int ZEROES = 6;

    /** DLT: differences, the newest first. */
    private final int[] differences = new int[1 + ZEROES];

    /** BL: one coefficient for each older difference; 0 is not used. */
    private final int[] zeroes = new int[1 + ZEROES];

    private int pole1;
    private int pole2;
    /** RLT: the signal as rebuilt, one and two samples ago. */
    private int rebuilt1;

    private int rebuilt2;
    /** PLT: the signal as rebuilt by the zeroes alone, one and two samples ago. */
    private int partial1;

    private int partial2;
    private int zeroEstimate;
    private int estimate;

    /** SL: what the next sample is expected to be. */
    int estimate() {
        return estimate;
    }

    void reset() {
        Arrays.fill(differences, 0);
        Arrays.fill(zeroes, 0);
        pole1 = 0;
        pole2 = 0;
        rebuilt1 = 0;
        rebuilt2 = 0;
        partial1 = 0;
        partial2 = 0;
        zeroEstimate = 0;
        estimate = 0;
    }

    /** Takes the quantised difference between the sample and its {@link #estimate}, and forms the next estimate. */
    void update(int difference) {
        differences[0] = difference;
        int rebuilt = saturate(estimate + difference); // RECONS
        int partial = saturate(zeroEstimate + difference); // PARREC
        int nextPole2 = adaptPole2(partial);
        pole1 = adaptPole1(partial, nextPole2);
        pole2 = nextPole2;
        zeroEstimate = adaptAndApplyZeroes(difference);

        rebuilt2 = rebuilt1; // DELAYA
        rebuilt1 = rebuilt;
        partial2 = partial1;
        partial1 = partial;

        int poleEstimate =
                saturate(((pole1 * saturate(2 * rebuilt1)) >> 15) + ((pole2 * saturate(2 * rebuilt2)) >> 15)); // FILTEP
        estimate = saturate(poleEstimate + zeroEstimate); // PREDIC
    }

    /** UPPOL2. */
    private int adaptPole2(int partial) {
        int turned = saturate(4 * pole1);
        if (sameSign(partial, partial1)) {
            turned = Math.min(-turned, Short.MAX_VALUE);
        }
        int step = sameSign(partial, partial2) ? 128 : -128;
        int next = step + (turned >> 7) + ((pole2 * 32_512) >> 15);
        return Math.clamp(next, -POLE_2_LIMIT, POLE_2_LIMIT);
    }

    /** UPPOL1, held within the triangle in which the filter is stable. */
    private int adaptPole1(int partial, int nextPole2) {
        int step = sameSign(partial, partial1) ? 192 : -192;
        int next = saturate(step + ((pole1 * 32_640) >> 15));
        int limit = saturate(POLE_1_MARGIN - nextPole2);
        return Math.clamp(next, -limit, limit);
    }

    /** UPZERO, then DELAYA of the differences and FILTEZ in the same passage. */
    private int adaptAndApplyZeroes(int difference) {
        int step = difference == 0 ? 0 : 128;
        int sum = 0;
        for (int i = ZEROES; i > 0; i--) {
            int older = differences[i];
            int signed = sameSign(older, difference) ? step : -step;
            int coefficient = saturate(signed + ((zeroes[i] * 32_640) >> 15));
            zeroes[i] = coefficient;
            int newer = differences[i - 1];
            differences[i] = newer;
            sum += (coefficient * saturate(2 * newer)) >> 15;
        }
        return saturate(sum);
    }

    /** Zero counts as positive. */
    private static boolean sameSign(int a, int b) {
        return (a ^ b) >= 0;
    }

    static int saturate(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
