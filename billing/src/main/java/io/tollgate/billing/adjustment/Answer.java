package io.tollgate.billing.adjustment;

/** What became of an order, or of a decision about one. */
public sealed interface Answer {

    record Booked(long availableMicros, boolean repeated) implements Answer {}

    /** Waits for a second operator. */
    record Waiting(Order.Pending pending) implements Answer {}

    record Rejected(Order.Pending pending) implements Answer {}

    record NoSuchAccount() implements Answer {}

    record NoSuchOrder() implements Answer {}

    record NoSuchCall() implements Answer {}

    /** A debit that must be covered is not. */
    record ExceedsCredit(long availableMicros) implements Answer {}

    record AccountClosed() implements Answer {}

    record CurrencyMismatch(String accounts) implements Answer {}

    /** The id stands for something else. */
    record IdReused() implements Answer {}

    /** Who has ordered it cannot approve it. */
    record SamePerson() implements Answer {}

    /** It has been decided, or has run out. */
    record DecidedAlready(Order.State state) implements Answer {}

    /**
     * More than the call's cost would have been given back.
     *
     * @param leftMicros what can still be given back
     */
    record ExceedsCost(long leftMicros) implements Answer {}
}
