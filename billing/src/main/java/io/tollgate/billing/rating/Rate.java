package io.tollgate.billing.rating;

import java.util.Objects;

/**
 * One row of a rate deck: what a minute costs to all numbers that begin with a prefix.
 *
 * @param prefix digits of an E.164 number from its country code on, without plus; 1 to 15 digits, the first not 0
 * @param destination the name that the caller sees, such as {@code Argentina - Buenos Aires}
 * @param perMinuteMicros price of sixty seconds in micro-units, 0 to {@link #MAX_MICROS}
 * @param connectionFeeMicros price of being answered at all, in micro-units, 0 to {@link #MAX_MICROS}
 * @param firstSeconds the shortest time that is billed once a call is answered, 1 to {@link #MAX_INCREMENT_SECONDS}
 * @param incrementSeconds steps in which the time beyond the first is billed, 1 to {@link #MAX_INCREMENT_SECONDS}
 * @param blocked whether calls to this prefix are refused
 * @param group the destination group, such as {@code Global Rate}; empty for none
 * @param note where the row comes from, for the operator; empty for none
 * @param minimumMicros what a charged call costs at least, after discount and before tax that is added, 0 to
 *     {@link #MAX_MICROS}
 * @param graceSeconds a talk shorter than this is free, 0 to {@link #MAX_INCREMENT_SECONDS}; a longer one is charged from
 *     its beginning
 * @param bands hours of the week with another price per minute
 */
public record Rate(
        String prefix,
        String destination,
        long perMinuteMicros,
        long connectionFeeMicros,
        int firstSeconds,
        int incrementSeconds,
        boolean blocked,
        String group,
        String note,
        long minimumMicros,
        int graceSeconds,
        RateBands bands) {

    /** A hundred thousand units a minute: far above any tariff, low enough that no charge can overflow. */
    public static final long MAX_MICROS = 100_000_000_000L;

    /** An hour: longer steps are a slip of the pen. */
    public static final int MAX_INCREMENT_SECONDS = 3600;

    /** Digits of an E.164 number (ITU-T E.164 section 6.1), hence of a prefix. */
    public static final int MAX_PREFIX_DIGITS = 15;

    /** Characters of a destination's name, of a group and of a note: what a screen and a receipt can show. */
    public static final int MAX_TEXT = 200;

    /** @throws IllegalArgumentException when a component is outside the range given above */
    public Rate {
        if (!isPrefix(prefix)) {
            throw new IllegalArgumentException("\"" + prefix + "\" is not an E.164 prefix");
        }
        requireText("destination", destination);
        requireText("group", group);
        requireText("note", note);
        if (destination.isEmpty()) {
            throw new IllegalArgumentException("destination of " + prefix + " is empty");
        }
        requireRange("price per minute", perMinuteMicros, 0, MAX_MICROS);
        requireRange("connection fee", connectionFeeMicros, 0, MAX_MICROS);
        requireRange("first seconds", firstSeconds, 1, MAX_INCREMENT_SECONDS);
        requireRange("increment seconds", incrementSeconds, 1, MAX_INCREMENT_SECONDS);
        requireRange("minimum charge", minimumMicros, 0, MAX_MICROS);
        requireRange("grace seconds", graceSeconds, 0, MAX_INCREMENT_SECONDS);
        Objects.requireNonNull(bands, "bands");
    }

    /** A row without minimum, grace and bands. */
    public Rate(
            String prefix,
            String destination,
            long perMinuteMicros,
            long connectionFeeMicros,
            int firstSeconds,
            int incrementSeconds,
            boolean blocked,
            String group,
            String note) {
        this(
                prefix,
                destination,
                perMinuteMicros,
                connectionFeeMicros,
                firstSeconds,
                incrementSeconds,
                blocked,
                group,
                note,
                0,
                0,
                RateBands.NONE);
    }

    /** The same at one price around the clock. */
    Rate at(long flatPerMinuteMicros) {
        return new Rate(
                prefix,
                destination,
                flatPerMinuteMicros,
                connectionFeeMicros,
                firstSeconds,
                incrementSeconds,
                blocked,
                group,
                note,
                minimumMicros,
                graceSeconds,
                RateBands.NONE);
    }

    /** The same under another prefix. */
    Rate under(String otherPrefix) {
        return new Rate(
                otherPrefix,
                destination,
                perMinuteMicros,
                connectionFeeMicros,
                firstSeconds,
                incrementSeconds,
                blocked,
                group,
                note,
                minimumMicros,
                graceSeconds,
                bands);
    }

    /** An open row without fee, group and note, billed by the second after a first one. */
    public static Rate perSecond(String prefix, String destination, long perMinuteMicros) {
        return new Rate(prefix, destination, perMinuteMicros, 0, 1, 1, false, "", "");
    }

    /** Whether {@code text} can be a {@link #prefix}. */
    public static boolean isPrefix(String text) {
        if (text.isEmpty() || text.length() > MAX_PREFIX_DIGITS || text.charAt(0) == '0') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code text} can be a destination, group or note: short, trimmed, without control characters. */
    public static boolean isText(String text) {
        if (text.length() > MAX_TEXT || !text.equals(text.strip())) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static void requireText(String what, String text) {
        if (!isText(Objects.requireNonNull(text, what))) {
            throw new IllegalArgumentException(what + " is too long, not trimmed or holds control characters");
        }
    }

    private static void requireRange(String what, long value, long low, long high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(what + " " + value + " is outside " + low + " to " + high);
        }
    }
}
