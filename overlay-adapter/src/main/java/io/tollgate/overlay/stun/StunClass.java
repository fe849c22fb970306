package io.tollgate.overlay.stun;

/** The two class bits of a STUN message type (RFC 8489 section 5): C1 is bit 8 of the type, C0 is bit 4. */
public enum StunClass {
    REQUEST(0x0000),
    INDICATION(0x0010),
    SUCCESS(0x0100),
    ERROR(0x0110);

    private final int typeBits;

    StunClass(int typeBits) {
        this.typeBits = typeBits;
    }

    static StunClass ofType(int messageType) {
        return switch (messageType & 0x0110) {
            case 0x0000 -> REQUEST;
            case 0x0010 -> INDICATION;
            case 0x0100 -> SUCCESS;
            default -> ERROR;
        };
    }

    /** The class bits, to be or-ed with the spread method bits. */
    int typeBits() {
        return typeBits;
    }
}
