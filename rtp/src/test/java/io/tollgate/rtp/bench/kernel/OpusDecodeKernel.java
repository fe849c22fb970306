package io.tollgate.rtp.bench.kernel;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.codec.BareOpus;
import io.tollgate.rtp.codec.OpusDecoder;
import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.codec.OpusSettings;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** 20 ms out of Opus, one packet again and again; the floor is the same library called with nothing around it. */
@State(Scope.Thread)
public class OpusDecodeKernel {
    @Param({"8000", "16000"})
    public int rate = 8_000;

    private OpusDecoder decoder = OpusLibrary.load().newDecoder(rate);
    private BareOpus bare = new BareOpus(rate, OpusSettings.TELEPHONE, new short[rate]);
    private byte[] packet = new byte[0];
    private final short[] heard = new short[960];

    @Setup
    public void setUp() {
        decoder.close();
        decoder = OpusLibrary.load().newDecoder(rate);
        bare = new BareOpus(rate, OpusSettings.TELEPHONE, Signals.speech(rate, 1_000, 0.425 * rate));
        for (int i = 0; i < 20; i++) {
            bare.encode();
        }
        packet = bare.packet();
    }

    @Benchmark
    public int opusDecode() {
        return decoder.decode(packet, 0, packet.length, heard, 0, rate / 50);
    }

    @Benchmark
    public int opusDecodeFloor() {
        return bare.decode();
    }
}
