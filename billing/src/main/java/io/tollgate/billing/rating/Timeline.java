package io.tollgate.billing.rating;

import java.time.Instant;
import java.util.Optional;

/**
 * Walks the billed time of a call from its beginning, one stretch of equal price at a time. An increment costs what the
 * band asks in which it begins, so every stretch is made of whole increments.
 */
final class Timeline {

    private final CallTariff tariff;
    private final RateBands bands;
    private long from;
    private long to;
    private long perMinuteMicros;
    private String band = "";

    Timeline(CallTariff tariff) {
        this.tariff = tariff;
        this.bands = tariff.rate().bands();
    }

    /** Billed second at which the stretch begins. */
    long from() {
        return from;
    }

    /** Billed second before which it ends. */
    long to() {
        return to;
    }

    long perMinuteMicros() {
        return perMinuteMicros;
    }

    /** Name of the band, empty outside all. */
    String band() {
        return band;
    }

    /** Seconds of each of the stretch's increments. */
    long step() {
        return from == 0 ? tariff.rate().firstSeconds() : tariff.rate().incrementSeconds();
    }

    /** Goes on to the next stretch: the first seconds, then whatever increments have one price, up to {@code limit}. */
    void advance(long limit) {
        from = to;
        Instant begins = tariff.start().plusSeconds(from);
        Optional<RateBand> inForce = bands.isEmpty() ? Optional.empty() : bands.at(begins, tariff.zone());
        perMinuteMicros =
                inForce.map(RateBand::perMinuteMicros).orElse(tariff.rate().perMinuteMicros());
        band = inForce.map(RateBand::name).orElse("");
        if (from == 0) {
            to = tariff.rate().firstSeconds();
            return;
        }
        long increment = tariff.rate().incrementSeconds();
        if (bands.isEmpty()) {
            to = from + Math.max(1, Math.ceilDiv(limit - from, increment)) * increment;
            return;
        }
        to = from;
        Instant change = begins;
        while (to < limit && bands.at(change, tariff.zone()).equals(inForce)) {
            change = bands.nextChange(change, tariff.zone());
            long beyondMs = change.toEpochMilli() - begins.toEpochMilli();
            to = from + Math.ceilDiv(beyondMs, increment * 1000) * increment;
        }
        if (to > limit) {
            to = from + Math.max(1, Math.ceilDiv(limit - from, increment)) * increment;
        }
    }
}
