package io.tollgate.overlay.peer.io;

/** Why a peer cannot do what it is asked to; the message is one plain sentence for the user. */
public final class PeerException extends Exception {
    private static final long serialVersionUID = 1;

    /** The kinds that a script tells apart. */
    public enum Kind {
        /** Wrong password, expired or refused credential. */
        NOT_SIGNED_IN,
        /** Login server, supernode or gateway cannot be reached. */
        NETWORK,
        /** A file or device of this computer. */
        LOCAL
    }

    private final Kind kind;

    public PeerException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
