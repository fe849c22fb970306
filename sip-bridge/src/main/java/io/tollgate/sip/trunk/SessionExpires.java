package io.tollgate.sip.trunk;

import java.util.Locale;
import java.util.Optional;

/**
 * A Session-Expires header (RFC 4028 section 4).
 *
 * @param seconds session interval, 1 to a day
 * @param refresher who shall refresh
 */
public record SessionExpires(int seconds, Refresher refresher) {

    /** The refresher parameter. */
    public enum Refresher {
        UAC,
        UAS,
        UNSAID
    }

    /** The smallest interval we accept, in seconds; RFC 4028's own minimum. */
    public static final int MIN_SECONDS = 90;

    /** Reads a header's value; empty if it cannot be read, which counts as absent. */
    public static Optional<SessionExpires> parse(String value) {
        String[] fields = value.toLowerCase(Locale.ROOT).split(";", 8);
        String digits = fields[0].strip();
        if (digits.isEmpty() || digits.length() > 6 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        Refresher refresher = Refresher.UNSAID;
        for (String field : fields) {
            switch (field.replace(" ", "")) {
                case "refresher=uac" -> refresher = Refresher.UAC;
                case "refresher=uas" -> refresher = Refresher.UAS;
                default -> {}
            }
        }
        return Optional.of(new SessionExpires(Math.clamp(Long.parseLong(digits), 1, 86_400), refresher));
    }

    /** The header's value. */
    public String write() {
        return switch (refresher) {
            case UAC -> seconds + ";refresher=uac";
            case UAS -> seconds + ";refresher=uas";
            case UNSAID -> Integer.toString(seconds);
        };
    }
}
