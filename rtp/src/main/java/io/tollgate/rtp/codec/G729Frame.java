package io.tollgate.rtp.codec;

/**
 * A G.729 frame of 10 ms: eleven parameters in 80 bits, the highest bit first, in the order of ITU-T G.729 table 8 and RFC
 * 3551 table 4. The library has a packer of its own, which makes three arrays for each frame.
 */
final class G729Frame {
    static final int SAMPLES = 80;
    static final int BYTES = 10;
    static final int PARAMETERS = 11;

    /** Where P1, the first sub-frame's pitch, and P0, its parity, stand among the parameters. */
    static final int PITCH = 2;

    static final int PARITY = 3;

    private static final int[] BITS = {8, 10, 8, 1, 13, 4, 7, 5, 13, 4, 7};

    private G729Frame() {}

    static void write(int[] parameters, byte[] out, int off) {
        int bits = 0;
        int held = 0;
        int at = off;
        for (int i = 0; i < PARAMETERS; i++) {
            bits = (bits << BITS[i]) | (parameters[i] & ((1 << BITS[i]) - 1));
            held += BITS[i];
            while (held >= 8) {
                held -= 8;
                out[at++] = (byte) (bits >> held);
            }
        }
    }

    /** Writes the parameters from {@code parameters[first]} on. */
    static void read(byte[] in, int off, int[] parameters, int first) {
        int bits = 0;
        int held = 0;
        int at = off;
        for (int i = 0; i < PARAMETERS; i++) {
            while (held < BITS[i]) {
                bits = (bits << 8) | (in[at++] & 0xff);
                held += 8;
            }
            held -= BITS[i];
            parameters[first + i] = (bits >> held) & ((1 << BITS[i]) - 1);
        }
    }
}
