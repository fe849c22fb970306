package io.tollgate.sip.trunk;

import org.jspecify.annotations.Nullable;

/**
 * Who calls, as far as the called side may or the network must know.
 *
 * @param number E.164 with its plus sign (outbound), or the digits as a carrier sent them (inbound); null if unknown
 * @param displayName name to show, or null
 * @param withheld whether the called side must not see the number (RFC 3323, RFC 3325)
 */
public record CallerId(@Nullable String number, @Nullable String displayName, boolean withheld) {

    /** A caller who shows the number. */
    public static CallerId of(String number) {
        return new CallerId(number, null, false);
    }

    /** A caller who hides the number from the called side; a trunk that asserts identity still tells the carrier. */
    public static CallerId withheld(String number) {
        return new CallerId(number, null, true);
    }

    /** A caller of whom nothing is known. */
    public static CallerId anonymous() {
        return new CallerId(null, null, true);
    }
}
