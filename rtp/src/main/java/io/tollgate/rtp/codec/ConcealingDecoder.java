package io.tollgate.rtp.codec;

import io.tollgate.rtp.dsp.ComfortNoiseGenerator;
import io.tollgate.rtp.jitter.Concealment;
import java.util.Objects;

/**
 * A codec's payloads with the concealment that is common to all of them. The state of the codec stands still during a loss:
 * feeding G.722 with what was made up instead (as its Appendix III does) was tried and gave 4 to 14 dB less behind losses of
 * 60 and 100 ms, 0.5 dB less in the first frame behind one of 20 ms.
 */
final class ConcealingDecoder implements AudioDecoder {
    /** What {@link AudioDecoder#conceal} may be asked for at once. */
    private static final int MAX_LOST_MS = 120;

    private final PayloadDecoder payloads;
    private final Concealment concealment;
    private boolean closed;

    ConcealingDecoder(PayloadDecoder payloads) {
        this.payloads = payloads;
        concealment = new Concealment(payloads.sampleRate());
    }

    @Override
    public int sampleRate() {
        return payloads.sampleRate();
    }

    @Override
    public int samples(byte[] in, int off, int len) {
        Objects.checkFromIndexSize(off, len, in.length);
        return len == 0 ? MALFORMED : payloads.samples(len);
    }

    @Override
    public int decode(byte[] in, int off, int len, short[] pcm, int pcmOff, int maxSamples) {
        checkOpen();
        Objects.checkFromIndexSize(pcmOff, maxSamples, pcm.length);
        int samples = samples(in, off, len);
        if (samples < 0) {
            return samples;
        }
        if (samples > maxSamples) {
            return TOO_LONG;
        }
        if (!payloads.decode(in, off, len, pcm, pcmOff)) {
            return MALFORMED;
        }
        concealment.good(pcm, pcmOff, samples);
        return samples;
    }

    @Override
    public void conceal(short[] pcm, int off, int samples) {
        checkOpen();
        Objects.checkFromIndexSize(off, samples, pcm.length);
        if (samples <= 0 || samples > sampleRate() / 1_000 * MAX_LOST_MS) {
            throw new IllegalArgumentException(
                    "a lost packet is some sound of up to " + MAX_LOST_MS + " ms, not " + samples + " samples");
        }
        concealment.conceal(pcm, off, samples);
    }

    @Override
    public boolean describeSilence(ComfortNoiseGenerator generator) {
        return payloads.describeSilence(generator);
    }

    @Override
    public void silence() {
        concealment.reset();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this decoder is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            payloads.close();
        }
    }
}
