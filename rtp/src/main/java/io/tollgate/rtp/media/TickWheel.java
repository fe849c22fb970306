package io.tollgate.rtp.media;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The directions of a worker's calls, by the moment when they are next due, in steps of 5 ms. Directions of closed calls
 * fall out when their turn comes. Allocates only when more directions come together than ever before.
 */
final class TickWheel {
    static final long STEP_NS = 5_000_000L;
    private static final int SLOTS = 32;

    /** Does what is due. */
    interface Work {
        /** Returns in how many steps the direction is due again, 1 to 31. */
        int tick(Direction direction, long dueNs);
    }

    private final @Nullable Direction[][] slots = new Direction[SLOTS][16];
    private final int[] counts = new int[SLOTS];
    private int next;
    private long dueNs;
    private int arrivals;

    TickWheel(long nowNs) {
        dueNs = nowNs;
    }

    /** Adds a direction, so that newcomers spread over the steps. */
    void add(Direction direction) {
        put((next + arrivals++ % Pace.REGULAR) % SLOTS, direction);
    }

    private void put(int slot, Direction direction) {
        @Nullable Direction[] held = slots[slot];
        if (counts[slot] == held.length) {
            held = Arrays.copyOf(held, held.length * 2);
            slots[slot] = held;
        }
        held[counts[slot]++] = direction;
    }

    /** When the next step is due. */
    long dueNs() {
        return dueNs;
    }

    /** Nothing is due any more before this moment: there was nothing to do, or time was lost. */
    void skipTo(long nowNs) {
        dueNs = nowNs;
    }

    /** Does the next step. */
    void step(Work work) {
        int slot = next;
        @Nullable Direction[] due = slots[slot];
        int count = counts[slot];
        counts[slot] = 0;
        next = (slot + 1) % SLOTS;
        for (int i = 0; i < count; i++) {
            Direction direction = due[i];
            due[i] = null;
            if (direction != null && !direction.call.closed()) {
                int in = work.tick(direction, dueNs);
                if (!direction.call.closed()) {
                    put((slot + in) % SLOTS, direction);
                }
            }
        }
        dueNs += STEP_NS;
    }
}
