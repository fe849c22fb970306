package io.tollgate.rtp.sdp;

import java.util.Locale;
import java.util.Optional;

/** Which way media flows, seen from the side whose description carries it (RFC 8866 section 6.7). */
public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    /** True when the describing side wants to send. */
    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    /** True when the describing side wants to receive. */
    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    /** The direction with these two properties. */
    public static Direction of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }

    /** What the other side calls this direction: sendonly becomes recvonly and the reverse (RFC 3264 section 6.1). */
    public Direction mirrored() {
        return of(/* sends= */ receives(), /* receives= */ sends());
    }

    /** The attribute's name. */
    public String attribute() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Direction> named(String attribute) {
        return switch (attribute) {
            case "sendrecv" -> Optional.of(SENDRECV);
            case "sendonly" -> Optional.of(SENDONLY);
            case "recvonly" -> Optional.of(RECVONLY);
            case "inactive" -> Optional.of(INACTIVE);
            default -> Optional.empty();
        };
    }
}
