package io.tollgate.rtp.bench.kernel;

import io.tollgate.rtp.dtmf.TelephoneEvent;
import io.tollgate.rtp.dtmf.TelephoneEventReceiver;
import io.tollgate.rtp.dtmf.TelephoneEventSender;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One packet of a telephone event sent and received; the floor copies its four bytes. */
@State(Scope.Thread)
public class TelephoneEventKernel {
    private static final long FRAME_NS = 20_000_000;

    private int heard;
    private final TelephoneEventSender sender = new TelephoneEventSender();
    private final TelephoneEventReceiver receiver = new TelephoneEventReceiver(new TelephoneEventReceiver.Listener() {
        @Override
        public void began(char digit) {
            heard++;
        }

        @Override
        public void ended(char digit, int durationMs) {
            heard += durationMs;
        }
    });
    private final byte[] packet = new byte[16];
    private final byte[] event = new byte[TelephoneEvent.PAYLOAD_LENGTH];
    private int number;

    @Benchmark
    public int telephoneEvent() {
        number++;
        if (!sender.active()) {
            sender.enqueue("5");
        }
        if (sender.step(8_000, number * 160, 20) == TelephoneEventSender.Step.EVENT) {
            System.arraycopy(sender.payload(), 0, packet, 12, TelephoneEvent.PAYLOAD_LENGTH);
            receiver.packet(7, sender.timestamp(), 8_000, packet, 12, 4, number * FRAME_NS);
        }
        return heard;
    }

    @Benchmark
    public int telephoneEventFloor() {
        System.arraycopy(event, 0, packet, 12, TelephoneEvent.PAYLOAD_LENGTH);
        System.arraycopy(packet, 12, event, 0, TelephoneEvent.PAYLOAD_LENGTH);
        return event[1];
    }
}
