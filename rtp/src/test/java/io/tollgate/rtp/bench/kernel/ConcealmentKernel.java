package io.tollgate.rtp.bench.kernel;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.jitter.Concealment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** 20 ms at 8 kHz noted, and 20 ms made up after 180 ms of speech; the floor copies the samples. */
@State(Scope.Thread)
public class ConcealmentKernel {
    private static final int SAMPLES = 160;

    private final Concealment concealment = new Concealment(8_000);
    private final short[] speech = Signals.speech(8_000, 200, 3_400);
    private final short[] frame = new short[SAMPLES];
    private final short[] copy = new short[10 * SAMPLES];
    private int number;

    @Benchmark
    public short concealmentGood() {
        number = (number + 1) % 10;
        System.arraycopy(speech, number * SAMPLES, frame, 0, SAMPLES);
        concealment.good(frame, 0, SAMPLES);
        return frame[3];
    }

    @Benchmark
    public short concealmentGoodFloor() {
        number = (number + 1) % 10;
        System.arraycopy(speech, number * SAMPLES, frame, 0, SAMPLES);
        System.arraycopy(frame, 0, copy, number * SAMPLES, SAMPLES);
        return copy[3];
    }

    @Benchmark
    public short concealmentLoss() {
        for (int i = 0; i < 9; i++) {
            System.arraycopy(speech, i * SAMPLES, frame, 0, SAMPLES);
            concealment.good(frame, 0, SAMPLES);
        }
        concealment.conceal(frame, 0, SAMPLES);
        return frame[3];
    }

    @Benchmark
    public short concealmentLossFloor() {
        for (int i = 0; i < 10; i++) {
            System.arraycopy(speech, i * SAMPLES, frame, 0, SAMPLES);
            System.arraycopy(frame, 0, copy, i * SAMPLES, SAMPLES);
        }
        return copy[3];
    }
}
