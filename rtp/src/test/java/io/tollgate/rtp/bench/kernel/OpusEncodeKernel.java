package io.tollgate.rtp.bench.kernel;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.codec.BareOpus;
import io.tollgate.rtp.codec.OpusEncoder;
import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.codec.OpusSettings;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** 20 ms into Opus at 24 kbit/s; the floor is the same library called with nothing around it. */
@State(Scope.Thread)
public class OpusEncodeKernel {
    private static final int SECONDS = 4;

    @Param({"8000", "16000"})
    public int rate = 8_000;

    @Param({"10", "5", "1"})
    public int complexity = 5;

    private short[] speech = new short[0];
    private OpusEncoder encoder = OpusLibrary.load().newEncoder(rate, OpusSettings.TELEPHONE);
    private BareOpus bare = new BareOpus(rate, OpusSettings.TELEPHONE, new short[rate]);
    private final byte[] packet = new byte[1_275];
    private int frame;

    @Setup
    public void setUp() {
        OpusSettings settings = new OpusSettings(24_000, complexity, true, 10, false);
        speech = Signals.speech(rate, 1_000 * SECONDS, 0.425 * rate);
        encoder.close();
        encoder = OpusLibrary.load().newEncoder(rate, settings);
        bare = new BareOpus(rate, settings, speech);
    }

    @Benchmark
    public int opusEncode() {
        frame = (frame + 1) % (50 * SECONDS);
        int samples = rate / 50;
        return encoder.encode(speech, frame * samples, samples, packet, 0, packet.length);
    }

    @Benchmark
    public int opusEncodeFloor() {
        return bare.encode();
    }
}
