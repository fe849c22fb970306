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
    /** Forgetting by giving each packet more weight than the last: half of the memory is older than 139 packets. */
    private static final double GROWTH = 1 / 0.995;

    private static final double LARGEST = 1e100;

    private static final double QUANTILE = 0.97;
    private static final long WINDOW_NS = 4_000_000_000L;

    private final double[] weights = new double[STEPS];
    private long currentMinNs;
    private long previousMinNs;
    private long windowEndsNs;
    private long seen;
    private double weight = 1;
    private boolean stale;
    private int spreadMs;

    void reset() {
        Arrays.fill(weights, 0);
        weight = 1;
        stale = true;
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
        weights[step] += weight;
        weight *= GROWTH;
        if (weight > LARGEST) {
            rescale();
        }
        stale = true;
    }

    private void rescale() {
        for (int i = 0; i < STEPS; i++) {
            weights[i] /= weight;
        }
        weight = 1;
    }

    /** The transit of the fastest recent packet. */
    long fastestNs() {
        return Math.min(currentMinNs, previousMinNs);
    }

    /** The delay within which nearly all recent packets arrived, in milliseconds. */
    int spreadMs() {
        if (stale) {
            stale = false;
            spreadMs = quantile();
        }
        return spreadMs;
    }

    private int quantile() {
        double total = 0;
        for (double each : weights) {
            total += each;
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
