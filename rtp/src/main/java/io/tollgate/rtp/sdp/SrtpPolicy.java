package io.tollgate.rtp.sdp;

/** Whether a trunk's media is encrypted with keys that travel in the descriptions (SDES, RFC 4568). */
public enum SrtpPolicy {
    /** We offer RTP/AVP and refuse RTP/SAVP. */
    OFF,
    /**
     * We offer RTP/AVP with keys, which the other side may take or pass over (opportunistic SRTP, RFC 8643), and answer
     * either transport with what was offered, with keys where there were some.
     */
    OPTIONAL,
    /** We offer RTP/SAVP and refuse RTP/AVP. */
    REQUIRED
}
