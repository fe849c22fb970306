package io.tollgate.rtp.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.rtp.dsp.ComfortNoiseGenerator;
import io.tollgate.rtp.sdp.AudioCodec;
import java.util.EnumSet;
import java.util.List;

/** Payloads that no encoder made. */
class CodecFuzzTest {
    private static final int MOST_SAMPLES = 1_920;

    @FuzzTest(maxDuration = "30s")
    void anyBytesAsOpusPacket(byte[] bytes) {
        int samples = OpusPacket.samples(bytes, 0, bytes.length, 48_000);
        if (samples == 0 || samples < -1 || samples > 5_760) {
            throw new AssertionError(samples + " samples");
        }
        if (OpusPacket.hasFec(bytes, 0, bytes.length) && bytes.length < 2) {
            throw new AssertionError("a copy in a packet without a frame");
        }
    }

    /** The first byte chooses the codec; what follows is cut into payloads of lengths that it may have, by the second. */
    @FuzzTest(maxDuration = "30s")
    void anyBytesAsPayloads(byte[] bytes) {
        if (bytes.length < 3) {
            return;
        }
        List<AudioCodec> all = List.copyOf(EnumSet.allOf(AudioCodec.class));
        AudioCodec codec = all.get((bytes[0] & 0xff) % all.size());
        if (!AudioCodecs.available().contains(codec)) {
            return;
        }
        int length = 1 + (bytes[1] & 0x7f);
        short[] pcm = new short[MOST_SAMPLES];
        ComfortNoiseGenerator noise = new ComfortNoiseGenerator(codec.sampleRate(), 1);
        try (AudioDecoder decoder = AudioCodecs.decoder(codec, 20)) {
            for (int at = 2; at < bytes.length && at < 2 + 8 * length; at += length) {
                int payload = Math.min(length, bytes.length - at);
                int promised = decoder.samples(bytes, at, payload);
                int got = decoder.decode(bytes, at, payload, pcm, 0, pcm.length);
                boolean kept = got == promised || got == AudioDecoder.MALFORMED || got == AudioDecoder.TOO_LONG;
                if (!kept || got == 0) {
                    throw new AssertionError(codec + " promised " + promised + " samples and gave " + got);
                }
                if (decoder.describeSilence(noise)) {
                    noise.play(pcm, 0, 160);
                }
                decoder.conceal(pcm, 0, 160);
            }
        }
    }
}
