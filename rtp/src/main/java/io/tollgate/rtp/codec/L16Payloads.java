package io.tollgate.rtp.codec;

/** Samples as they are, the high byte first (RFC 3551 section 4.5.11). */
final class L16Payloads implements PayloadDecoder {
    @Override
    public int sampleRate() {
        return 8_000;
    }

    @Override
    public int samples(int length) {
        return length % 2 == 0 ? length / 2 : AudioDecoder.MALFORMED;
    }

    @Override
    public boolean decode(byte[] in, int off, int len, short[] pcm, int pcmOff) {
        for (int i = 0; i < len / 2; i++) {
            pcm[pcmOff + i] = (short) ((in[off + 2 * i] << 8) | (in[off + 2 * i + 1] & 0xff));
        }
        return true;
    }
}
