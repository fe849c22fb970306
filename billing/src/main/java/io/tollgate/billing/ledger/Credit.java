package io.tollgate.billing.ledger;

import java.util.UUID;

/**
 * An order to move money between a user and the house.
 *
 * @param transferId chosen and kept by the caller before the first try
 * @param amountMicros positive towards the user, negative from the user; not 0
 * @param reference of the payment, voucher, ticket or call behind it
 * @param reason in words
 * @param actor who ordered it
 * @param split how the house's side is cut, so that a refund or correction of a call goes against its revenue and tax
 */
public record Credit(
        UUID transferId,
        String user,
        long amountMicros,
        String currency,
        Kind kind,
        String reference,
        String reason,
        String actor,
        Split split) {

    public Credit {
        if (amountMicros == 0 || amountMicros == Long.MIN_VALUE) {
            throw new IllegalArgumentException("a transfer of " + amountMicros + " micros moves nothing");
        }
    }

    /** With the whole of the house's side on the kind's own account. */
    public Credit(
            UUID transferId,
            String user,
            long amountMicros,
            String currency,
            Kind kind,
            String reference,
            String reason,
            String actor) {
        this(transferId, user, amountMicros, currency, kind, reference, reason, actor, Split.WHOLE);
    }

    /** Why money moves, and the house account on the other side. */
    public enum Kind {
        /** Paid in. */
        TOPUP("payments", false),
        /** A payment that its provider took back. The balance may become negative by it. */
        CHARGEBACK("payments", false),
        /** A voucher redeemed; what it was sold for is outside the ledger. */
        VOUCHER("vouchers", false),
        /** A gift of the house. */
        PROMOTION("promotions", false),
        /** Ordered by a person, in either direction. */
        ADJUSTMENT("adjustments", false),
        /** Given back for a call; the reference is the call's id. */
        REFUND("revenue", false),
        /** The difference that re-rating a call has found, in either direction; the reference is the call's id. */
        CORRECTION("revenue", false),
        /** An online number's period. */
        RENTAL("rentals", true),
        /** A package's or subscription's period. */
        SUBSCRIPTION("subscriptions", true),
        /** Another product paid from the same credit. */
        SERVICE("services", true),
        /** Credit that nobody used in time. */
        EXPIRY("expired-credit", true);

        private final String house;
        private final boolean covered;

        Kind(String house, boolean covered) {
            this.house = house;
            this.covered = covered;
        }

        /** The purpose of the house account on the other side. */
        public String house() {
            return house;
        }

        /** Whether a debit is refused when the account cannot spend that much, holds of live calls considered. */
        public boolean covered() {
            return covered;
        }
    }
}
