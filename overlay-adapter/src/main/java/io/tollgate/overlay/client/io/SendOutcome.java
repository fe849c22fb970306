package io.tollgate.overlay.client.io;

/** What the supernode did with mail. */
public enum SendOutcome {
    /** It is on its way over the receiver's connection. */
    PASSED_ON,
    /** The receiver is not connected. */
    NOT_REACHABLE
}
