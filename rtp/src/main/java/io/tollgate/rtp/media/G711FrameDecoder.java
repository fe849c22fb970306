package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.G711;
import io.tollgate.rtp.jitter.Concealment;
import io.tollgate.rtp.sdp.AudioCodec;

/** Both laws of G.711; the tag of a frame is the static payload type of its {@link AudioCodec}. */
final class G711FrameDecoder implements FrameDecoder {
    private final Concealment concealment = new Concealment(8_000);

    @Override
    public int decode(int tag, byte[] payload, int length, short[] pcm, int off) {
        if (length > pcm.length - off) {
            return -1;
        }
        if (tag == AudioCodec.PCMU.staticPayloadType()) {
            G711.decodeUlaw(payload, 0, length, pcm, off);
        } else {
            G711.decodeAlaw(payload, 0, length, pcm, off);
        }
        concealment.good(pcm, off, length);
        return length;
    }

    @Override
    public void conceal(byte[] next, int nextLength, short[] pcm, int off, int samples) {
        concealment.conceal(pcm, off, samples);
    }

    @Override
    public void silence() {
        concealment.reset();
    }

    @Override
    public void close() {}
}
