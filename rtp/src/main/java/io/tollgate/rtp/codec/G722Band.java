package io.tollgate.rtp.codec;

/**
 * The ADPCM of one sub-band of G.722 at 64 kbit/s: quantiser, inverse quantiser and the scale that adapts them. The lower
 * band takes 6 bits of each sample and adapts by the upper 4 of them, so that the lower 2 may be taken for data; the
 * higher band takes 2 bits (ITU-T G.722 section 6.2). The same object encodes and decodes; the two sides stay alike
 * because both adapt by the code alone.
 */
final class G722Band {
    private static final int LOWER_SCALE_LIMIT = 18_432;
    private static final int HIGHER_SCALE_LIMIT = 22_528;

    /** Table 14, Q6: the decision levels of the lower band. */
    private static final int[] LEVELS = {
        0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219,
        1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919
    };

    /** Table 17, QM4: what the upper 4 bits of a code of the lower band stand for. */
    private static final int[] COARSE = {
        0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0
    };

    /** Table 17, QM6: what a whole code of the lower band stands for. */
    private static final int[] FINE = {
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576,
        -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040,
        -728, 24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136
    };

    /** WL by RL42: how the upper 4 bits of a code move the lower band's scale. */
    private static final int[] LOWER_STEP = {
        -60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60
    };

    /** QM2: what a code of the higher band stands for. */
    private static final int[] HIGHER = {-7408, -1616, 7408, 1616};

    /** WH by RH2: how a code moves the higher band's scale. */
    private static final int[] HIGHER_STEP = {798, -214, 798, -214};

    private static final int HIGHER_LEVEL = 564;

    /** ILB: 2 to the power of i/32, times 2048. */
    private static final int[] POWERS = {
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834, 2896, 2960,
        3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008
    };

    private final boolean lower;
    private final G722Predictor predictor = new G722Predictor();
    /** NBL: logarithm of the scale. */
    private int logScale;
    /** DETL: the scale. */
    private int scale;

    /** {@code lower}: the band of 0 to 4 kHz, else that of 4 to 8 kHz. */
    G722Band(boolean lower) {
        this.lower = lower;
        scale = lower ? 32 : 8;
    }

    void reset() {
        predictor.reset();
        logScale = 0;
        scale = lower ? 32 : 8;
    }

    /** The code of a sample of 15 bits: 6 bits in the lower band, 2 in the higher. */
    int encode(int sample) {
        int difference = G722Predictor.saturate(sample - predictor.estimate());
        int code = lower ? quantizeLower(difference) : quantizeHigher(difference);
        adapt(code);
        return code;
    }

    /** The sample of 15 bits that a code stands for. */
    int decode(int code) {
        int difference = ((lower ? FINE[code] : HIGHER[code]) * scale) >> 15;
        int sample = Math.clamp(predictor.estimate() + difference, -16_384, 16_383); // LIMIT
        adapt(code);
        return sample;
    }

    /** QUANTL. The codes run outwards from 61 and 63 down, positive ones from 32, negative from 4 at the largest. */
    private int quantizeLower(int difference) {
        int magnitude = difference >= 0 ? difference : ~difference;
        int interval = 1;
        while (interval < LEVELS.length && magnitude >= (LEVELS[interval] * scale) >> 12) {
            interval++;
        }
        if (difference >= 0) {
            return 62 - interval;
        }
        return interval <= 2 ? 64 - interval : 34 - interval;
    }

    /** QUANTH. */
    private int quantizeHigher(int difference) {
        int magnitude = difference >= 0 ? difference : ~difference;
        boolean large = magnitude >= (HIGHER_LEVEL * scale) >> 12;
        if (difference >= 0) {
            return large ? 2 : 3;
        }
        return large ? 0 : 1;
    }

    /** INVQAL, LOGSCL, SCALEL and the predictor; in the higher band INVQAH, LOGSCH and SCALEH. */
    private void adapt(int code) {
        int used = lower ? code >> 2 : code;
        int difference = ((lower ? COARSE[used] : HIGHER[used]) * scale) >> 15;
        int leaked = (logScale * 127) >> 7;
        logScale = lower
                ? Math.clamp(leaked + LOWER_STEP[used], 0, LOWER_SCALE_LIMIT)
                : Math.clamp(leaked + HIGHER_STEP[used], 0, HIGHER_SCALE_LIMIT);
        int shift = (lower ? 8 : 10) - (logScale >> 11);
        int power = POWERS[(logScale >> 6) & 31];
        scale = (shift < 0 ? power << -shift : power >> shift) << 2;
        predictor.update(difference);
    }
}
