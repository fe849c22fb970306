package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.OpusDecoder;
import io.tollgate.rtp.codec.OpusPacket;
import io.tollgate.rtp.dsp.ComfortNoiseGenerator;

/** Opus, with its in-band FEC where the next packet is there, else its own concealment. */
final class OpusFrameDecoder implements FrameDecoder {
    private final OpusDecoder decoder;

    OpusFrameDecoder(OpusDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public int decode(int tag, byte[] payload, int length, short[] pcm, int off) {
        return decoder.decode(payload, 0, length, pcm, off, pcm.length - off);
    }

    @Override
    public boolean conceal(byte[] next, int nextLength, short[] pcm, int off, int samples) {
        if (nextLength > 0 && OpusPacket.hasFec(next, 0, nextLength)) {
            if (decoder.decodeFec(next, 0, nextLength, pcm, off, samples) > 0) {
                return true;
            }
        }
        decoder.conceal(pcm, off, samples);
        return false;
    }

    @Override
    public void describeSilence(ComfortNoiseGenerator noise) {}

    @Override
    public void silence() {}

    @Override
    public void close() {
        decoder.close();
    }
}
