package io.tollgate.rtp.codec;

/**
 * Concentus' decoder: pure Java. It trusts packets more than libopus does and stumbles over some damaged ones; that is
 * caught here and told as a malformed packet.
 */
final class JavaOpusDecoder implements OpusDecoder {
    private final int sampleRate;
    private final io.github.jaredmdobson.concentus.OpusDecoder decoder;
    private final short[] frame;
    private boolean closed;

    JavaOpusDecoder(int sampleRate) {
        this.sampleRate = sampleRate;
        try {
            decoder = new io.github.jaredmdobson.concentus.OpusDecoder(sampleRate, 1);
        } catch (io.github.jaredmdobson.concentus.OpusException e) {
            throw new OpusException("making an Opus decoder", e);
        }
        frame = new short[OpusFrames.maxSamples(sampleRate)];
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int decode(byte[] in, int off, int len, short[] pcm, int pcmOff, int maxSamples) {
        checkOpen();
        OpusFrames.checkDecode(in, off, len, pcm, pcmOff, maxSamples);
        int samples = OpusPacket.samples(in, off, len, sampleRate);
        if (samples < 0 || len > OpusFrames.MAX_PACKET) {
            return MALFORMED;
        }
        if (samples > maxSamples) {
            return TOO_LONG;
        }
        return run(in, off, len, pcm, pcmOff, samples, false);
    }

    @Override
    public int decodeFec(byte[] in, int off, int len, short[] pcm, int pcmOff, int samples) {
        checkOpen();
        OpusFrames.checkDecode(in, off, len, pcm, pcmOff, samples);
        OpusFrames.checkLost(sampleRate, pcm, pcmOff, samples);
        if (OpusPacket.samples(in, off, len, sampleRate) < 0 || len > OpusFrames.MAX_PACKET) {
            return MALFORMED;
        }
        return run(in, off, len, pcm, pcmOff, samples, true);
    }

    @Override
    public int conceal(short[] pcm, int off, int samples) {
        checkOpen();
        OpusFrames.checkLost(sampleRate, pcm, off, samples);
        try {
            decoder.decode(null, 0, 0, frame, 0, samples, false);
            System.arraycopy(frame, 0, pcm, off, samples);
            return samples;
        } catch (io.github.jaredmdobson.concentus.OpusException | RuntimeException e) {
            throw new OpusException("concealing Opus", e);
        }
    }

    private int run(byte[] in, int off, int len, short[] pcm, int pcmOff, int samples, boolean fec) {
        try {
            int result = decoder.decode(in, off, len, frame, 0, samples, fec);
            if (result < 0) {
                return MALFORMED;
            }
            System.arraycopy(frame, 0, pcm, pcmOff, result);
            return result;
        } catch (io.github.jaredmdobson.concentus.OpusException | RuntimeException | AssertionError e) {
            decoder.resetState();
            return MALFORMED;
        }
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
