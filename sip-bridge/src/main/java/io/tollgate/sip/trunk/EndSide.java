package io.tollgate.sip.trunk;

/** Who ended a call. */
public enum EndSide {
    /** The carrier or who is behind it. */
    REMOTE,
    /** We did, on command or because a limit was reached. */
    LOCAL,
    /** Nobody: the path between broke. */
    NETWORK
}
