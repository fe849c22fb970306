package io.tollgate.overlay.seal;

/** Why a sealed message was not accepted. */
public enum SealRefusal {
    /** Longer than {@link Sealing#MAX_SEALED_CHARS}. */
    TOO_LARGE,
    /** Not sealed to this device or under this call's key, or changed on the way. */
    BAD_SEAL,
    /** Another algorithm, type or header field than the protocol's. */
    NOT_ALLOWED,
    /** Must be signed and is not. */
    UNSIGNED,
    /** The signature is not by the sender's device. */
    BAD_SIGNATURE,
    /** Opened, but not a message: a field is missing, of the wrong kind or too long. */
    MALFORMED,
    /** Names another call than the envelope around it. */
    WRONG_CALL,
    /** Goes the wrong way: an echo of one's own message, or a type that only the other side may send. */
    WRONG_DIRECTION,
    /** Meant for another device. */
    WRONG_RECEIVER,
    /** Speaks for another user than the sender's credential names, or lacks the role for it. */
    WRONG_SENDER,
    /** Not a message that may open an exchange, or one that may only open it. */
    OUT_OF_PLACE,
    /** Made more than 60 s before or after now. */
    STALE,
    /** Seen before: its {@code jti}, or a sequence number that is not above the last one. */
    REPLAYED,
    /** The memory for replays is full; refused rather than risked. */
    GUARD_FULL,
    /** {@code mky} and the SDP name different certificates. */
    FINGERPRINT_MISMATCH
}
