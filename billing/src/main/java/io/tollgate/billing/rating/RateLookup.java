package io.tollgate.billing.rating;

/** What a deck says about a number. */
public sealed interface RateLookup {

    /** The number can be called at this row's price. */
    record Priced(Rate rate) implements RateLookup {}

    /** The most specific row for the number refuses calls. */
    record Blocked(Rate rate) implements RateLookup {}

    /** No row's prefix fits the number. */
    record Unlisted() implements RateLookup {}
}
