package io.tollgate.billing.ledger;

import io.tollgate.billing.cdr.Cdr;
import org.jspecify.annotations.Nullable;

/** Prices the talk time of a journalled call by the deck and prefix that it names. Pure, and the same at every repeat. */
@FunctionalInterface
public interface TalkRating {

    Charge charge(JournalledCall call, long talkMs);

    /** What the carrier of the call's trunk asks for it; null when that is not known. */
    default Cdr.@Nullable CarrierCost carrier(JournalledCall call, long talkMs) {
        return null;
    }

    /** Cost in micro-units of the call's currency, tax included; the tax in it; the seconds charged. */
    record Charge(long costMicros, long taxMicros, long billedSeconds) {}
}
