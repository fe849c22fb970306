package io.tollgate.billing.money;

/**
 * What a typed amount such as {@code 1.25} or {@code 0,017} turned out to be.
 *
 * <p>Only plain decimal notation is read: an optional sign, digits, at most one decimal mark and at most six digits
 * behind it. Thousands separators, exponents and currency signs are refused rather than guessed, because a guess
 * that is wrong once in a rate deck costs a thousandfold.
 */
public sealed interface Amount {

    /** Digits behind the decimal mark that a micro-unit can hold. */
    int MAX_DECIMALS = 6;

    /** Micro-units in one unit of a currency. */
    long MICROS_PER_UNIT = 1_000_000;

    /**
     * The amount, exactly.
     *
     * @param micros millionths of the currency's unit; negative when a minus sign was written
     */
    record Exact(long micros) implements Amount {}

    /**
     * Not an amount.
     *
     * @param why the reason in plain words, fit to follow the offending text in a sentence
     */
    record Unreadable(String why) implements Amount {}

    /**
     * Reads one amount.
     *
     * @param text what was typed; white space around it is ignored
     * @param decimalMark the mark before the decimals, {@code '.'} or {@code ','}
     */
    static Amount read(String text, char decimalMark) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            return new Unreadable("is empty");
        }
        boolean negative = trimmed.charAt(0) == '-';
        int at = negative || trimmed.charAt(0) == '+' ? 1 : 0;
        long micros = 0;
        int digits = 0;
        int decimals = -1;
        for (; at < trimmed.length(); at++) {
            char c = trimmed.charAt(at);
            if (c == decimalMark) {
                if (decimals >= 0) {
                    return new Unreadable("has more than one decimal mark");
                }
                decimals = 0;
            } else if (c >= '0' && c <= '9') {
                digits++;
                if (decimals >= 0 && ++decimals > MAX_DECIMALS) {
                    if (c != '0') {
                        return new Unreadable("has more than " + MAX_DECIMALS + " decimals");
                    }
                    continue;
                }
                if (micros > (Long.MAX_VALUE - (c - '0')) / 10) {
                    return new Unreadable("is too large");
                }
                micros = micros * 10 + (c - '0');
            } else {
                return new Unreadable("is not a plain number");
            }
        }
        return digits == 0 ? new Unreadable("has no digits") : scaled(micros, decimals, negative);
    }

    private static Amount scaled(long value, int decimals, boolean negative) {
        long scaled = value;
        for (int i = Math.clamp(decimals, 0, MAX_DECIMALS); i < MAX_DECIMALS; i++) {
            if (scaled > Long.MAX_VALUE / 10) {
                return new Unreadable("is too large");
            }
            scaled *= 10;
        }
        return new Exact(negative ? -scaled : scaled);
    }
}
