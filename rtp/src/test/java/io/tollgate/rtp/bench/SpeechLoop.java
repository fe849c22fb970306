package io.tollgate.rtp.bench;

import io.tollgate.rtp.bench.CallFile.Codec;
import io.tollgate.rtp.codec.G711;
import io.tollgate.rtp.codec.OpusDecoder;
import io.tollgate.rtp.codec.OpusEncoder;
import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.codec.OpusSettings;
import java.util.Arrays;

/**
 * A voice as the payloads of 20 ms that all legs of a kind send, each from another place on, and what an ideal receiver
 * without delay hears of them at 8 kHz.
 */
final class SpeechLoop {
    static final int SECONDS = 20;
    static final int FRAME_SAMPLES = 160;
    private static final int MAX_PAYLOAD = 400;

    final byte[][] payloads = new byte[SECONDS * 50][];
    final short[] heard = new short[payloads.length * FRAME_SAMPLES];

    private SpeechLoop() {}

    static SpeechLoop of(Codec codec, OpusLibrary opus, long seed) {
        SpeechLoop loop = new SpeechLoop();
        short[] pcm = Voice.speak(codec.clockRate, SECONDS, seed);
        if (codec == Codec.OPUS) {
            loop.opus(pcm, opus);
        } else {
            loop.g711(pcm, codec);
        }
        return loop;
    }

    private void opus(short[] pcm, OpusLibrary library) {
        byte[] packet = new byte[MAX_PAYLOAD];
        try (OpusEncoder encoder = library.newEncoder(48_000, new OpusSettings(24_000, 10, false, 0, false));
                OpusDecoder decoder = library.newDecoder(8_000)) {
            for (int i = 0; i < payloads.length; i++) {
                int length = encoder.encode(pcm, i * 960, 960, packet, 0, MAX_PAYLOAD);
                payloads[i] = Arrays.copyOf(packet, length);
                decoder.decode(packet, 0, length, heard, i * FRAME_SAMPLES, FRAME_SAMPLES);
            }
        }
    }

    private void g711(short[] pcm, Codec codec) {
        for (int i = 0; i < payloads.length; i++) {
            byte[] payload = new byte[FRAME_SAMPLES];
            if (codec == Codec.PCMU) {
                G711.encodeUlaw(pcm, i * FRAME_SAMPLES, FRAME_SAMPLES, payload, 0);
                G711.decodeUlaw(payload, 0, FRAME_SAMPLES, heard, i * FRAME_SAMPLES);
            } else {
                G711.encodeAlaw(pcm, i * FRAME_SAMPLES, FRAME_SAMPLES, payload, 0);
                G711.decodeAlaw(payload, 0, FRAME_SAMPLES, heard, i * FRAME_SAMPLES);
            }
            payloads[i] = payload;
        }
    }
}
