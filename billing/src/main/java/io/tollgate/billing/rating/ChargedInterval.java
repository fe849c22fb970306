package io.tollgate.billing.rating;

/**
 * A part of a charge that one line of a bill explains.
 *
 * @param kind what was charged for
 * @param fromSecond billed second of the call at which the part begins, 0 for the first
 * @param seconds billed seconds of the part; 0 for parts that are no time
 * @param micros its price in micro-units, negative for what is taken off; the parts of a charge add up to its total
 *     exactly
 * @param perMinuteMicros the price per minute that was applied; 0 for parts that are no time
 * @param band the time-of-day band that was in force; empty outside all bands and for parts that are no time
 * @param rate the row that made the price
 */
public record ChargedInterval(
        Kind kind, long fromSecond, long seconds, long micros, long perMinuteMicros, String band, Rate rate) {

    /** What a part of a charge was for. */
    public enum Kind {
        /** The fee for being answered. */
        CONNECTION,
        /** Time that a package has paid for. */
        BUNDLE,
        /** The shortest billed time. */
        FIRST,
        /** Further increments at one price. */
        FURTHER,
        /** What the account's agreement takes off. */
        DISCOUNT,
        /** What lifts the call to the row's minimum. */
        MINIMUM,
        /** Tax that comes on top. Tax that the prices include is no part of its own. */
        TAX,
        /** What the deck's rounding adds or takes. */
        ROUNDING
    }
}
