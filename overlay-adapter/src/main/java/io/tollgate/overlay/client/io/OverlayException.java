package io.tollgate.overlay.client.io;

/** Why a request to the supernode got no reply, as the cause of a failed future. */
public final class OverlayException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** The kinds of failure. */
    public enum Kind {
        /** No reply in time, or no connection in all that time. */
        TIMED_OUT,
        /** The supernode refused. */
        REFUSED,
        /** The client is closed, refused or replaced. */
        CLOSED,
        /** Too many requests are waiting for a reply. */
        TOO_MANY,
        /** The reply makes no sense. */
        NONSENSE
    }

    OverlayException(Kind kind, String words) {
        super(words);
        this.kind = kind;
    }

    /** What kind of failure. */
    public Kind kind() {
        return kind;
    }
}
