package io.tollgate.billing.rating;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.Set;

/**
 * Hours of the week with a price of their own.
 *
 * @param name one word for the bill, such as {@code peak}: letters, digits, {@code _} and {@code -}
 * @param days days on which the band begins
 * @param fromMinute minute of the day at which it begins, 0 to 1439
 * @param toMinute minute of the day before which it ends, 1 to 1440; at or below {@code fromMinute}: on the next day
 * @param perMinuteMicros price of sixty seconds in micro-units, 0 to {@link Rate#MAX_MICROS}
 */
public record RateBand(String name, Set<DayOfWeek> days, int fromMinute, int toMinute, long perMinuteMicros) {

    static final int DAY_MINUTES = 1440;

    /** @throws IllegalArgumentException when a component is outside its range */
    public RateBand {
        days = Set.copyOf(days);
        if (!name.matches("[A-Za-z0-9_-]{1,32}")) {
            throw new IllegalArgumentException("\"" + name + "\" is no name of a band");
        }
        if (days.isEmpty()) {
            throw new IllegalArgumentException("band " + name + " has no day");
        }
        if (fromMinute < 0 || fromMinute >= DAY_MINUTES || toMinute < 1 || toMinute > DAY_MINUTES) {
            throw new IllegalArgumentException("band " + name + " is outside 00:00 to 24:00");
        }
        if (perMinuteMicros < 0 || perMinuteMicros > Rate.MAX_MICROS) {
            throw new IllegalArgumentException(
                    "price of band " + name + " is outside 0 to " + Rate.MAX_MICROS + " micro-units");
        }
    }

    /** Whether the band is in force when the wall clock shows this; the part after midnight belongs to the day before. */
    boolean covers(LocalDateTime clock) {
        int minute = clock.getHour() * 60 + clock.getMinute();
        DayOfWeek today = clock.getDayOfWeek();
        if (fromMinute < toMinute) {
            return days.contains(today) && minute >= fromMinute && minute < toMinute;
        }
        return (days.contains(today) && minute >= fromMinute) || (days.contains(today.minus(1)) && minute < toMinute);
    }
}
