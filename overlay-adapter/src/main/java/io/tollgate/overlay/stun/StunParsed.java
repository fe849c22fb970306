package io.tollgate.overlay.stun;

/** What {@link StunMessage#parse} made of a datagram. */
public sealed interface StunParsed {
    /** A well-formed message. Nothing has been verified yet: neither integrity nor fingerprint. */
    record Parsed(StunMessage message) implements StunParsed {}

    /** Not a STUN message, or a broken one. */
    record Malformed(Fault fault) implements StunParsed {}

    /** Why a datagram is no STUN message. */
    enum Fault {
        /** Shorter than the 20 octets of a header, or longer than {@link StunMessage#MAX_BYTES}. */
        SIZE,
        /** The two top bits are not zero. */
        NOT_STUN,
        /** The magic cookie of RFC 8489 is missing. */
        COOKIE,
        /** The length field contradicts the datagram or is no multiple of four. */
        LENGTH,
        /** An attribute reaches past the end. */
        ATTRIBUTE_LENGTH,
        /** More than {@link StunMessage#MAX_ATTRIBUTES}. */
        TOO_MANY_ATTRIBUTES,
        /** An attribute of fixed size has another size, or an address has an unknown family. */
        ATTRIBUTE_VALUE
    }
}
