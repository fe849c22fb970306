package io.tollgate.billing.reconcile;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * How a carrier writes its file.
 *
 * @param number heading of the called number's column
 * @param start heading of the column with the start; with the time of day, unless {@code startTime} names its own column
 * @param startTime heading of a column with the time of day; null when {@code start} holds both
 * @param duration heading of the talk time's column
 * @param cost heading of the cost's column; null when there is none
 * @param format of the start, e.g. {@code dd/MM/uuuu HH:mm:ss}; null: ISO 8601, with a blank instead of the T allowed, or
 *     seconds since 1970
 * @param zone of starts that name none
 * @param unit of the talk time
 * @param decimalMark in costs and talk times, {@code '.'} or {@code ','}
 * @param separator between cells; 0: whichever of comma, semicolon and tab the heading has most of
 * @param stripPrefix digits before the number that are the carrier's own, e.g. {@code 1234#}; may be empty
 */
public record CarrierLayout(
        String number,
        String start,
        @Nullable String startTime,
        String duration,
        @Nullable String cost,
        @Nullable DateTimeFormatter format,
        ZoneId zone,
        DurationUnit unit,
        char decimalMark,
        char separator,
        String stripPrefix) {

    /** How a talk time is written. */
    public enum DurationUnit {
        /** Seconds, decimals allowed. */
        SECONDS,
        /** Whole milliseconds. */
        MILLISECONDS,
        /** Minutes, decimals allowed. */
        MINUTES,
        /** {@code mm:ss} or {@code hh:mm:ss}. */
        CLOCK
    }
}
