package io.tollgate.rtp.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** Durations in steps of ten microseconds up to a second, and the longest. Confined to one thread. */
final class DelayHistogram {
    private static final int STEP_NS = 10_000;
    private static final int STEPS = 100_000;
    private static final double[] SHOWN_MS = {0.1, 0.2, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 60, 100, 1_000};

    private final int[] counts = new int[STEPS + 1];
    private long total;
    private long maxNs;

    /** Negative durations count as none. */
    void add(long ns) {
        add(ns, 1);
    }

    void add(long ns, int times) {
        long shown = Math.max(ns, 0);
        counts[(int) Math.min(shown / STEP_NS, STEPS)] += times;
        total += times;
        maxNs = Math.max(maxNs, shown);
    }

    long total() {
        return total;
    }

    double maxMs() {
        return maxNs / 1e6;
    }

    /** The least duration that this share of all does not exceed, in milliseconds; -1 when there are none. */
    double quantileMs(double share) {
        long wanted = (long) Math.ceil(share * total);
        long seen = 0;
        for (int i = 0; i <= STEPS && total > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min((i + 1) * (STEP_NS / 1e6), maxMs());
            }
        }
        return -1;
    }

    /** How many durations were at most so long, longer than the step before. */
    Map<String, Long> steps() {
        Map<String, Long> result = new LinkedHashMap<>();
        int at = 0;
        for (double limitMs : SHOWN_MS) {
            long count = 0;
            for (int end = (int) Math.round(limitMs * 1e6 / STEP_NS); at < end; at++) {
                count += counts[at];
            }
            if (count > 0) {
                result.put("<=" + limitMs + "ms", count);
            }
        }
        if (counts[STEPS] > 0) {
            result.put(">1s", (long) counts[STEPS]);
        }
        return result;
    }
}
