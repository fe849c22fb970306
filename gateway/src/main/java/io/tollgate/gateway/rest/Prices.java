package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.billing.admin.RateEntity;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.Charge;
import io.tollgate.billing.rating.Rate;
import java.util.List;
import java.util.Objects;

/** Rates and charges as JSON shows them. */
final class Prices {
    private Prices() {}

    /**
     * A row of a deck.
     *
     * @param group destination group; absent when it has none
     * @param firstS seconds that are billed once a call is answered
     * @param incrementS seconds of each further step
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record RateView(
            String prefix,
            String destination,
            String group,
            long perMinuteMicros,
            long connectionFeeMicros,
            int firstS,
            int incrementS,
            boolean blocked) {}

    /**
     * A part of a charge.
     *
     * @param kind {@code connection}, {@code first} or {@code further}
     * @param fromSecond billed second at which it begins
     */
    public record IntervalView(String kind, long fromSecond, long seconds, long micros) {}

    /**
     * What a talk time costs and why; the intervals add up to the total.
     *
     * @param totalMicros with tax
     * @param taxMicros the part of the total that is tax
     */
    public record ChargeView(
            long talkMs,
            long billedSeconds,
            String total,
            long totalMicros,
            long taxMicros,
            String currency,
            RateView rate,
            List<IntervalView> intervals) {}

    static RateView view(Rate rate) {
        return new RateView(
                rate.prefix(),
                rate.destination(),
                rate.group(),
                rate.perMinuteMicros(),
                rate.connectionFeeMicros(),
                rate.firstSeconds(),
                rate.incrementSeconds(),
                rate.blocked());
    }

    /** A stored row as the rating takes it. */
    static Rate rate(RateEntity row) {
        return new Rate(
                row.prefix,
                row.destination,
                row.perMinuteMicros,
                row.connectionFeeMicros,
                row.firstS,
                row.incrementS,
                row.blocked,
                Objects.requireNonNullElse(row.destinationGroup, ""),
                "");
    }

    /** Prices a talk time by the one function that also prices calls. */
    static ChargeView charge(CallTariff tariff, long talkMs) {
        Charge charge = tariff.charge(talkMs);
        String currency = tariff.currency();
        return new ChargeView(
                talkMs,
                charge.billedSeconds(),
                new Money(charge.totalMicros(), currency).plain(),
                charge.totalMicros(),
                charge.taxMicros(),
                currency,
                view(tariff.rate()),
                charge.intervals().stream()
                        .map(part -> new IntervalView(
                                Texts.word(part.kind()), part.fromSecond(), part.seconds(), part.micros()))
                        .toList());
    }
}
