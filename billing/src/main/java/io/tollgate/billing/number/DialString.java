package io.tollgate.billing.number;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The dialled text undressed: an optional plus and ASCII digits, or the reason why that cannot be had.
 *
 * <p>Letters are read as keypad digits (ITU-T E.161) when the text is a vanity number: it begins with a plus, a
 * bracket or at least one digit, has three digits before the first letter and three letters or more, all of them
 * A to Z. Any other letter is refused, since a user's name with digits in it is no telephone number.
 */
sealed interface DialString {

    /** Longest text worth looking at; a SIP URI with parameters is well below. */
    int MAX_LENGTH = 256;

    /** The echo test on the overlay. */
    String ECHO = "echo123";

    /**
     * Digits to be read by the numbering plan.
     *
     * @param international whether a plus came first
     * @param digits ASCII digits, at least one
     */
    record Digits(boolean international, String digits) implements DialString {}

    /** The echo service was dialled. */
    record Echo() implements DialString {}

    /** See {@link Dialled.Invalid}. */
    record Refused(String why) implements DialString {}

    /** Takes off what is not number. */
    static DialString of(String dialled) {
        if (dialled.length() > MAX_LENGTH) {
            return new Refused("This is too long to be a phone number.");
        }
        String text = plainCharacters(dialled).strip();
        String lower = text.toLowerCase(Locale.ROOT);
        String context = "";
        if (lower.startsWith("tel:")) {
            context = phoneContext(lower);
            text = before(text.substring("tel:".length()), ';');
        } else if (lower.startsWith("sip:") || lower.startsWith("sips:")) {
            text = sipUser(text.substring(text.indexOf(':') + 1));
        } else if (lower.startsWith("callto:")) {
            text = before(text.substring("callto:".length()).replace("//", ""), '?');
        }
        text = percentDecoded(text).strip();
        if (text.equalsIgnoreCase(ECHO)) {
            return new Echo();
        }
        return compact(context.isEmpty() || text.startsWith("+") ? text : context + text);
    }

    private static DialString compact(String text) {
        if (Syntax.EXTENSION.matcher(text).find()) {
            return new Refused("Dial the number without its extension, then press the extension's keys in the call.");
        }
        if (text.indexOf('*') >= 0 || text.indexOf('#') >= 0) {
            return new Refused("Codes with * or # cannot be dialled from here.");
        }
        if (text.indexOf(',') >= 0 || text.indexOf(';') >= 0) {
            return new Refused("Dial the number alone; press further keys in the call.");
        }
        String bare = Syntax.SEPARATORS.matcher(text).replaceAll("");
        boolean international = bare.startsWith("+");
        String digits = international ? bare.substring(1) : bare;
        if (digits.isEmpty()) {
            return new Refused("There is no number to dial.");
        }
        if (Syntax.VANITY.matcher(digits).matches()) {
            digits = keypad(digits);
        }
        if (Syntax.DIGITS.matcher(digits).matches()) {
            return new Digits(international, digits);
        }
        if (digits.indexOf('+') >= 0) {
            return new Refused("A plus sign belongs at the beginning of a number only.");
        }
        int odd =
                digits.codePoints().filter(c -> c < '0' || c > '9').findFirst().orElseThrow();
        return new Refused(
                Character.isLetter(odd)
                        ? "This is not a phone number: it has letters in it."
                        : "This is not a phone number: it has a character that no number has.");
    }

    /** Digits of any script to ASCII, full-width forms likewise, invisible marks of pasted text away. */
    private static String plainCharacters(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isDigit(c)) {
                plain.append((char) ('0' + Character.digit(c, 10)));
            } else if (c >= Syntax.FULL_WIDTH_FIRST && c <= Syntax.FULL_WIDTH_LAST) {
                plain.append((char) (c - Syntax.FULL_WIDTH_OFFSET));
            } else if (Character.getType(c) == Character.FORMAT) {
                return;
            } else if (Character.isSpaceChar(c) || Character.isWhitespace(c)) {
                plain.append(' ');
            } else if (Character.getType(c) == Character.DASH_PUNCTUATION || c == Syntax.MINUS_SIGN) {
                plain.append('-');
            } else {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }

    /** RFC 3966 section 5.1.5: the context of a local number; only a global prefix tells us anything. */
    private static String phoneContext(String tel) {
        int at = tel.indexOf(";phone-context=");
        if (at < 0) {
            return "";
        }
        String context = before(tel.substring(at + ";phone-context=".length()), ';');
        return context.startsWith("+") ? context : "";
    }

    /** RFC 3261 section 19.1.1: user part without password, host and the user's own parameters. */
    private static String sipUser(String uri) {
        int at = uri.indexOf('@');
        return before(before(at < 0 ? uri : uri.substring(0, at), ';'), ':');
    }

    private static String before(String text, char mark) {
        int at = text.indexOf(mark);
        return at < 0 ? text : text.substring(0, at);
    }

    private static String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '%' && at + 2 < text.length()) {
                int high = Character.digit(text.charAt(at + 1), 16);
                int low = Character.digit(text.charAt(at + 2), 16);
                if (high >= 0 && low >= 0) {
                    decoded.append(new String(new byte[] {(byte) (high * 16 + low)}, StandardCharsets.ISO_8859_1));
                    at += 2;
                    continue;
                }
            }
            decoded.append(c);
        }
        return decoded.toString();
    }

    private static String keypad(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        String capitals = text.toUpperCase(Locale.ROOT);
        for (int i = 0; i < capitals.length(); i++) {
            char c = capitals.charAt(i);
            digits.append(c >= 'A' ? Syntax.KEYPAD.charAt(c - 'A') : c);
        }
        return digits.toString();
    }

    /** Patterns and constants of this file. */
    final class Syntax {
        private static final int FULL_WIDTH_FIRST = 0xFF01;
        private static final int FULL_WIDTH_LAST = 0xFF5E;
        private static final int FULL_WIDTH_OFFSET = 0xFEE0;
        private static final int MINUS_SIGN = 0x2212;
        private static final String KEYPAD = "22233344455566677778889999";
        private static final Pattern SEPARATORS = Pattern.compile("[ ()\\[\\]./~-]");
        private static final Pattern DIGITS = Pattern.compile("[0-9]+");
        private static final Pattern VANITY = Pattern.compile("(?=(?:[^A-Za-z]*[A-Za-z]){3})[0-9]{3}[0-9A-Za-z]*");
        private static final Pattern EXTENSION = Pattern.compile(
                "[0-9][ ]*(?:x|ext\\.?|extn\\.?|extension|#)[ .:]*[0-9]{1,7}$", Pattern.CASE_INSENSITIVE);

        private Syntax() {}
    }
}
