package io.tollgate.overlay.stun;

/** Attribute types (RFC 8489 section 18.3, RFC 8445 section 20.3.1). */
final class StunAttribute {
    static final int MAPPED_ADDRESS = 0x0001;
    static final int USERNAME = 0x0006;
    static final int MESSAGE_INTEGRITY = 0x0008;
    static final int ERROR_CODE = 0x0009;
    static final int UNKNOWN_ATTRIBUTES = 0x000A;
    static final int REALM = 0x0014;
    static final int NONCE = 0x0015;
    static final int MESSAGE_INTEGRITY_SHA256 = 0x001C;
    static final int XOR_MAPPED_ADDRESS = 0x0020;
    static final int PRIORITY = 0x0024;
    static final int USE_CANDIDATE = 0x0025;
    static final int SOFTWARE = 0x8022;
    static final int FINGERPRINT = 0x8028;
    static final int ICE_CONTROLLED = 0x8029;
    static final int ICE_CONTROLLING = 0x802A;

    /** Size that an attribute must have, or -1 when it varies. */
    static int fixedLength(int type) {
        return switch (type) {
            case MESSAGE_INTEGRITY -> 20;
            case PRIORITY, FINGERPRINT -> 4;
            case USE_CANDIDATE -> 0;
            case ICE_CONTROLLED, ICE_CONTROLLING -> 8;
            default -> -1;
        };
    }

    /** Types below 0x8000 must be understood, or the request is refused with 420 (RFC 8489 section 6.3.1). */
    static boolean mustBeUnderstood(int type) {
        return type < 0x8000;
    }

    static boolean isKnown(int type) {
        return switch (type) {
            case MAPPED_ADDRESS,
                    USERNAME,
                    MESSAGE_INTEGRITY,
                    ERROR_CODE,
                    UNKNOWN_ATTRIBUTES,
                    REALM,
                    NONCE,
                    MESSAGE_INTEGRITY_SHA256,
                    XOR_MAPPED_ADDRESS,
                    PRIORITY,
                    USE_CANDIDATE,
                    SOFTWARE,
                    FINGERPRINT,
                    ICE_CONTROLLED,
                    ICE_CONTROLLING -> true;
            default -> false;
        };
    }

    private StunAttribute() {}
}
