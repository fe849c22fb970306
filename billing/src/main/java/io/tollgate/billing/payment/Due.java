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
        long more = refund - now.refundMicros();
        if (more != 0) {
            now = new TopUp.Booked(now.creditMicros(), refund, now.disputeMicros(), now.movements() + 1);
            due.add(new Movement(derived(topUp.id(), now.movements()), -more, "Given back to the card", now));
        }
        more = dispute - now.disputeMicros();
        if (more != 0) {
            now = new TopUp.Booked(now.creditMicros(), now.refundMicros(), dispute, now.movements() + 1);
            String reason = more > 0 ? "Charged back by the card's bank" : "The card's bank gave a charge-back up";
            due.add(new Movement(derived(topUp.id(), now.movements()), -more, reason, now));
        }
        return due;
    }

    private static UUID derived(UUID topUp, int movement) {
        return UUID.nameUUIDFromBytes(("top-up " + topUp + " movement " + movement).getBytes(StandardCharsets.UTF_8));
    }
}
