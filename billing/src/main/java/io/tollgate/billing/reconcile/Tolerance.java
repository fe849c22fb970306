package io.tollgate.billing.reconcile;

import java.time.Duration;

/**
 * How far two records may be apart.
 *
 * @param window two starts further apart than this are never of one call
 * @param duration longer differences of the talk time are reported
 * @param costMicros larger differences of the cost are reported
 */
public record Tolerance(Duration window, Duration duration, long costMicros) {

    /** @throws IllegalArgumentException when one is negative, or the window longer than an hour */
    public Tolerance {
        if (window.isNegative() || duration.isNegative() || costMicros < 0) {
            throw new IllegalArgumentException("a tolerance cannot be negative");
        }
        if (window.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "a window of more than an hour pairs calls that have nothing to do with each other");
        }
    }
}
