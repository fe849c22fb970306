package io.tollgate.rtp.sdp;

/** Whether a trunk's media is encrypted with keys that travel in the descriptions (SDES, RFC 4568). */
public enum SrtpPolicy {
    /** We offer RTP/AVP and refuse RTP/SAVP. */
    OFF,
    /** We offer RTP/AVP, and answer either with what was offered. */
    OPTIONAL,
    /** We offer RTP/SAVP and refuse RTP/AVP. */
    REQUIRED
}
