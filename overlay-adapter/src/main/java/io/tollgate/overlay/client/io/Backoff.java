package io.tollgate.overlay.client.io;

import java.time.Duration;

/**
 * How long to wait before connecting again: doubles with each failure, between half and the whole of that by chance,
 * so that the devices of a supernode that went down do not all come back at once.
 *
 * @param first before the second attempt
 * @param longest the most
 */
public record Backoff(Duration first, Duration longest) {

    /** A quarter of a second, up to half a minute. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30));

    /** Checks the durations. */
    public Backoff {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("waiting must begin above zero and must not shrink");
        }
    }

    /**
     * The wait.
     *
     * @param failures attempts that failed in a row, at least 1
     * @param chance uniform in [0, 1)
     */
    public Duration delay(int failures, double chance) {
        int doublings = Math.min(Math.max(failures - 1, 0), 30);
        double whole = Math.min((double) longest.toNanos(), first.toNanos() * Math.pow(2, doublings));
        return Duration.ofNanos((long) (whole * (0.5 + chance / 2)));
    }
}
