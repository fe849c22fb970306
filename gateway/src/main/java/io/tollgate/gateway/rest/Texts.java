package io.tollgate.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.gateway.problem.ProblemException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reading of texts that bodies and parameters consist of; each refusal names the field. */
final class Texts {
    /** Text for people: no control characters, no halves of surrogate pairs, which no database keeps. */
    static final String PLAIN = "[^\\p{Cc}\\p{Cs}]*";

    static final String PLAIN_WORDS = "must not hold control characters";
    private static final Pattern PLAIN_PATTERN = Pattern.compile(PLAIN);
    private static final int MAX_NAME = 128;

    private Texts() {}

    /** A refusal of one field or parameter. */
    static ProblemException fault(String where, String detail) {
        return new ProblemException(Problem.withFaults(
                400,
                "invalid-field",
                "A field is missing or out of range",
                where + " " + detail + ".",
                List.of(new Problem.Fault(where, detail))));
    }

    /** Whether a name could stand in the database at all; what could not is not looked up. */
    static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_NAME
                && PLAIN_PATTERN.matcher(text).matches();
    }

    /** An enum constant as the API writes it, in any case when read: {@code NOT_A_DRAFT} is {@code not-a-draft}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads {@link #word} back. */
    static <E extends Enum<E>> E constant(Class<E> type, String text, String where) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> fault(where, "must be one of " + words(type)));
    }

    private static <E extends Enum<E>> String words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Texts::word).collect(Collectors.joining(", "));
    }

    /** Reads an instant such as {@code 2026-11-21T23:00:00Z}; null stays null. */
    static @Nullable Instant instant(@Nullable String text, String where) {
        if (text == null) {
            return null;
        }
        try {
            Instant instant = Instant.parse(text);
            if (!isWithinReason(instant)) {
                throw fault(where, "is an instant beyond reason");
            }
            return instant;
        } catch (DateTimeParseException e) {
            throw fault(where, "must be an instant like 2026-11-21T23:00:00Z");
        }
    }

    /** Whether an instant lies between 1970 and the year 4147: others are no dates of calls, nor all of the database. */
    static boolean isWithinReason(Instant instant) {
        return !instant.isBefore(Instant.EPOCH) && instant.isBefore(Instant.ofEpochSecond(1L << 36));
    }

    /** A text of a merge patch (RFC 7396) that null clears; the given one where the patch is silent. */
    static @Nullable String patched(
            @Nullable JsonNode node, @Nullable String current, String where, Pattern allowed, String otherwise) {
        if (node == null) {
            return current;
        }
        if (node.isNull()) {
            return null;
        }
        if (!node.isTextual() || !allowed.matcher(node.textValue()).matches()) {
            throw fault(where, otherwise);
        }
        return node.textValue();
    }

    /** A number of a merge patch that null clears; the given one where the patch is silent. */
    static @Nullable Long patched(@Nullable JsonNode node, @Nullable Long current, String where, long max) {
        if (node == null) {
            return current;
        }
        if (node.isNull()) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0 || node.longValue() > max) {
            throw fault(where, "must be a whole number from 0 to " + max + ", or null");
        }
        return node.longValue();
    }
}
