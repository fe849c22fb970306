package io.tollgate.rtp.media;

/**
 * Decides when the next 20 ms of a direction are to be played: after four steps of 5 ms as a rule, one step sooner or later
 * when frames lie too long or are taken too early. So the flow follows the clock of its source, however far the clocks drift
 * in an hour, and frames wait no longer than the jitter buffer wants. Pure.
 *
 * <p>Sooner is harmless to whoever receives; later costs him a little of his own buffer, and so comes more rarely. What is
 * larger than these steps can follow the buffer does itself, by leaving out or putting in frames while it is quiet.
 */
final class Pace {
    static final int REGULAR = 4;
    private static final long STEP_NS = 5_000_000L;
    private static final long TOO_LATE_NS = 6_500_000L;
    private static final long TOO_EARLY_NS = -1_000_000L;
    private static final long SOONER_PAUSE_NS = 100_000_000L;
    private static final long LATER_PAUSE_NS = 250_000_000L;

    private boolean played;
    private long slackNs;
    private long untilDueNs;
    private long movedNs;

    /** A tick begins. */
    void begin() {
        played = false;
        slackNs = Long.MAX_VALUE;
        untilDueNs = Long.MAX_VALUE;
    }

    /** A frame was played so long after the moment that was aimed at. */
    void played(long slack) {
        played = true;
        slackNs = Math.min(slackNs, slack);
    }

    /** Nothing was played; a frame will be due in so many ns. */
    void silent(long untilDue) {
        untilDueNs = untilDue;
    }

    /** Steps of 5 ms until the next tick, 1 to 5. */
    int next(long nowNs) {
        if (!played) {
            boolean soon = untilDueNs > 0 && untilDueNs < REGULAR * STEP_NS;
            return soon ? (int) ((untilDueNs + STEP_NS - 1) / STEP_NS) : REGULAR;
        }
        if (slackNs > TOO_LATE_NS && nowNs - movedNs > SOONER_PAUSE_NS) {
            movedNs = nowNs;
            return REGULAR - 1;
        }
        if (slackNs < TOO_EARLY_NS && nowNs - movedNs > LATER_PAUSE_NS) {
            movedNs = nowNs;
            return REGULAR + 1;
        }
        return REGULAR;
    }
}
