package io.tollgate.rtp.media;

/** What a guard made of a STUN packet; the worker acts on it. */
public enum StunVerdict {
    /** Not for this leg, or not authentic: the packet changes nothing. */
    IGNORED,
    /** An authentic check: packets from its source belong to this leg from now on. */
    BINDING_VALID,
    /** An authentic check that nominates its path (RFC 8445 section 7.3.1.5): media goes to its source from now on. */
    NOMINATED
}
