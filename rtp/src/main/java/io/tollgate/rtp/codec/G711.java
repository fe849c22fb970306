package io.tollgate.rtp.codec;

import java.util.Objects;

/**
 * G.711: µ-law and A-law between 16-bit samples and bytes, by tables that are computed from the Recommendation's rule when
 * the class is loaded. Stateless, usable from any thread.
 *
 * <p>The Recommendation (tables 1a to 2b) divides each half of the range into eight segments of sixteen equal steps; from
 * segment to segment the step doubles. µ-law works on 14-bit samples with a bias of 33, A-law on 13-bit samples with its two
 * lowest segments alike. Samples of 16 bits are aligned to the left, as in the software of ITU-T G.191; negative samples
 * are taken in ones' complement there and here, which puts -1 beside zero.
 */
public final class G711 {
    /** µ-law of silence. */
    public static final byte ULAW_SILENCE = (byte) 0xff;

    /** A-law of silence, its smallest positive value. */
    public static final byte ALAW_SILENCE = (byte) 0xd5;

    private static final int ULAW_BIAS = 33;
    private static final int ULAW_CLIP = 8158;
    private static final int ALAW_EVEN_BITS = 0x55;

    private static final short[] FROM_ULAW = new short[256];
    private static final short[] FROM_ALAW = new short[256];
    private static final byte[] TO_ULAW = new byte[1 << 14];
    private static final byte[] TO_ALAW = new byte[1 << 12];

    static {
        for (int code = 0; code < 256; code++) {
            FROM_ULAW[code] = (short) expandUlaw(code);
            FROM_ALAW[code] = (short) expandAlaw(code);
        }
        for (int sample = -8192; sample < 8192; sample++) {
            TO_ULAW[sample & 0x3fff] = (byte) compressUlaw(sample);
        }
        for (int sample = -2048; sample < 2048; sample++) {
            TO_ALAW[sample & 0x0fff] = (byte) compressAlaw(sample);
        }
    }

    private G711() {}

    /** {@code sample}: 14 bits, signed. Codes are sent inverted, positive ones with the highest bit set. */
    private static int compressUlaw(int sample) {
        int biased = Math.min(sample < 0 ? ~sample : sample, ULAW_CLIP) + ULAW_BIAS;
        int segment = 26 - Integer.numberOfLeadingZeros(biased);
        int step = biased >> (segment + 1) & 0x0f;
        int code = segment << 4 | step;
        return (sample < 0 ? 0x7f : 0xff) ^ code;
    }

    /** 16 bits: the middle of the code's interval of 14 bits, times four. */
    private static int expandUlaw(int sent) {
        int code = ~sent & 0x7f;
        int segment = code >> 4;
        int middle = ((2 * (code & 0x0f) + ULAW_BIAS) << segment) - ULAW_BIAS;
        return (sent & 0x80) != 0 ? 4 * middle : -4 * middle;
    }

    /** {@code sample}: 12 bits, signed, which is one bit less than the output has. Even bits are sent inverted. */
    private static int compressAlaw(int sample) {
        int magnitude = sample < 0 ? ~sample : sample;
        int segment = Math.max(0, 28 - Integer.numberOfLeadingZeros(magnitude));
        int step = magnitude >> Math.max(0, segment - 1) & 0x0f;
        int code = segment << 4 | step;
        return (sample < 0 ? code : code | 0x80) ^ ALAW_EVEN_BITS;
    }

    /** 16 bits: the middle of the code's interval of 13 bits, times eight. */
    private static int expandAlaw(int sent) {
        int code = (sent ^ ALAW_EVEN_BITS) & 0x7f;
        int segment = code >> 4;
        int step = 2 * (code & 0x0f) + 1;
        int middle = segment == 0 ? step : (step + 32) << (segment - 1);
        return (sent & 0x80) != 0 ? 8 * middle : -8 * middle;
    }

    /** One sample to µ-law. */
    public static byte encodeUlaw(short sample) {
        return TO_ULAW[sample >> 2 & 0x3fff];
    }

    /** One sample to A-law. */
    public static byte encodeAlaw(short sample) {
        return TO_ALAW[sample >> 4 & 0x0fff];
    }

    /** One sample from µ-law, in -32124 to 32124. */
    public static short decodeUlaw(byte code) {
        return FROM_ULAW[code & 0xff];
    }

    /** One sample from A-law, in -32256 to 32256. */
    public static short decodeAlaw(byte code) {
        return FROM_ALAW[code & 0xff];
    }

    /**
     * Encodes {@code n} samples from {@code pcm[off]} to {@code out[outOff]}.
     *
     * @throws IndexOutOfBoundsException when either range lies outside its array
     */
    public static void encodeUlaw(short[] pcm, int off, int n, byte[] out, int outOff) {
        Objects.checkFromIndexSize(off, n, pcm.length);
        Objects.checkFromIndexSize(outOff, n, out.length);
        for (int i = 0; i < n; i++) {
            out[outOff + i] = TO_ULAW[pcm[off + i] >> 2 & 0x3fff];
        }
    }

    /** As {@link #encodeUlaw(short[], int, int, byte[], int)}, to A-law. */
    public static void encodeAlaw(short[] pcm, int off, int n, byte[] out, int outOff) {
        Objects.checkFromIndexSize(off, n, pcm.length);
        Objects.checkFromIndexSize(outOff, n, out.length);
        for (int i = 0; i < n; i++) {
            out[outOff + i] = TO_ALAW[pcm[off + i] >> 4 & 0x0fff];
        }
    }

    /**
     * Decodes {@code n} bytes from {@code in[off]} to {@code pcm[pcmOff]}.
     *
     * @throws IndexOutOfBoundsException when either range lies outside its array
     */
    public static void decodeUlaw(byte[] in, int off, int n, short[] pcm, int pcmOff) {
        decode(FROM_ULAW, in, off, n, pcm, pcmOff);
    }

    /** As {@link #decodeUlaw(byte[], int, int, short[], int)}, from A-law. */
    public static void decodeAlaw(byte[] in, int off, int n, short[] pcm, int pcmOff) {
        decode(FROM_ALAW, in, off, n, pcm, pcmOff);
    }

    private static void decode(short[] table, byte[] in, int off, int n, short[] pcm, int pcmOff) {
        Objects.checkFromIndexSize(off, n, in.length);
        Objects.checkFromIndexSize(pcmOff, n, pcm.length);
        for (int i = 0; i < n; i++) {
            pcm[pcmOff + i] = table[in[off + i] & 0xff];
        }
    }
}
