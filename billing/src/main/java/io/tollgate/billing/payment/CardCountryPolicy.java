package io.tollgate.billing.payment;

/** What happens to a payment whose card was issued in another country than the buyer's address lies in. */
public enum CardCountryPolicy {
    ALLOW,
    /** Credited at once, and shown to the operator. */
    FLAG,
    /** Credited when an operator has released it. */
    HOLD;

    /** The word that marks such a payment. */
    public static final String MISMATCH = "card-country";

    /** Whether the countries are both known and differ. */
    public static boolean differs(Fact.Card card) {
        return card.country() != null
                && card.billingCountry() != null
                && !card.country().equals(card.billingCountry());
    }
}
