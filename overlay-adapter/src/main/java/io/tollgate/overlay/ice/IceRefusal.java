package io.tollgate.overlay.ice;

/** Why a datagram was not taken for a valid connectivity check. */
public enum IceRefusal {
    /** No STUN message at all. */
    MALFORMED,
    /** A response that nobody waits for, an indication or another method. */
    NOT_A_REQUEST,
    /** FINGERPRINT missing or wrong: dropped without an answer. */
    NO_FINGERPRINT,
    /** USERNAME or MESSAGE-INTEGRITY missing: 400. */
    INCOMPLETE,
    /** USERNAME of another agent, or MESSAGE-INTEGRITY under another password: 401. */
    UNAUTHENTICATED,
    /** An attribute that must be understood and is not: 420. */
    UNKNOWN_ATTRIBUTE,
    /** Both sides claim the same role and ours stands: 487. */
    ROLE_CONFLICT
}
