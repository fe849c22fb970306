package io.tollgate.overlay.supernode;

/** The WebSocket close codes that a supernode uses (RFC 6455 section 7.4; 4000 and above are ours). */
public final class CloseCode {

    /** A message that is no envelope. */
    public static final int MALFORMED = 1007;

    /** Refused; the envelope before it says why. */
    public static final int REFUSED = 1008;

    /** A message above the limit of length. */
    public static final int TOO_LARGE = 1009;

    /** Nothing was heard in time. */
    public static final int SILENT = 4000;

    /** The same device has made a newer connection: do not come back. */
    public static final int REPLACED = 4001;

    /** The credential has expired or was revoked: come back with a new one. */
    public static final int CREDENTIAL_OVER = 4002;

    private CloseCode() {}
}
