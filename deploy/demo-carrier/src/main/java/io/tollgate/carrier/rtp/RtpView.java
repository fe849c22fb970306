package io.tollgate.carrier.rtp;

/** A received RTP packet (RFC 3550 section 5.1), read in place. Reused for each packet by its one owner. */
public final class RtpView {
    /** Octets of a header without CSRCs and extension. */
    public static final int HEADER_BYTES = 12;

    private byte[] buf = new byte[0];
    private int off;
    private int payloadOffset;
    private int payloadLength;

    /** Looks at a datagram. False when it is not RTP: too short, another version, lengths that do not fit, or RTCP. */
    public boolean wrap(byte[] datagram, int offset, int length) {
        if (length < HEADER_BYTES || (datagram[offset] & 0xC0) != 0x80 || isRtcp(datagram[offset + 1])) {
            return false;
        }
        int header = HEADER_BYTES + 4 * (datagram[offset] & 0x0F);
        if ((datagram[offset] & 0x10) != 0) {
            if (length < header + 4) {
                return false;
            }
            header += 4 + 4 * uint16(datagram, offset + header + 2);
        }
        int padding = (datagram[offset] & 0x20) != 0 ? datagram[offset + length - 1] & 0xFF : 0;
        boolean paddingIsWrong = (datagram[offset] & 0x20) != 0 && padding == 0;
        if (paddingIsWrong || header + padding > length) {
            return false;
        }
        buf = datagram;
        off = offset;
        payloadOffset = offset + header;
        payloadLength = length - header - padding;
        return true;
    }

    /** The payload type, 0 to 127. */
    public int payloadType() {
        return buf[off + 1] & 0x7F;
    }

    /** The sequence number, 0 to 65535. */
    public int sequence() {
        return uint16(buf, off + 2);
    }

    /** The timestamp, as a 32-bit counter that wraps. */
    public int timestamp() {
        return int32(buf, off + 4);
    }

    /** The synchronisation source. */
    public int ssrc() {
        return int32(buf, off + 8);
    }

    /** Where the payload begins in the datagram's array. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** Octets of payload, without padding. */
    public int payloadLength() {
        return payloadLength;
    }

    /** Writes a header without extension, and returns its length. */
    public static int writeHeader(byte[] out, boolean marker, int payloadType, int sequence, int timestamp, int ssrc) {
        out[0] = (byte) 0x80;
        out[1] = (byte) ((marker ? 0x80 : 0) | payloadType);
        out[2] = (byte) (sequence >> 8);
        out[3] = (byte) sequence;
        putInt(out, 4, timestamp);
        putInt(out, 8, ssrc);
        return HEADER_BYTES;
    }

    /** RFC 5761 section 4: second octets 192 to 223 belong to RTCP, even on the RTP port. */
    private static boolean isRtcp(byte second) {
        int value = second & 0xFF;
        return value >= 192 && value <= 223;
    }

    static int uint16(byte[] b, int at) {
        return (b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF);
    }

    static int int32(byte[] b, int at) {
        return uint16(b, at) << 16 | uint16(b, at + 2);
    }

    static void putInt(byte[] b, int at, int value) {
        b[at] = (byte) (value >> 24);
        b[at + 1] = (byte) (value >> 16);
        b[at + 2] = (byte) (value >> 8);
        b[at + 3] = (byte) value;
    }
}
