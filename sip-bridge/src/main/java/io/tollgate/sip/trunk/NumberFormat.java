package io.tollgate.sip.trunk;

/** How a trunk wants numbers written in SIP URIs. */
public enum NumberFormat {
    /** {@code sip:+442079460123@host;user=phone} (RFC 3261 section 19.1.6). */
    PLUS_USER_PHONE,
    /** {@code sip:+442079460123@host}. */
    PLUS,
    /** {@code sip:442079460123@host}. */
    DIGITS;

    /**
     * A SIP URI for a number. {@code e164} starts with a plus sign, or is a short number such as {@code 112}; {@code
     * hostPort} is written as it is.
     */
    public String uri(String e164, String hostPort) {
        return switch (this) {
            case PLUS_USER_PHONE -> "sip:" + e164 + "@" + hostPort + ";user=phone";
            case PLUS -> "sip:" + e164 + "@" + hostPort;
            case DIGITS -> "sip:" + (e164.startsWith("+") ? e164.substring(1) : e164) + "@" + hostPort;
        };
    }
}
