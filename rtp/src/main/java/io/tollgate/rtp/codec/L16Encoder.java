package io.tollgate.rtp.codec;

/** Samples as they are, the high byte first (RFC 3551 section 4.5.11). */
final class L16Encoder implements AudioEncoder {
    @Override
    public int sampleRate() {
        return 8_000;
    }

    @Override
    public int frameSamples() {
        return 1;
    }

    @Override
    public int encode(short[] pcm, int off, int samples, byte[] out, int outOff) {
        EncoderInput.check(pcm, off, samples, 1, out, outOff, 2 * samples);
        for (int i = 0; i < samples; i++) {
            out[outOff + 2 * i] = (byte) (pcm[off + i] >> 8);
            out[outOff + 2 * i + 1] = (byte) pcm[off + i];
        }
        return 2 * samples;
    }

    @Override
    public void close() {}
}
