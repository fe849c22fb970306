package io.tollgate.rtp.bench.kernel;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.codec.G711;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** 20 ms of G.711, µ-law; the floor copies arrays of the same lengths. */
@State(Scope.Thread)
public class G711Kernel {
    private static final int SAMPLES = 160;

    private final short[] pcm = Signals.speech(8_000, 20, 3_400);
    private final byte[] payload = new byte[SAMPLES];
    private final byte[] copy = new byte[SAMPLES];
    private final short[] heard = new short[SAMPLES];

    @Benchmark
    public byte g711Encode() {
        G711.encodeUlaw(pcm, 0, SAMPLES, payload, 0);
        return payload[7];
    }

    @Benchmark
    public byte g711EncodeFloor() {
        System.arraycopy(payload, 0, copy, 0, SAMPLES);
        return copy[7];
    }

    @Benchmark
    public short g711Decode() {
        G711.decodeUlaw(payload, 0, SAMPLES, heard, 0);
        return heard[7];
    }

    @Benchmark
    public short g711DecodeFloor() {
        System.arraycopy(pcm, 0, heard, 0, SAMPLES);
        return heard[7];
    }
}
