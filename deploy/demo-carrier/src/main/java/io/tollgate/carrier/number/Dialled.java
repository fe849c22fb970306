package io.tollgate.carrier.number;

/** Brings the forms in which a gateway may dial into one: E.164 with a leading plus, United Kingdom at home. */
public final class Dialled {
    private static final String HOME = "+44";
    private static final int MAX_CHARS = 64;

    private Dialled() {}

    /**
     * The number in a Request-URI's user part: {@code +442079460123}, {@code 442079460123}, {@code 00442079460123} or
     * {@code 02079460123}, with visual separators and parameters ({@code ;phone-context=…}, RFC 3966) allowed.
     *
     * @return with a leading plus, or the text as it came (bounded) when it is no number
     */
    public static String normalise(String user) {
        String bounded = user.length() > MAX_CHARS ? user.substring(0, MAX_CHARS) : user;
        int parameters = bounded.indexOf(';');
        String number = (parameters < 0 ? bounded : bounded.substring(0, parameters)).replaceAll("[-.() ]", "");
        if (!number.matches("\\+?[0-9]{2,20}")) {
            return number;
        }
        if (number.startsWith("+")) {
            return number;
        }
        if (number.startsWith("00")) {
            return "+" + number.substring(2);
        }
        if (number.startsWith("0")) {
            return HOME + number.substring(1);
        }
        return "+" + number;
    }

    /** The number for a log: the first five and the last two characters. */
    public static String masked(String number) {
        return number.length() <= 7
                ? "*".repeat(number.length())
                : number.substring(0, 5) + "*".repeat(number.length() - 7) + number.substring(number.length() - 2);
    }
}
