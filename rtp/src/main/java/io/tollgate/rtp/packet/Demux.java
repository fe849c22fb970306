package io.tollgate.rtp.packet;

/** Tells the protocols apart that share one UDP port, by their first byte (RFC 7983 section 7). */
public final class Demux {
    /** What a datagram is, judged by its first byte alone. */
    public enum Kind {
        /** RFC 8489: first byte 0 to 3. */
        STUN,
        /** RFC 6347 and RFC 9147: first byte 20 to 63. */
        DTLS,
        /** RFC 3550, plain or protected: first byte 128 to 191. */
        RTP_OR_RTCP,
        /** TURN channel data, RFC 8656: first byte 64 to 79. */
        TURN_CHANNEL,
        /** Anything else; to be dropped and counted. ZRTP (16 to 19) is among it, because we do not speak it. */
        UNKNOWN
    }

    private Demux() {}

    /** The protocol of a datagram whose first byte is given. */
    public static Kind of(byte first) {
        int value = first & 0xff;
        if (value >= 128 && value <= 191) {
            return Kind.RTP_OR_RTCP;
        }
        if (value <= 3) {
            return Kind.STUN;
        }
        if (value >= 20 && value <= 63) {
            return Kind.DTLS;
        }
        if (value >= 64 && value <= 79) {
            return Kind.TURN_CHANNEL;
        }
        return Kind.UNKNOWN;
    }

    /**
     * Whether a datagram of kind {@link Kind#RTP_OR_RTCP} is RTCP, by its second byte (RFC 5761 section 4): packet types
     * 192 to 223, which is why RTP payload types 64 to 95 are never assigned on a shared port.
     */
    public static boolean isRtcp(byte second) {
        int value = second & 0xff;
        return value >= 192 && value <= 223;
    }
}
