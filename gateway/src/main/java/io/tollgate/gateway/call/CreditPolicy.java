package io.tollgate.gateway.call;

import java.time.Duration;

/**
 * How a live call's credit is reserved.
 *
 * @param slice talk time that the first hold covers, and by which each extension grows
 * @param ahead how long before the held time runs out the next extension is asked for
 * @param warning how long before the credit ends the caller is warned
 */
public record CreditPolicy(Duration slice, Duration ahead, Duration warning) {
    /** One minute held, extended 20 s ahead of need, 30 s of warning. */
    public static final CreditPolicy DEFAULT =
            new CreditPolicy(Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofSeconds(30));

    public CreditPolicy {
        if (slice.isNegative() || slice.isZero() || ahead.isNegative() || ahead.compareTo(slice) >= 0) {
            throw new IllegalArgumentException("the hold must be extended within its slice: " + slice + ", " + ahead);
        }
    }
}
