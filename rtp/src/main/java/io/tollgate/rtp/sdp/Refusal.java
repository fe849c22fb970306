package io.tollgate.rtp.sdp;

/**
 * Why an offer or an answer cannot be used. For SIP it is 488 (Not Acceptable Here) with a Warning header
 * (RFC 3261 sections 13.3.1.3 and 20.43).
 */
public enum Refusal {
    NO_AUDIO(304, "No usable audio section"),
    NO_COMMON_CODEC(305, "No common audio codec"),
    UNSUPPORTED_TRANSPORT(302, "Audio transport protocol not available"),
    BAD_ADDRESS(301, "Media address missing, no literal, or not unicast"),
    SECTIONS_DIFFER(399, "Answer does not match the offer's media sections"),
    SRTP_REQUIRED(302, "Media must be encrypted: RTP/SAVP with security descriptions"),
    NO_COMMON_CIPHER(399, "No usable crypto line for RTP/SAVP"),
    NO_FINGERPRINT(399, "No sha-256 certificate fingerprint"),
    NO_ICE_CREDENTIALS(399, "ICE user name or password missing or of wrong length"),
    NO_RTCP_MUX(399, "RTCP is not multiplexed with RTP"),
    WRONG_SETUP(399, "DTLS roles do not fit together"),
    NOT_OPUS(305, "Opus is not among the codecs");

    /** The SIP status that goes with every refusal. */
    public static final int SIP_STATUS = 488;

    private final int warnCode;
    private final String text;

    Refusal(int warnCode, String text) {
        this.warnCode = warnCode;
        this.text = text;
    }

    /** The warn-code of RFC 3261 section 20.43. */
    public int warnCode() {
        return warnCode;
    }

    /** One phrase for people, fit for a quoted string. */
    public String text() {
        return text;
    }
}
