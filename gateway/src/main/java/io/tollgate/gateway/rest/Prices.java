package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.billing.admin.RateEntity;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.Charge;
import io.tollgate.billing.rating.Rate;
import io.tollgate.billing.rating.RateBands;
import java.time.Instant;
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
     * @param minimumMicros the least that a charged call costs; absent when there is none
     * @param graceS talk shorter than this is free; absent when none is
     * @param bands other prices at other hours; absent when there are none
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
            boolean blocked,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long minimumMicros,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int graceS,
            String bands) {}

    /**
     * A part of a charge.
     *
     * @param kind {@code connection}, {@code bundle}, {@code first}, {@code further}, {@code discount}, {@code minimum},
     *     {@code tax} or {@code rounding}
     * @param fromSecond billed second at which it begins
     * @param micros negative for what is taken off
     * @param perMinuteMicros the price that was applied; absent for parts that are no time
     * @param band the hours' name; absent outside all bands
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record IntervalView(
            String kind,
            @JsonInclude long fromSecond,
            @JsonInclude long seconds,
            @JsonInclude long micros,
            long perMinuteMicros,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String band) {}

    /**
     * What a talk time costs and why; the intervals add up to the total.
     *
     * @param totalMicros with tax
     * @param taxMicros the part of the total that is tax
     * @param bundleSeconds billed seconds that a package paid for; absent when none did
     * @param start when the charge begins
     * @param zone whose clock the bands go by
     * @param taxBp the tax, in hundredths of a percent
     * @param taxAdded whether it comes on top of the rate's prices
     * @param discountBp what the account's agreement takes off; absent when nothing
     * @param rounding the rule, such as {@code half-up}
     * @param roundingUnitMicros to a multiple of this
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ChargeView(
            long talkMs,
            long billedSeconds,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long bundleSeconds,
            Instant start,
            String zone,
            int taxBp,
            boolean taxAdded,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int discountBp,
            String rounding,
            long roundingUnitMicros,
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
                rate.blocked(),
                rate.minimumMicros(),
                rate.graceSeconds(),
                rate.bands().toString());
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
                "",
                row.minimumMicros,
                row.graceS,
                RateBands.parse(row.bands));
    }

    /** Prices a talk time by the one function that also prices calls. */
    static ChargeView charge(CallTariff tariff, long talkMs) {
        Charge charge = tariff.charge(talkMs);
        String currency = tariff.currency();
        return new ChargeView(
                talkMs,
                charge.billedSeconds(),
                charge.bundleSeconds(),
                tariff.start(),
                tariff.zone().getId(),
                tariff.deck().taxBasisPoints(),
                tariff.deck().terms().taxAdded(),
                tariff.discountBasisPoints(),
                Texts.word(tariff.deck().terms().rounding().rule()),
                tariff.deck().terms().rounding().unitMicros(),
                new Money(charge.totalMicros(), currency).plain(),
                charge.totalMicros(),
                charge.taxMicros(),
                currency,
                view(tariff.rate()),
                charge.intervals().stream()
                        .map(part -> new IntervalView(
                                Texts.word(part.kind()),
                                part.fromSecond(),
                                part.seconds(),
                                part.micros(),
                                part.perMinuteMicros(),
                                part.band()))
                        .toList());
    }
}
