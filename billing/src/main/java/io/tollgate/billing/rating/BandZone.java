package io.tollgate.billing.rating;

import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * Whose clock says which time-of-day band of a deck is in force.
 *
 * @param text {@code CALLER}, {@code DESTINATION}, or a zone of the tz database such as {@code Europe/Luxembourg}
 */
public record BandZone(String text) {

    /** The clock of the account that pays. */
    public static final BandZone CALLER = new BandZone("CALLER");

    /** The clock of the number that is called. */
    public static final BandZone DESTINATION = new BandZone("DESTINATION");

    /** @throws IllegalArgumentException when the text is neither of the words nor a zone */
    public BandZone {
        if (!text.equals("CALLER") && !text.equals("DESTINATION") && !isZone(text)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is neither CALLER nor DESTINATION nor a zone such as Europe/Luxembourg");
        }
    }

    /** Whether the JDK knows a zone of this name. */
    public static boolean isZone(String text) {
        try {
            ZoneId.of(text);
            return true;
        } catch (DateTimeException unknown) {
            return false;
        }
    }

    /** The zone of one call. */
    public ZoneId of(ZoneId caller, ZoneId destination) {
        return switch (text) {
            case "CALLER" -> caller;
            case "DESTINATION" -> destination;
            default -> ZoneId.of(text);
        };
    }
}
