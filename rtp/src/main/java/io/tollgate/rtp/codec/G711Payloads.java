package io.tollgate.rtp.codec;

/** One of the two laws of {@link G711}: a byte for each sample. */
final class G711Payloads implements PayloadDecoder {
    private final boolean mu;

    /** {@code mu}: µ-law, else A-law. */
    G711Payloads(boolean mu) {
        this.mu = mu;
    }

    @Override
    public int sampleRate() {
        return 8_000;
    }

    @Override
    public int samples(int length) {
        return length;
    }

    @Override
    public boolean decode(byte[] in, int off, int len, short[] pcm, int pcmOff) {
        if (mu) {
            G711.decodeUlaw(in, off, len, pcm, pcmOff);
        } else {
            G711.decodeAlaw(in, off, len, pcm, pcmOff);
        }
        return true;
    }
}
