package io.tollgate.billing.ledger;

/** Prices the talk time of a journalled call by the deck and prefix that it names. Pure, and the same at every repeat. */
@FunctionalInterface
public interface TalkRating {

    Charge charge(JournalledCall call, long talkMs);

    /** Cost in micro-units of the call's currency, tax included; the tax in it; the seconds charged. */
    record Charge(long costMicros, long taxMicros, long billedSeconds) {}
}
