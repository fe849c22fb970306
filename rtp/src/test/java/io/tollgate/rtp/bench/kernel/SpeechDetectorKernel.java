package io.tollgate.rtp.bench.kernel;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.dsp.SpeechDetector;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Whether 20 ms at 8 kHz are speech; the floor sums up the squares of the samples. */
@State(Scope.Thread)
public class SpeechDetectorKernel {
    private static final int SAMPLES = 160;

    private final short[] speech = Signals.speech(8_000, 1_000, 3_400);
    private final SpeechDetector detector = new SpeechDetector(8_000);
    private int frame;

    @Benchmark
    public boolean speechDetector() {
        frame = (frame + 1) % 50;
        return detector.speech(speech, frame * SAMPLES, SAMPLES);
    }

    @Benchmark
    public long speechDetectorFloor() {
        frame = (frame + 1) % 50;
        long energy = 0;
        for (int i = frame * SAMPLES; i < (frame + 1) * SAMPLES; i++) {
            energy += (long) speech[i] * speech[i];
        }
        return energy;
    }
}
