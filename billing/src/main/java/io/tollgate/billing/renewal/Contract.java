package io.tollgate.billing.renewal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An agreement to pay for something in periods.
 *
 * @param item the number in E.164 with its plus, or the package's name
 * @param priceMicros of a period, as it was when the contract was made
 * @param grant what each paid period gives; null for numbers
 */
public record Contract(
        UUID id,
        String user,
        Kind kind,
        String item,
        String currency,
        long priceMicros,
        Terms terms,
        @Nullable Grant grant,
        Standing standing,
        Instant createdAt) {

    /** What is rented. */
    public enum Kind {
        NUMBER,
        PACKAGE
    }

    /** Talk time of a package. */
    public record Grant(String destinationGroup, long seconds) {}

    /** The transfer that pays a period; 0 is the fee for setting up and a first period that was cut. */
    public UUID transfer(int period) {
        return derived("pays", period);
    }

    /** The allowance that a period gives. */
    public UUID allowance(int period) {
        return derived("gives", period);
    }

    private UUID derived(String what, int period) {
        return UUID.nameUUIDFromBytes(
                ("contract " + id + " " + what + " period " + period).getBytes(StandardCharsets.UTF_8));
    }

    /** Until when it has been paid. */
    public Instant paidUntil() {
        return terms.endOf(standing.periods());
    }

    public Contract standing(Standing next) {
        return new Contract(id, user, kind, item, currency, priceMicros, terms, grant, next, createdAt);
    }
}
