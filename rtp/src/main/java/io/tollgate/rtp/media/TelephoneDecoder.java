package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.AudioCodecs;
import io.tollgate.rtp.codec.AudioDecoder;
import io.tollgate.rtp.dsp.ComfortNoiseGenerator;
import io.tollgate.rtp.sdp.AudioCodec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of telephony; the tag of a frame is its payload type. A side may change between the codecs
 * that were agreed on from packet to packet, as long as they share a sampling rate; the last one heard conceals.
 */
final class TelephoneDecoder implements FrameDecoder {
    private final Map<AudioCodec, AudioDecoder> decoders = new EnumMap<>(AudioCodec.class);
    private final PayloadTypes types;
    private @Nullable AudioDecoder last;

    TelephoneDecoder(PayloadTypes types) {
        this.types = types;
    }

    /** How many samples a payload holds, or a negative number when it is none of this codec. */
    int samples(AudioCodec codec, byte[] buf, int off, int len) {
        return of(codec).samples(buf, off, len);
    }

    /** Decodes a payload that is not going to be played; returns the samples, not positive when it is malformed. */
    int listen(AudioCodec codec, byte[] buf, int off, int len, short[] pcm) {
        return of(codec).decode(buf, off, len, pcm, 0, pcm.length);
    }

    private AudioDecoder of(AudioCodec codec) {
        AudioDecoder known = decoders.get(codec);
        if (known == null) {
            known = AudioCodecs.decoder(codec, types.decoderPtimeMs(codec));
            decoders.put(codec, known);
        }
        return known;
    }

    @Override
    public int decode(int tag, byte[] payload, int length, short[] pcm, int off) {
        AudioCodec codec = types.codec(tag);
        if (codec == null) {
            return AudioDecoder.MALFORMED;
        }
        AudioDecoder decoder = of(codec);
        last = decoder;
        return decoder.decode(payload, 0, length, pcm, off, pcm.length - off);
    }

    @Override
    public boolean conceal(byte[] next, int nextLength, short[] pcm, int off, int samples) {
        AudioDecoder decoder = last;
        if (decoder == null) {
            Arrays.fill(pcm, off, off + samples, (short) 0);
        } else {
            decoder.conceal(pcm, off, samples);
        }
        return false;
    }

    @Override
    public void describeSilence(ComfortNoiseGenerator noise) {
        AudioDecoder decoder = last;
        if (decoder != null) {
            var _ = decoder.describeSilence(noise);
        }
    }

    @Override
    public void silence() {
        AudioDecoder decoder = last;
        if (decoder != null) {
            decoder.silence();
        }
    }

    @Override
    public void close() {
        decoders.values().forEach(AudioDecoder::close);
    }
}
