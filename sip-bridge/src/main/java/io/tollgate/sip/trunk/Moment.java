package io.tollgate.sip.trunk;

import java.time.Instant;

/**
 * When something happened, on both clocks.
 *
 * @param ns monotonic nanoseconds, for differences
 * @param wall wall-clock time, for people
 */
public record Moment(long ns, Instant wall) {}
