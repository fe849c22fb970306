package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.AudioEncoder;
import io.tollgate.rtp.codec.OpusEncoder;

/** Opus as the encoder of a leg. A packet of nothing but "go on as before" (DTX) is no packet at all. */
final class OpusAudioEncoder implements AudioEncoder {
    private static final int MAX_BYTES = 1_200;
    /** RFC 6716 section 3.1: a table of contents and nothing behind it, or with an empty frame. */
    private static final int DTX_BYTES = 2;

    private final OpusEncoder encoder;

    OpusAudioEncoder(OpusEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public int sampleRate() {
        return encoder.sampleRate();
    }

    @Override
    public int frameSamples() {
        return encoder.sampleRate() / 50;
    }

    @Override
    public int encode(short[] pcm, int off, int samples, byte[] out, int outOff) {
        int length = encoder.encode(pcm, off, samples, out, outOff, Math.min(MAX_BYTES, out.length - outOff));
        return length <= DTX_BYTES ? 0 : length;
    }

    @Override
    public void close() {
        encoder.close();
    }
}
