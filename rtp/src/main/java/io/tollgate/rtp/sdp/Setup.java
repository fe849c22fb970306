package io.tollgate.rtp.sdp;

import java.util.Locale;
import java.util.Optional;

/** Who opens the DTLS association (RFC 4145 section 4, RFC 5763 section 5). */
public enum Setup {
    ACTIVE,
    PASSIVE,
    ACTPASS,
    HOLDCONN;

    /** The attribute's value. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Setup> named(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "active" -> Optional.of(ACTIVE);
            case "passive" -> Optional.of(PASSIVE);
            case "actpass" -> Optional.of(ACTPASS);
            case "holdconn" -> Optional.of(HOLDCONN);
            default -> Optional.empty();
        };
    }
}
