package io.tollgate.billing.rating;

import io.tollgate.billing.money.Amount;
import io.tollgate.billing.money.Money;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The time-of-day and weekday bands of a rate. The first that covers the wall clock's time is in force; outside all of
 * them the row's own price is.
 *
 * <p>As text, in files and in the database: {@code peak Mon-Fri 08:00-20:00 0.02; weekend Sat,Sun 00:00-24:00 0.005}.
 * A band whose end is not after its beginning goes on after midnight.
 */
public record RateBands(List<RateBand> bands) {

    /** One price around the clock. */
    public static final RateBands NONE = new RateBands(List.of());

    /** More would be a slip of the pen, and each costs time at every charge. */
    public static final int MAX_BANDS = 12;

    private static final Pattern BAND =
            Pattern.compile("(\\S+)\\s+([A-Za-z,-]+)\\s+(\\d{2}):(\\d{2})\\s*-\\s*(\\d{2}):(\\d{2})\\s+(\\S+)");
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    /** @throws IllegalArgumentException for more than {@link #MAX_BANDS} */
    public RateBands {
        bands = List.copyOf(bands);
        if (bands.size() > MAX_BANDS) {
            throw new IllegalArgumentException("more than " + MAX_BANDS + " bands");
        }
    }

    public boolean isEmpty() {
        return bands.isEmpty();
    }

    /**
     * Reads bands as {@link #toString} writes them; the empty text is {@link #NONE}.
     *
     * @throws IllegalArgumentException with a reason in plain words
     */
    public static RateBands parse(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        List<RateBand> bands = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            bands.add(band(part.strip()));
        }
        return new RateBands(bands);
    }

    private static RateBand band(String text) {
        Matcher parts = BAND.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no band like: peak Mon-Fri 08:00-20:00 0.02");
        }
        return switch (Amount.read(parts.group(7), '.')) {
            case Amount.Exact(long micros) ->
                new RateBand(
                        parts.group(1),
                        days(parts.group(2)),
                        minute(parts.group(3), parts.group(4)),
                        minute(parts.group(5), parts.group(6)),
                        micros);
            case Amount.Unreadable(String why) ->
                throw new IllegalArgumentException("price \"" + parts.group(7) + "\" " + why);
        };
    }

    private static int minute(String hours, String minutes) {
        int minute = Integer.parseInt(minutes);
        if (minute > 59) {
            throw new IllegalArgumentException(hours + ":" + minutes + " is no time of day");
        }
        return Integer.parseInt(hours) * 60 + minute;
    }

    private static Set<DayOfWeek> days(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            DayOfWeek first = day(ends[0]);
            DayOfWeek last = ends.length == 2 ? day(ends[1]) : first;
            if (ends.length > 2) {
                throw new IllegalArgumentException("\"" + part + "\" are no days");
            }
            for (DayOfWeek at = first; ; at = at.plus(1)) {
                days.add(at);
                if (at == last) {
                    break;
                }
            }
        }
        return days;
    }

    private static DayOfWeek day(String text) {
        for (int i = 0; i < DAYS.size(); i++) {
            if (DAYS.get(i).equalsIgnoreCase(text)) {
                return DayOfWeek.of(i + 1);
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is no day; days are Mon, Tue, Wed, Thu, Fri, Sat, Sun");
    }

    /** The band in force at an instant by a zone's clock; empty: the row's own price. */
    Optional<RateBand> at(Instant instant, ZoneId zone) {
        LocalDateTime clock = LocalDateTime.ofInstant(instant, zone);
        for (RateBand band : bands) {
            if (band.covers(clock)) {
                return Optional.of(band);
            }
        }
        return Optional.empty();
    }

    /**
     * The next instant after {@code instant} at which another band may begin: an edge of a band, midnight, or the clock
     * being put forward or back. Between two such instants the band does not change.
     */
    Instant nextChange(Instant instant, ZoneId zone) {
        ZonedDateTime clock = instant.atZone(zone);
        ZoneOffset offset = clock.getOffset();
        LocalDate today = clock.toLocalDate();
        Instant next = at(today.plusDays(1), 0, zone, offset);
        for (RateBand band : bands) {
            next = earlier(next, at(today, band.fromMinute(), zone, offset), instant);
            next = earlier(next, at(today, band.toMinute(), zone, offset), instant);
        }
        ZoneOffsetTransition shift = zone.getRules().nextTransition(instant);
        return shift == null ? next : earlier(next, shift.getInstant(), instant);
    }

    private static Instant at(LocalDate day, int minute, ZoneId zone, ZoneOffset preferred) {
        return ZonedDateTime.ofLocal(day.atStartOfDay().plusMinutes(minute), zone, preferred)
                .toInstant();
    }

    private static Instant earlier(Instant one, Instant other, Instant after) {
        if (!other.isAfter(after)) {
            return one;
        }
        return !one.isAfter(after) || other.isBefore(one) ? other : one;
    }

    /** The highest price that can be in force between two instants, given the price outside all bands. */
    long dearest(Instant from, Instant to, ZoneId zone, long otherwise) {
        long dearest = 0;
        for (Instant at = from; !at.isAfter(to); at = nextChange(at, zone)) {
            dearest = Math.max(
                    dearest, at(at, zone).map(RateBand::perMinuteMicros).orElse(otherwise));
        }
        return dearest;
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return bands.stream()
                .map(band -> "%s %s %s-%s %s"
                        .formatted(
                                band.name(),
                                days(band.days()),
                                time(band.fromMinute()),
                                time(band.toMinute()),
                                // The currency only decides how many noughts are shown.
                                new Money(band.perMinuteMicros(), "EUR").plain()))
                .collect(Collectors.joining("; "));
    }

    private static String days(Set<DayOfWeek> days) {
        List<String> parts = new ArrayList<>();
        for (int from = 1; from <= 7; from++) {
            if (!days.contains(DayOfWeek.of(from))) {
                continue;
            }
            int to = from;
            while (to < 7 && days.contains(DayOfWeek.of(to + 1))) {
                to++;
            }
            parts.add(from == to ? DAYS.get(from - 1) : DAYS.get(from - 1) + "-" + DAYS.get(to - 1));
            from = to;
        }
        return String.join(",", parts);
    }

    private static String time(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }
}
