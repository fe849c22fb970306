package io.tollgate.overlay.stun;

/**
 * ERROR-CODE (RFC 8489 section 14.8).
 *
 * @param code 300 to 699
 * @param reason words for a log, possibly empty
 */
public record StunError(int code, String reason) {
    public static final StunError BAD_REQUEST = new StunError(400, "Bad Request");
    public static final StunError UNAUTHENTICATED = new StunError(401, "Unauthenticated");
    public static final StunError UNKNOWN_ATTRIBUTE = new StunError(420, "Unknown Attribute");
    public static final StunError ROLE_CONFLICT = new StunError(487, "Role Conflict");
}
