package io.tollgate.billing.rating;

import java.util.List;

/**
 * The price of a talk time and how it came about, so that a bill can be derived again.
 *
 * @param rate the row that was applied
 * @param talkMs what was talked, in milliseconds
 * @param billedSeconds what was billed, in whole increments
 * @param totalMicros the price in micro-units, tax included
 * @param taxMicros the part of the total that is tax
 * @param intervals the parts, in order; empty when nothing was talked
 */
public record Charge(
        Rate rate, long talkMs, long billedSeconds, long totalMicros, long taxMicros, List<ChargedInterval> intervals) {

    public Charge {
        intervals = List.copyOf(intervals);
    }
}
