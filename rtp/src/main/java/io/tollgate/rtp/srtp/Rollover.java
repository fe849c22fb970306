package io.tollgate.rtp.srtp;

/**
 * What becomes of a sender's packet indices (roll-over counters and SRTCP index) when it changes its keys. The standards
 * pull both ways and receivers follow one or the other; ours understands both without being told.
 */
public enum Rollover {
    /**
     * They go on counting: RFC 3711 section 3.3.1 ("MUST NOT be reset to zero") and section 3.4 for SRTCP. For new SDES
     * keys while both addresses stay, as libsrtp's srtp_update, rtpengine and pjsip have it.
     */
    CONTINUES,

    /**
     * They begin anew at zero, with the sequence numbers going on: a new cryptographic context. For the keys of another
     * DTLS association (Chromium drops its SRTP sessions when DTLS leaves the connected state) and for new SDES keys with
     * a changed address or port (RFC 4568 section 7.1.4). Microsoft Teams wants it at every change of keys.
     */
    RESTARTS
}
