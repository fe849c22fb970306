package io.tollgate.billing.ledger;

import java.util.UUID;

/**
 * An order to move money between a user and the house.
 *
 * @param transferId chosen and kept by the caller before the first try
 * @param amountMicros positive towards the user, negative from the user; not 0
 * @param reference of the payment, voucher or ticket behind it
 * @param reason in words
 * @param actor who ordered it
 */
public record Credit(
        UUID transferId,
        String user,
        long amountMicros,
        String currency,
        Kind kind,
        String reference,
        String reason,
        String actor) {

    public Credit {
        if (amountMicros == 0 || amountMicros == Long.MIN_VALUE) {
            throw new IllegalArgumentException("a transfer of " + amountMicros + " micros moves nothing");
        }
    }

    /** Why money moves, and the house account on the other side. */
    public enum Kind {
        TOPUP("payments"),
        ADJUSTMENT("adjustments"),
        PROMOTION("promotions"),
        REFUND("revenue"),
        RENTAL("revenue");

        private final String house;

        Kind(String house) {
            this.house = house;
        }

        /** The house account on the other side, without its currency. */
        public String house() {
            return house;
        }
    }
}
