package io.tollgate.rtp.jitter;

/** What became of a packet put into a jitter buffer. */
public enum Arrival {
    STORED,
    /** It came twice. */
    DUPLICATE,
    /** Its time to be played was over. */
    LATE,
    /** It lay too far from all others; the next one decides whether the source has jumped. */
    SUSPECT
}
