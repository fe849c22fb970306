package io.tollgate.rtp.jitter;

import java.util.Arrays;

/**
 * How much later than the fastest ones packets arrive: a histogram that forgets, in steps of 5 ms. Time comes in as an
 * argument.
 *
 * <p>The fastest transit is the least of the last two windows of 4 s, so that clocks may drift and routes may grow longer.
 */
final class DelayDistribution {
    private static final int STEP_MS = 5;
    private static final int STEPS = 80;
    /** At 50 packets a second, half of the memory is 2.8 s old. */
    private static final double FORGET = 0.995;

    private static final double QUANTILE = 0.97;
    private static final long WINDOW_NS = 4_000_000_000L;

    private final double[] weights = new double[STEPS];
    private long currentMinNs;
    private long previousMinNs;
    private long windowEndsNs;
    private long seen;

    void reset() {
        Arrays.fill(weights, 0);
        seen = 0;
    }

    /** Takes the transit (arrival less media time) of a packet. */
    void add(long transitNs, long nowNs) {
        if (seen++ == 0) {
            currentMinNs = transitNs;
            previousMinNs = transitNs;
            windowEndsNs = nowNs + WINDOW_NS;
        }
        if (nowNs - windowEndsNs >= 0) {
            previousMinNs = currentMinNs;
            currentMinNs = transitNs;
            windowEndsNs = nowNs + WINDOW_NS;
        }
        currentMinNs = Math.min(currentMinNs, transitNs);
        int step = Math.clamp((transitNs - fastestNs()) / (STEP_MS * 1_000_000L), 0, STEPS - 1);
        for (int i = 0; i < STEPS; i++) {
            weights[i] *= FORGET;
        }
        weights[step] += 1 - FORGET;
    }

    /** The transit of the fastest recent packet. */
    long fastestNs() {
        return Math.min(currentMinNs, previousMinNs);
    }

    /** The delay within which nearly all recent packets arrived, in milliseconds. */
    int spreadMs() {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        double reached = 0;
        for (int i = 0; i < STEPS; i++) {
            reached += weights[i];
            if (reached >= QUANTILE * total) {
                return (i + 1) * STEP_MS;
            }
        }
        return STEPS * STEP_MS;
    }

    long seen() {
        return seen;
    }
}
