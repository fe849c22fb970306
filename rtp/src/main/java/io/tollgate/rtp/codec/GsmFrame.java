package io.tollgate.rtp.codec;

/**
 * The 260 bits of a GSM full-rate frame, as they are packed for RTP: the signature 1101, then the parameters in the order of
 * RFC 3551 table 3, the highest bit first, 33 bytes.
 */
final class GsmFrame {
    static final int SAMPLES = 160;
    static final int BYTES = 33;
    static final int SUBFRAMES = 4;
    static final int PULSES = 13;

    private static final int SIGNATURE = 0xd;
    private static final int[] RATIO_BITS = {6, 6, 5, 5, 4, 4, 3, 3};

    /** LARc: coded logarithmic area ratios. */
    final int[] ratios = new int[RATIO_BITS.length];
    /** Nc: lag of the long-term predictor, for each sub-frame. */
    final int[] lag = new int[SUBFRAMES];
    /** bc: coded gain of the long-term predictor. */
    final int[] gain = new int[SUBFRAMES];
    /** Mc: position of the grid of pulses. */
    final int[] grid = new int[SUBFRAMES];
    /** xmaxc: coded amplitude of the largest pulse. */
    final int[] largest = new int[SUBFRAMES];
    /** xMc: coded pulses. */
    final int[][] pulses = new int[SUBFRAMES][PULSES];

    private int bits;
    private int held;
    private int at;

    static boolean isSigned(byte[] bytes, int off) {
        return (bytes[off] & 0xf0) >> 4 == SIGNATURE;
    }

    void read(byte[] in, int off) {
        at = off;
        bits = 0;
        held = 0;
        take(in, 4);
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = take(in, RATIO_BITS[i]);
        }
        for (int sub = 0; sub < SUBFRAMES; sub++) {
            lag[sub] = take(in, 7);
            gain[sub] = take(in, 2);
            grid[sub] = take(in, 2);
            largest[sub] = take(in, 6);
            for (int i = 0; i < PULSES; i++) {
                pulses[sub][i] = take(in, 3);
            }
        }
    }

    private int take(byte[] in, int count) {
        while (held < count) {
            bits = (bits << 8) | (in[at++] & 0xff);
            held += 8;
        }
        held -= count;
        return (bits >> held) & ((1 << count) - 1);
    }

    void write(byte[] out, int off) {
        at = off;
        bits = 0;
        held = 0;
        put(out, SIGNATURE, 4);
        for (int i = 0; i < ratios.length; i++) {
            put(out, ratios[i], RATIO_BITS[i]);
        }
        for (int sub = 0; sub < SUBFRAMES; sub++) {
            put(out, lag[sub], 7);
            put(out, gain[sub], 2);
            put(out, grid[sub], 2);
            put(out, largest[sub], 6);
            for (int i = 0; i < PULSES; i++) {
                put(out, pulses[sub][i], 3);
            }
        }
    }

    private void put(byte[] out, int value, int count) {
        bits = (bits << count) | value;
        held += count;
        while (held >= 8) {
            held -= 8;
            out[at++] = (byte) (bits >> held);
        }
    }
}
