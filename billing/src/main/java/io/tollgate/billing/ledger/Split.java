package io.tollgate.billing.ledger;

import org.jspecify.annotations.Nullable;

/**
 * How the house's side of a posting is cut. Amounts are micro-units in the house's sign: positive is what the house gets,
 * so a refund gives tax back by a negative one. What tax and rounding leave of the price is revenue.
 *
 * @param trunk whose carrier carried the call; null when none did
 * @param destination the rate's destination; null when unrated
 * @param taxMicros the part that is tax
 * @param roundingMicros the part that rounding the price to what is charged has added, negative when it took away
 * @param carrierCostMicros what the carrier is owed for the call, besides; 0 when unknown
 * @param carrierCurrency of the carrier's cost; null: the account's
 */
public record Split(
        @Nullable String trunk,
        @Nullable String destination,
        long taxMicros,
        long roundingMicros,
        long carrierCostMicros,
        @Nullable String carrierCurrency) {

    /** All of it on one house account. */
    public static final Split WHOLE = new Split(null, null, 0, 0, 0, null);
}
