package io.tollgate.rtp.media;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * By how much a worker's steps began after the moment they were due: what the scheduler, the garbage collector and a long
 * turn have in common. Written by the worker, read by anyone, allocates nothing.
 */
public final class Lateness {
    private static final int FINE = 500;
    private static final int COARSE = 1_000;
    private static final long FINE_NS = 100_000L;
    private static final long COARSE_NS = 1_000_000L;

    private final AtomicLongArray counts = new AtomicLongArray(FINE + COARSE);
    private volatile long longestNs;

    Lateness() {}

    void add(long lateNs) {
        long fine = Math.max(0, lateNs) / FINE_NS;
        int at = fine < FINE ? (int) fine : (int) Math.min(FINE + COARSE - 1, FINE + lateNs / COARSE_NS);
        counts.setPlain(at, counts.getPlain(at) + 1);
        if (lateNs > longestNs) {
            longestNs = lateNs;
        }
    }

    /** Forgets what was noted; a step that is noted at the same time may be lost. */
    public void reset() {
        for (int i = 0; i < counts.length(); i++) {
            counts.set(i, 0);
        }
        longestNs = 0;
    }

    /** The longest delay in ns. */
    public long longestNs() {
        return longestNs;
    }

    /** How many steps were noted. */
    public long steps() {
        return later(0);
    }

    /** How many steps began so much later or more, in ns: to 0.1 ms below 50 ms, to 1 ms above. */
    public long later(long ns) {
        long sum = 0;
        for (int i = 0; i < counts.length(); i++) {
            long from = i < FINE ? i * FINE_NS : (i - FINE) * COARSE_NS;
            if (from >= ns) {
                sum += counts.get(i);
            }
        }
        return sum;
    }

    /** The delay that so great a share of the steps (0 to 1) kept below, in ns. */
    public long quantileNs(double share) {
        long wanted = (long) Math.ceil(steps() * share);
        long sum = 0;
        for (int i = 0; i < counts.length(); i++) {
            sum += counts.get(i);
            if (sum >= wanted && sum > 0) {
                return i < FINE ? (i + 1) * FINE_NS : (i - FINE + 1) * COARSE_NS;
            }
        }
        return 0;
    }
}
