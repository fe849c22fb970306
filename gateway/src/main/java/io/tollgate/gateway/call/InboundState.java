package io.tollgate.gateway.call;

import java.time.Instant;
import java.util.Set;

/** Where an inbound call stands. */
public sealed interface InboundState {
    InboundSetup setup();

    Timing timing();

    /**
     * Devices are being rung.
     *
     * @param waiting devices that have neither declined nor turned out unreachable
     * @param declined whether a person said no on some device
     * @param until when ringing ends unanswered
     */
    record Offering(InboundSetup setup, Timing timing, Set<String> waiting, boolean declined, Instant until)
            implements InboundState {
        public Offering {
            waiting = Set.copyOf(waiting);
        }
    }

    /** One device accepted; its media is coming up and the others have stopped ringing. */
    record Connecting(InboundSetup setup, Timing timing, String device, Instant until) implements InboundState {}

    record Talking(InboundSetup setup, Timing timing, String device, Instant nextTick) implements InboundState {}

    record Closing(InboundSetup setup, Timing timing, CallEnd end) implements InboundState {}

    record Ended(InboundSetup setup, Timing timing, CallEnd end) implements InboundState {}
}
