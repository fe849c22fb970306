package io.tollgate.gateway.delivery;

import java.time.Duration;

/** How long to wait after a failed delivery: doubling, up to a longest, spread so that many do not come at once. */
record Backoff(Duration first, Duration longest) {
    private static final int MAX_DOUBLINGS = 30;

    /**
     * @param failures tries that have failed in a row, from 1
     * @param spread 0 up to 1: where in the last quarter of the wait to be
     */
    Duration after(int failures, double spread) {
        int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
        long whole = Math.min(first.toMillis() << doublings, longest.toMillis());
        return Duration.ofMillis(whole - (long) (whole * spread / 4));
    }
}
