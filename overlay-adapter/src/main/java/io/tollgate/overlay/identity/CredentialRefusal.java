package io.tollgate.overlay.identity;

/** Why a credential was not accepted. */
public enum CredentialRefusal {
    /** Longer than {@link CredentialVerifier#MAX_CHARS}. */
    TOO_LARGE,
    /** Not a compact JWS, or claims missing, out of their limits or contradicting one another. */
    MALFORMED,
    /** Another algorithm or type than {@code ES256} and {@code tollgate-credential+jwt}. */
    NOT_ALLOWED,
    /** Signed with a key that is not among the issuer's. */
    UNKNOWN_KEY,
    /** The signature is wrong. */
    BAD_SIGNATURE,
    /** Another issuer's name. */
    WRONG_ISSUER,
    /** Issued in the future, beyond the allowed clock skew. */
    NOT_YET_VALID,
    /** Past {@code exp}, beyond the allowed clock skew. */
    EXPIRED,
    /** {@code exp} before {@code iat}, or more than 24 h after it. */
    TOO_LONG_LIVED,
    /** On the revocation list. */
    REVOKED
}
