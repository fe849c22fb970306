package io.tollgate.billing.payment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What has to be booked for the books to agree with what is known of a payment. */
public final class Due {
    private Due() {}

    /**
     * One transfer.
     *
     * @param id follows from the top-up and the count of its movements: whoever computes it again computes the same
     * @param micros towards the user when positive
     * @param after what will have been booked then
     */
    public record Movement(UUID id, long micros, String reason, TopUp.Booked after) {}

    /**
     * The movements that are missing, in order.
     *
     * @param withdrawnMicros what banks hold of this payment in disputes now, 0 or more
     */
    public static List<Movement> of(TopUp topUp, long withdrawnMicros) {
        List<Movement> due = new ArrayList<>();
        TopUp.Booked now = topUp.booked();
        if (topUp.paid() && !topUp.held() && now.creditMicros() == 0) {
            now = new TopUp.Booked(topUp.amountMicros(), now.refundMicros(), now.disputeMicros(), now.movements() + 1);
            due.add(new Movement(topUp.id(), topUp.amountMicros(), "Top-up by card", now));
        }
        if (now.creditMicros() == 0) {
            return due;
        }
        long refund = Math.min(topUp.amountMicros(), topUp.refundedMicros());
        long dispute = Math.min(topUp.amountMicros() - refund, withdrawnMicros);
        // What banks hold shrinks first: a refund that takes a dispute's place must not stand beside it,
        // not even between two movements, or more were taken back than had been paid, which the table refuses.
        if (dispute < now.disputeMicros()) {
            now = disputed(topUp, now, dispute, withdrawnMicros, due);
        }
        if (refund != now.refundMicros()) {
            long more = refund - now.refundMicros();
            now = new TopUp.Booked(now.creditMicros(), refund, now.disputeMicros(), now.movements() + 1);
            due.add(new Movement(derived(topUp.id(), now.movements()), -more, "Given back to the card", now));
        }
        if (dispute > now.disputeMicros()) {
            disputed(topUp, now, dispute, withdrawnMicros, due);
        }
        return due;
    }

    private static TopUp.Booked disputed(
            TopUp topUp, TopUp.Booked now, long dispute, long withdrawnMicros, List<Movement> due) {
        long more = dispute - now.disputeMicros();
        String reason = more > 0
                ? "Charged back by the card's bank"
                : withdrawnMicros > dispute
                        ? "Of the charge-back, what was given back to the card"
                        : "The card's bank gave a charge-back up";
        TopUp.Booked after = new TopUp.Booked(now.creditMicros(), now.refundMicros(), dispute, now.movements() + 1);
        due.add(new Movement(derived(topUp.id(), after.movements()), -more, reason, after));
        return after;
    }

    private static UUID derived(UUID topUp, int movement) {
        return UUID.nameUUIDFromBytes(("top-up " + topUp + " movement " + movement).getBytes(StandardCharsets.UTF_8));
    }
}
