package io.tollgate.overlay.jose;

/** Why a compact JWS or JWE was refused. */
public enum JoseFault {
    /** Longer than the limit of its kind. */
    TOO_LARGE,
    /** Not the right number of parts, not canonical base64url, not a JSON header, parts of a wrong length. */
    MALFORMED,
    /** A header with another algorithm, another type or a parameter that is not on the list. */
    NOT_ALLOWED,
    /** The signature is not by this key, or the authentication tag is wrong. */
    NOT_AUTHENTIC
}
