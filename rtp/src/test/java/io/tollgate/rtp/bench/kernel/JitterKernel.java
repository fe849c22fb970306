package io.tollgate.rtp.bench.kernel;

import io.tollgate.rtp.jitter.JitterBuffer;
import io.tollgate.rtp.jitter.JitterSettings;
import io.tollgate.rtp.jitter.Playout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A packet of 20 ms put into the jitter buffer and one taken out; the floor copies its payload in and out. */
@State(Scope.Thread)
public class JitterKernel {
    private static final int PAYLOAD = 160;
    private static final long FRAME_NS = 20_000_000;

    private final JitterBuffer buffer = new JitterBuffer(JitterSettings.TELEPHONE, 8_000);
    private final byte[] packet = new byte[172];
    private final byte[] slot = new byte[PAYLOAD];
    private int number;
    private int frames;

    @Benchmark
    public int jitterPutTake() {
        long nowNs = number * FRAME_NS;
        buffer.put(number & 0xffff, number * PAYLOAD, 7, 0, packet, 12, PAYLOAD, PAYLOAD, nowNs);
        number++;
        if (buffer.take(false, nowNs + FRAME_NS / 2) == Playout.FRAME) {
            frames++;
        }
        return frames;
    }

    @Benchmark
    public int jitterPutTakeFloor() {
        System.arraycopy(packet, 12, slot, 0, PAYLOAD);
        System.arraycopy(slot, 0, packet, 12, PAYLOAD);
        return packet[20];
    }
}
