package io.tollgate.billing.cdr;

import java.time.Instant;

/**
 * A span of time by the start of calls.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record Period(Instant from, Instant to) {

    /** @throws IllegalArgumentException when it ends before it begins */
    public Period {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a period must not end before it begins");
        }
    }
}
