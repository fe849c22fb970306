package io.tollgate.sip.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One value of a Reason header (RFC 3326): why a request or a refusal was sent.
 *
 * @param protocol {@code Q.850} or {@code SIP}, as written
 * @param cause Q.850 cause 1-127 or SIP status, 0 where the sender named none
 * @param text the sender's words, or null
 */
public record SipReason(
        String protocol, int cause, @Nullable String text) {

    private static final int MAX_VALUES = 8;
    private static final int MAX_TEXT = 128;

    /** The reason for a Q.850 cause, with the standard's text. */
    public static SipReason q850(int cause) {
        return new SipReason("Q.850", cause, CauseTable.textOf(cause));
    }

    /** The reason every ordinary hang-up carries. */
    public static SipReason normalClearing() {
        return q850(CauseTable.NORMAL_CLEARING);
    }

    /** Whether this is a Q.850 cause in its valid range. */
    public boolean isQ850() {
        return protocol.equalsIgnoreCase("Q.850") && cause > 0 && cause < 128;
    }

    /** The header's value, e.g. {@code Q.850;cause=16;text="Normal call clearing"}. */
    public String write() {
        StringBuilder out = new StringBuilder(protocol);
        if (cause > 0) {
            out.append(";cause=").append(cause);
        }
        if (text != null) {
            out.append(";text=\"").append(quotable(text)).append('"');
        }
        return out.toString();
    }

    /** The Q.850 cause among several reasons, or 0. */
    public static int q850In(List<SipReason> reasons) {
        return reasons.stream()
                .filter(SipReason::isQ850)
                .mapToInt(SipReason::cause)
                .findFirst()
                .orElse(0);
    }

    /**
     * Reads a header's value, which may hold several reasons. What cannot be read is left out: a Reason is a courtesy
     * and its damage no ground to refuse a message.
     */
    public static List<SipReason> parse(String headerValue) {
        List<SipReason> found = new ArrayList<>();
        for (String part : splitOutsideQuotes(headerValue, ',')) {
            SipReason reason = parseOne(part);
            if (reason != null && found.size() < MAX_VALUES) {
                found.add(reason);
            }
        }
        return List.copyOf(found);
    }

    private static @Nullable SipReason parseOne(String part) {
        List<String> fields = splitOutsideQuotes(part, ';');
        String protocol = fields.getFirst().strip();
        if (protocol.isEmpty() || !protocol.chars().allMatch(SipReason::isTokenChar)) {
            return null;
        }
        int cause = 0;
        String text = null;
        for (String field : fields.subList(1, fields.size())) {
            int equals = field.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String name = field.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            String value = field.substring(equals + 1).strip();
            if (name.equals("cause")) {
                cause = smallNumber(value);
            } else if (name.equals("text")) {
                text = unquoted(value);
            }
        }
        return new SipReason(protocol, cause, text);
    }

    private static int smallNumber(String digits) {
        boolean readable =
                !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return readable ? Integer.parseInt(digits) : 0;
    }

    private static boolean isTokenChar(int c) {
        return c > 0x20 && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }

    private static String quotable(String text) {
        StringBuilder out = new StringBuilder();
        text.chars()
                .limit(MAX_TEXT)
                .filter(c -> c >= 0x20 && c < 0x7f && c != '"' && c != '\\')
                .forEach(c -> out.append((char) c));
        return out.toString();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quotable(quoted ? value.substring(1, value.length() - 1).replace("\\", "") : value);
    }

    private static List<String> splitOutsideQuotes(String value, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(value.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(value.substring(start));
        return parts;
    }
}
