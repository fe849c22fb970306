package io.tollgate.rtp.codec;

/** One of the two laws of {@link G711}. */
final class G711Encoder implements AudioEncoder {
    private final boolean mu;

    /** {@code mu}: µ-law, else A-law. */
    G711Encoder(boolean mu) {
        this.mu = mu;
    }

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
        EncoderInput.check(pcm, off, samples, 1, out, outOff, samples);
        if (mu) {
            G711.encodeUlaw(pcm, off, samples, out, outOff);
        } else {
            G711.encodeAlaw(pcm, off, samples, out, outOff);
        }
        return samples;
    }

    @Override
    public void close() {}
}
