package io.tollgate.rtp.media;

/** The two ends of a gateway's call. */
public enum Side {
    /** The encrypted leg: browser or Java peer, Opus in SRTP. */
    OVERLAY,
    /** The telephone network: G.711 in RTP. */
    TRUNK;

    /** The opposite end. */
    public Side other() {
        return this == OVERLAY ? TRUNK : OVERLAY;
    }
}
