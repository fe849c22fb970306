package io.tollgate.billing.payment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user's wish to buy credit, and all that is known of its payment.
 *
 * @param id chosen before the provider is asked; also the id of the transfer that books it
 * @param payment the provider's id, once there is one
 * @param paid the provider has the money
 * @param held paid, but credited only when an operator has looked at it
 * @param flag what is odd about it, as a word; null for nothing
 * @param refundedMicros given back to the buyer so far
 * @param booked what the books know of it
 */
public record TopUp(
        UUID id,
        String user,
        long amountMicros,
        String currency,
        Origin origin,
        @Nullable String session,
        @Nullable String url,
        @Nullable String payment,
        boolean paid,
        boolean held,
        boolean expired,
        @Nullable String flag,
        long refundedMicros,
        Fact.Card card,
        Booked booked,
        Instant createdAt) {

    /** Who began it. */
    public enum Origin {
        USER,
        /** The account's auto-recharge rule. */
        AUTO
    }

    /**
     * What has been booked.
     *
     * @param creditMicros 0, or the amount
     * @param refundMicros taken back because the provider gave the money back
     * @param disputeMicros taken back because a bank took the money
     * @param movements how many transfers that were, so that the next one's id is new
     */
    public record Booked(long creditMicros, long refundMicros, long disputeMicros, int movements) {
        public static final Booked NOTHING = new Booked(0, 0, 0, 0);
    }

    /** Where it stands, in one word. */
    public enum State {
        OPEN,
        PAID,
        HELD,
        DECLINED,
        EXPIRED,
        PARTLY_REFUNDED,
        REFUNDED,
        CHARGED_BACK
    }

    public State state() {
        if (!paid) {
            return card.declineCode() != null ? State.DECLINED : expired ? State.EXPIRED : State.OPEN;
        }
        if (refundedMicros >= amountMicros) {
            return State.REFUNDED;
        }
        if (held) {
            return State.HELD;
        }
        if (booked.disputeMicros > 0) {
            return State.CHARGED_BACK;
        }
        return refundedMicros > 0 ? State.PARTLY_REFUNDED : State.PAID;
    }
}
