package io.tollgate.rtp.bench.impaired;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What a network does to a stream.
 *
 * @param name for files and tables
 * @param lossPct share of packets lost, in percent
 * @param burst packets lost in a row whenever any is; 1 for independent loss
 * @param jitterMs packets take the jitter's own length more or less than that, evenly distributed, in order
 * @param reorderPct share of packets that overtake those before them by {@link #OVERTAKE_MS}, in percent
 * @param skewPpm by how much the sender's clock is too fast, in millionths
 * @param fec whether Opus carries forward error correction, for this loss
 */
record Impairment(
        String name, double lossPct, int burst, int jitterMs, double reorderPct, double skewPpm, boolean fec) {
    /** The delay that a packet which overtakes does not have. */
    static final int OVERTAKE_MS = 50;

    /** A packet that never arrives. */
    static final long LOST = -1;

    private static final long FRAME_NS = 20_000_000L;

    static final List<Impairment> ALL = List.of(
            new Impairment("clean", 0, 1, 0, 0, 0, false),
            new Impairment("loss 1 %", 1, 1, 0, 0, 0, true),
            new Impairment("loss 3 %", 3, 1, 0, 0, 0, true),
            new Impairment("loss 5 %", 5, 1, 0, 0, 0, true),
            new Impairment("loss 10 %", 10, 1, 0, 0, 0, true),
            new Impairment("loss 10 % no FEC", 10, 1, 0, 0, 0, false),
            new Impairment("loss 20 %", 20, 1, 0, 0, 0, true),
            new Impairment("bursts of 3, 5 %", 5, 3, 0, 0, 0, true),
            new Impairment("bursts of 4, 10 %", 10, 4, 0, 0, 0, true),
            new Impairment("jitter 30 ms", 0, 1, 30, 0, 0, false),
            new Impairment("jitter 60 ms", 0, 1, 60, 0, 0, false),
            new Impairment("reordered 5 %", 0, 1, 0, 5, 0, false),
            new Impairment("clock +200 ppm", 0, 1, 0, 0, 200, false));

    /** The name without what file systems dislike. */
    String fileName() {
        return name.replace("%", "pct").replace("+", "fast").replaceAll("[^A-Za-z0-9]+", "-");
    }

    /** The delay of a packet on the average, in ms. */
    double meanDelayMs() {
        return reorderPct > 0 ? OVERTAKE_MS * (1 - reorderPct / 100) : jitterMs;
    }

    /** When each of so many packets of 20 ms arrives, in ns after the first was sent, or {@link #LOST}. */
    long[] arrivals(int packets) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        long[] arrivals = new long[packets];
        long previous = 0;
        int losing = 0;
        for (int i = 0; i < packets; i++) {
            boolean strikes = random.nextDouble() * 100 * burst < lossPct;
            double jitter = random.nextDouble(-1, 1) * jitterMs;
            boolean overtakes = random.nextDouble() * 100 < reorderPct;
            losing = losing > 1 ? losing - 1 : strikes ? burst : 0;
            double delayMs = overtakes ? 0 : reorderPct > 0 ? OVERTAKE_MS : jitterMs + jitter;
            long at = (long) (i * FRAME_NS * (1 - skewPpm / 1e6) + delayMs * 1e6);
            if (!overtakes) {
                at = Math.max(at, previous);
                previous = at;
            }
            arrivals[i] = losing > 0 ? LOST : at;
        }
        return arrivals;
    }
}
