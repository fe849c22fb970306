package io.tollgate.billing.payment;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a provider says of a payment. Facts only grow, so that their order does not matter. */
public sealed interface Fact {

    /** The provider's id of the payment that this is about; null while there is none. */
    @Nullable
    String payment();

    /**
     * A charge as it stood.
     *
     * @param topUp our id, given along when the payment was asked for; null: none of ours
     * @param refundedMicros all that has been given back so far
     */
    record Charge(
            @Nullable UUID topUp,
            String payment,
            Status status,
            long amountMicros,
            String currency,
            long refundedMicros,
            Card card)
            implements Fact {}

    /** How far a charge has come. */
    enum Status {
        PENDING,
        SUCCEEDED,
        FAILED
    }

    /**
     * What is known of the card.
     *
     * @param country where it was issued, ISO 3166-1 alpha-2
     * @param billingCountry of the address that the buyer gave
     * @param customer together with {@code method}: how the provider charges the same card again
     * @param declineCode why it was refused, in the provider's words; null when it was not
     */
    record Card(
            @Nullable String country,
            @Nullable String billingCountry,
            @Nullable String customer,
            @Nullable String method,
            @Nullable String declineCode,
            @Nullable String declineWords) {}

    /** The page where the user was to pay has been finished or has run out. */
    record Session(
            @Nullable UUID topUp, String session, @Nullable String payment, boolean expired) implements Fact {}

    /**
     * The buyer's bank disputes a payment.
     *
     * @param withdrawn the bank has taken the money
     * @param reinstated it has given it back
     */
    record Dispute(
            String dispute, String payment, long amountMicros, String currency, boolean withdrawn, boolean reinstated)
            implements Fact {}
}
