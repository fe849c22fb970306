package io.tollgate.rtp.quality;

/**
 * How delays are spread: a class for each millisecond below 16 and four classes to each doubling from there, so that a
 * figure is wrong by a quarter at most; 8 s and more share the last. Mutable, owned by one thread, allocates nothing.
 */
public final class DelayHistogram {
    private static final int LINEAR = 16;
    private static final int PER_OCTAVE = 4;
    private static final int CLASSES = LINEAR + PER_OCTAVE * 9 + 1;

    private final long[] counts = new long[CLASSES];
    private long count;
    private long sumMs;
    private int maxMs;

    /** Counts a delay; negative ones count as 0. */
    public void add(int ms) {
        int delay = Math.max(0, ms);
        counts[classOf(delay)]++;
        count++;
        sumMs += delay;
        maxMs = Math.max(maxMs, delay);
    }

    private static int classOf(int ms) {
        if (ms < LINEAR) {
            return ms;
        }
        int octave = 31 - Integer.numberOfLeadingZeros(ms);
        int within = (ms >>> (octave - 2)) & (PER_OCTAVE - 1);
        return Math.min(CLASSES - 1, LINEAR + (octave - 4) * PER_OCTAVE + within);
    }

    /** The first delay beyond the class. */
    private static int endOf(int index) {
        if (index < LINEAR) {
            return index + 1;
        }
        int octave = 4 + (index - LINEAR) / PER_OCTAVE;
        int within = (index - LINEAR) % PER_OCTAVE;
        return (PER_OCTAVE + within + 1) << (octave - 2);
    }

    /** How many were counted. */
    public long count() {
        return count;
    }

    /** The mean in ms; 0 when nothing was counted. */
    public double meanMs() {
        return count == 0 ? 0 : (double) sumMs / count;
    }

    /** The longest in ms; 0 when nothing was counted. */
    public int maxMs() {
        return maxMs;
    }

    /**
     * A delay that so many of all do not exceed, rounded up by at most a quarter; 0 when nothing was counted.
     *
     * @param share 0 to 1
     */
    public int quantileMs(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        for (int i = 0; i < CLASSES && count > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return i == CLASSES - 1 ? maxMs : Math.min(maxMs, endOf(i) - 1);
            }
        }
        return maxMs;
    }
}
