package io.tollgate.billing.rating;

/**
 * A part of a charge that one line of a bill explains.
 *
 * @param kind what was charged for
 * @param fromSecond billed second of the call at which the part begins, 0 for the first
 * @param seconds billed seconds of the part; 0 for the connection fee
 * @param micros its price in micro-units; the parts of a charge add up to its total exactly
 * @param rate the row that made the price
 */
public record ChargedInterval(Kind kind, long fromSecond, long seconds, long micros, Rate rate) {

    /** What a part of a charge was for. */
    public enum Kind {
        /** The fee for being answered. */
        CONNECTION,
        /** The shortest billed time. */
        FIRST,
        /** All further increments together. */
        FURTHER
    }
}
