package io.tollgate.rtp.codec;

import io.github.jaredmdobson.concentus.OpusException;
import org.jspecify.annotations.Nullable;

/**
 * Concentus' decoder: pure Java. It runs at 48 kHz and is brought down by ourselves, because at any lower rate it makes
 * silence of the hybrid packets that browsers send (lostromb/concentus issue 67). It also trusts packets more than libopus
 * does and stumbles over some damaged ones; that is caught here and told as a malformed packet.
 */
final class JavaOpusDecoder implements OpusDecoder {
    private static final int INNER_RATE = 48_000;

    private final int sampleRate;
    private final int factor;
    private final io.github.jaredmdobson.concentus.OpusDecoder decoder;
    private final short[] frame = new short[OpusFrames.maxSamples(INNER_RATE)];
    private final @Nullable Decimator decimator;
    private boolean closed;

    JavaOpusDecoder(int sampleRate) {
        this.sampleRate = sampleRate;
        factor = INNER_RATE / sampleRate;
        decimator = factor == 1 ? null : new Decimator(factor, frame.length);
        try {
            decoder = new io.github.jaredmdobson.concentus.OpusDecoder(INNER_RATE, 1);
        } catch (OpusException e) {
            throw new io.tollgate.rtp.codec.OpusException("making an Opus decoder", e);
        }
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int decode(byte[] in, int off, int len, short[] pcm, int pcmOff, int maxSamples) {
        checkOpen();
        OpusFrames.checkDecode(in, off, len, pcm, pcmOff, maxSamples);
        int samples = OpusPacket.samples(in, off, len, INNER_RATE);
        if (samples < 0 || len > OpusFrames.MAX_PACKET) {
            return MALFORMED;
        }
        if (samples > maxSamples * factor) {
            return TOO_LONG;
        }
        return run(in, off, len, pcm, pcmOff, samples, false);
    }

    @Override
    public int decodeFec(byte[] in, int off, int len, short[] pcm, int pcmOff, int samples) {
        checkOpen();
        OpusFrames.checkDecode(in, off, len, pcm, pcmOff, samples);
        OpusFrames.checkLost(sampleRate, pcm, pcmOff, samples);
        if (OpusPacket.samples(in, off, len, INNER_RATE) < 0 || len > OpusFrames.MAX_PACKET) {
            return MALFORMED;
        }
        return run(in, off, len, pcm, pcmOff, samples * factor, true);
    }

    @Override
    public int conceal(short[] pcm, int off, int samples) {
        checkOpen();
        OpusFrames.checkLost(sampleRate, pcm, off, samples);
        try {
            return deliver(decoder.decode(null, 0, 0, frame, 0, samples * factor, false), pcm, off);
        } catch (OpusException | RuntimeException e) {
            throw new io.tollgate.rtp.codec.OpusException("concealing Opus", e);
        }
    }

    /** {@code samples}: at the inner rate, exactly what the packet holds or what is missing. */
    private int run(byte[] in, int off, int len, short[] pcm, int pcmOff, int samples, boolean fec) {
        try {
            int result = decoder.decode(in, off, len, frame, 0, samples, fec);
            return result < 0 ? MALFORMED : deliver(result, pcm, pcmOff);
        } catch (OpusException | RuntimeException | AssertionError e) {
            decoder.resetState();
            return MALFORMED;
        }
    }

    private int deliver(int samples, short[] pcm, int pcmOff) {
        if (decimator != null) {
            return decimator.run(frame, samples, pcm, pcmOff);
        }
        System.arraycopy(frame, 0, pcm, pcmOff, samples);
        return samples;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this Opus decoder is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
