package io.tollgate.rtp.codec;

/**
 * How an Opus encoder starts; all of it can be changed later.
 *
 * @param bitrate bits per second, {@value #MIN_BITRATE} to {@value #MAX_BITRATE}
 * @param complexity 0 (fast) to 10 (good)
 * @param fec whether packets carry a coarse copy of the frame before them (in-band FEC, RFC 6716 section 2.1.7)
 * @param expectedLossPct loss to prepare for, in percent, 0 to 100: it decides what share of the bits FEC takes
 * @param dtx whether silence is sent as nothing; the receiver must cope with gaps
 */
public record OpusSettings(int bitrate, int complexity, boolean fec, int expectedLossPct, boolean dtx) {
    public static final int MIN_BITRATE = 6_000;
    public static final int MAX_BITRATE = 510_000;

    /** Speech from or to a telephone: 32 kbit/s, complexity 5, no gaps, no FEC before losses are known. */
    public static final OpusSettings TELEPHONE = new OpusSettings(32_000, 5, false, 0, false);

    public OpusSettings {
        checkBitrate(bitrate);
        checkComplexity(complexity);
        checkExpectedLoss(expectedLossPct);
    }

    static void checkBitrate(int bitrate) {
        check("bitrate", bitrate, MIN_BITRATE, MAX_BITRATE);
    }

    static void checkComplexity(int complexity) {
        check("complexity", complexity, 0, 10);
    }

    static void checkExpectedLoss(int percent) {
        check("expected loss", percent, 0, 100);
    }

    private static void check(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("Opus " + what + " " + value + " is not in " + min + " to " + max);
        }
    }
}
