package io.tollgate.rtp.bench.kernel;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.codec.AudioCodecs;
import io.tollgate.rtp.codec.AudioDecoder;
import io.tollgate.rtp.codec.AudioEncoder;
import io.tollgate.rtp.sdp.AudioCodec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** 20 ms of G.722 at 64 kbit/s; the floor copies arrays of the same lengths. */
@State(Scope.Thread)
public class G722Kernel {
    private static final int SAMPLES = 320;

    private final short[] speech = Signals.speech(16_000, 1_000, 6_800);
    private final AudioEncoder encoder = AudioCodecs.encoder(AudioCodec.G722, 20);
    private final AudioDecoder decoder = AudioCodecs.decoder(AudioCodec.G722, 20);
    private final byte[] payload = new byte[160];
    private final byte[] copy = new byte[160];
    private final short[] heard = new short[SAMPLES];
    private int frame;

    @Benchmark
    public int g722Encode() {
        frame = (frame + 1) % 50;
        return encoder.encode(speech, frame * SAMPLES, SAMPLES, payload, 0);
    }

    @Benchmark
    public int g722EncodeFloor() {
        System.arraycopy(payload, 0, copy, 0, payload.length);
        return copy[3];
    }

    @Benchmark
    public int g722Decode() {
        return decoder.decode(payload, 0, payload.length, heard, 0, SAMPLES);
    }

    @Benchmark
    public int g722DecodeFloor() {
        frame = (frame + 1) % 50;
        System.arraycopy(speech, frame * SAMPLES, heard, 0, SAMPLES);
        return heard[3];
    }
}
