package io.tollgate.billing.payment;

import java.util.UUID;

/** Whoever takes cards. Both calls block for some seconds at most and may be repeated with the same top-up. */
public interface PaymentProvider {

    /** Its name in records, such as {@code stripe}. */
    String name();

    /** Prepares a page where the user pays. */
    Checkout open(Order order);

    /** Charges a card that the user has left with the provider, in the user's absence. */
    Recharge recharge(Order order, String customer, String method);

    /**
     * What to charge.
     *
     * @param topUp goes along to the provider and comes back in its events
     * @param keepCard whether the card is to be left with the provider for later
     * @param returnTo where the page leads afterwards; not used when recharging
     */
    record Order(UUID topUp, long amountMicros, String currency, boolean keepCard, String returnTo) {}

    /** What became of {@link #open}. */
    sealed interface Checkout {
        record Opened(String session, String url) implements Checkout {}

        /** @param why for the operator's log */
        record Failed(String why) implements Checkout {}
    }

    /** What became of {@link #recharge}. Money is booked by the provider's event, never by this. */
    sealed interface Recharge {
        record Accepted(String payment) implements Recharge {}

        record Declined(String code, String words) implements Recharge {}

        /** Whether the card was charged is not known; the same order may be sent again. */
        record Unknown(String why) implements Recharge {}
    }
}
