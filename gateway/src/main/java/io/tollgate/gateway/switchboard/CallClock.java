package io.tollgate.gateway.switchboard;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Wall-clock time that never jumps while the process lives: anchored once, carried on by the monotonic clock. A call
 * that spans a correction of the system clock is charged for the time that was really talked.
 */
final class CallClock implements InstantSource {
    private final Instant anchor = Instant.now();
    private final long anchorNs = System.nanoTime();

    @Override
    public Instant instant() {
        return anchor.plusNanos(System.nanoTime() - anchorNs);
    }
}
