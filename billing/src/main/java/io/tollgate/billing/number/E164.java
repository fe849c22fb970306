package io.tollgate.billing.number;

/**
 * An international public telecommunication number (ITU-T E.164 section 6): a plus and 2 to 15 digits, the first of
 * them 1 to 9.
 *
 * @param digits the number with its leading plus, such as {@code +442079460123}
 */
public record E164(String digits) implements Comparable<E164> {

    private static final int MIN_DIGITS = 2;
    private static final int MAX_DIGITS = 15;
    private static final int SHOWN_FIRST = 5;
    private static final int SHOWN_LAST = 2;

    /** @throws IllegalArgumentException when {@link #isE164} says no */
    public E164 {
        if (!isE164(digits)) {
            throw new IllegalArgumentException("not an E.164 number with plus, 2 to 15 digits, the first not 0");
        }
    }

    /** Whether {@code text} is a number in exactly this notation. */
    public static boolean isE164(String text) {
        int length = text.length() - 1;
        if (length < MIN_DIGITS || length > MAX_DIGITS || text.charAt(0) != '+' || text.charAt(1) == '0') {
            return false;
        }
        return text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }

    /** The digits alone, from the country code on. */
    public String withoutPlus() {
        return digits.substring(1);
    }

    /** For logs: the first five and the last two characters, stars between. */
    public String masked() {
        int hidden = digits.length() - SHOWN_FIRST - SHOWN_LAST;
        if (hidden <= 0) {
            return "*".repeat(digits.length());
        }
        return digits.substring(0, SHOWN_FIRST) + "*".repeat(hidden) + digits.substring(digits.length() - SHOWN_LAST);
    }

    @Override
    public int compareTo(E164 other) {
        return digits.compareTo(other.digits);
    }

    @Override
    public String toString() {
        return digits;
    }
}
