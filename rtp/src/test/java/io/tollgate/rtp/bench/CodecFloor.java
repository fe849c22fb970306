package io.tollgate.rtp.bench;

import io.tollgate.rtp.bench.CallFile.Codec;
import io.tollgate.rtp.codec.OpusDecoder;
import io.tollgate.rtp.codec.OpusEncoder;
import io.tollgate.rtp.codec.OpusLayer;
import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.codec.OpusSettings;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/** What Opus alone costs here and now: the least a transcoded call can cost. Thread CPU time, best and median of passes. */
final class CodecFloor {
    private static final int PASSES = 9;
    private static final int FRAMES = 500;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CodecFloor() {}

    /** @param complexity 0 to 10, of the encoder at 8 kHz and the bit rate that the product has */
    static Map<String, Object> measure(int complexity) {
        OpusLibrary opus = OpusLibrary.load();
        SpeechLoop client = SpeechLoop.of(Codec.OPUS, opus, 1);
        short[] phone = Voice.speak(8_000, SpeechLoop.SECONDS, 2);
        short[] pcm = new short[160];
        byte[] packet = new byte[400];
        double[] encode;
        double[] speech;
        double[] decode;
        try (OpusEncoder encoder = opus.newEncoder(
                        8_000, new OpusSettings(OpusSettings.TELEPHONE.bitrate(), complexity, false, 0, false));
                OpusDecoder decoder = opus.newDecoder(8_000)) {
            speech = passes(i -> encoder.encode(phone, i * 160, 160, packet, 0, packet.length));
            encoder.layer(OpusLayer.TRANSFORM);
            encode = passes(i -> encoder.encode(phone, i * 160, 160, packet, 0, packet.length));
            decode = passes(i -> decoder.decode(client.payloads[i], 0, client.payloads[i].length, pcm, 0, 160));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("complexity", complexity);
        json.put("encode_us", encode[0]);
        json.put("encode_median_us", encode[PASSES / 2]);
        json.put("encode_with_fec_layer_us", speech[0]);
        json.put("decode_us", decode[0]);
        json.put("decode_median_us", decode[PASSES / 2]);
        json.put("ms_per_s_per_call", (encode[0] + decode[0]) * 50 / 1_000);
        return json;
    }

    /** Microseconds for a frame, of each pass, sorted. */
    private static double[] passes(IntConsumer frame) {
        double[] us = new double[PASSES];
        for (int pass = 0; pass < PASSES; pass++) {
            long before = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < FRAMES; i++) {
                frame.accept(i);
            }
            us[pass] = (THREADS.getCurrentThreadCpuTime() - before) / 1e3 / FRAMES;
        }
        Arrays.sort(us);
        return us;
    }
}
