package io.tollgate.billing.renewal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * What a contract goes by.
 *
 * @param anchor where period 1 begins
 * @param months length of a period; 1 or more
 * @param grace how long it goes on unpaid
 * @param suspension how long after that it can still be paid
 * @param holdBack how long after that others cannot have it
 */
public record Terms(Instant anchor, int months, Duration grace, Duration suspension, Duration holdBack) {

    /**
     * Where a period ends. Counted from the anchor, so that a contract of the 31st pays on the 28th of February and on the
     * 31st of March.
     *
     * @param period 0 for the beginning of the first
     */
    public Instant endOf(int period) {
        return ZonedDateTime.ofInstant(anchor, ZoneOffset.UTC)
                .plusMonths(Math.multiplyExact((long) period, months))
                .toInstant();
    }

    /** The first of the next month, where aligned periods begin. */
    public static Instant nextMonth(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC)
                .withDayOfMonth(1)
                .plusMonths(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    /**
     * What the days from now (today included) until the anchor cost: their share of the price, by the days of the period
     * that ends there, rounded down to the micro-unit.
     *
     * @param priceMicros of a whole period, at most a million units
     */
    public static long prorated(long priceMicros, int months, Instant now, Instant anchor) {
        LocalDate end = LocalDate.ofInstant(anchor, ZoneOffset.UTC);
        long days = ChronoUnit.DAYS.between(LocalDate.ofInstant(now, ZoneOffset.UTC), end);
        long whole = ChronoUnit.DAYS.between(end.minusMonths(months), end);
        return Math.multiplyExact(priceMicros, days) / whole;
    }
}
