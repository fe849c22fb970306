package io.tollgate.rtp.media;

/**
 * How hard a worker's encoders may work. When a worker is busy for more than four fifths of a second, the complexity of Opus
 * goes down by a step; when it has been idle for more than half of each of ten seconds, it comes back by one. Sound gets a
 * little coarser before anything is late or refused. Owned by the worker; {@link #step} may be read from anywhere.
 */
final class Effort {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final double BUSY = 0.80;
    private static final double IDLE = 0.50;
    private static final int CALM_SECONDS = 10;
    /** Complexities that differ in cost: see the measurements in the media benchmarks. */
    private static final int[] STEPS = {10, 5, 3, 1, 0};

    private final boolean adapts;
    private volatile int step;
    private volatile double share;
    private long beganNs;
    private long busyNs;
    private int calm;

    Effort(boolean adapts, long nowNs) {
        this.adapts = adapts;
        this.beganNs = nowNs;
    }

    /** The complexity to encode with, where so much is wanted. */
    int complexity(int wanted) {
        return step == 0 ? wanted : Math.min(wanted, STEPS[step]);
    }

    /** The worker did something for so long, until now. */
    void worked(long ns, long nowNs) {
        busyNs += ns;
        if (nowNs - beganNs < SECOND_NS) {
            return;
        }
        double now = (double) busyNs / (nowNs - beganNs);
        share = now;
        busyNs = 0;
        beganNs = nowNs;
        if (!adapts) {
            return;
        }
        calm = now < IDLE ? calm + 1 : 0;
        int before = step;
        if (now > BUSY && before < STEPS.length - 1) {
            step = before + 1;
        } else if (calm >= CALM_SECONDS && before > 0) {
            step = before - 1;
            calm = 0;
        }
    }

    /** The share of the last second that the worker was busy, 0 to 1. */
    double share() {
        return share;
    }

    /** How many steps the complexity is below what was wanted, 0 to 4. */
    int step() {
        return step;
    }
}
