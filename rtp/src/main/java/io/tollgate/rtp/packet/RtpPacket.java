package io.tollgate.rtp.packet;

import java.util.Objects;

/**
 * A view of one RTP packet inside somebody else's buffer (RFC 3550 section 5.1). One view is laid over packet after packet
 * with {@link #wrap}; nothing is copied and nothing allocated. Confined to the thread that owns the buffer.
 *
 * <p>After a {@code wrap} that returned {@code false} the view shows an empty packet of zeros and {@link #isValid} is
 * false, so that a forgotten check reads nonsense but never foreign memory.
 */
public final class RtpPacket {
    /** The only version there is (RFC 3550 section 5.1). */
    public static final int VERSION = 2;

    /** Bytes of a header without CSRC list and extension. */
    public static final int FIXED_HEADER_LENGTH = 12;

    private static final byte[] NOTHING = new byte[FIXED_HEADER_LENGTH];

    private byte[] buffer = NOTHING;
    private int offset;
    private int length = FIXED_HEADER_LENGTH;
    private int headerLength = FIXED_HEADER_LENGTH;
    private int paddingLength;
    private boolean valid;

    /**
     * Lays this view over {@code buf[off, off + len)} and checks all that can be checked: version, CSRC list, header
     * extension and padding all lie inside. Not for protected packets, whose padding count is encrypted: see {@link
     * #headerLength(byte[], int, int)}.
     *
     * @return whether this is a well-formed RTP packet
     * @throws IndexOutOfBoundsException when the slice is not inside {@code buf}
     */
    public boolean wrap(byte[] buf, int off, int len) {
        int header = headerLength(buf, off, len);
        if (header < 0) {
            return reject();
        }
        int padding = 0;
        if ((buf[off] & 0x20) != 0) {
            padding = buf[off + len - 1] & 0xff;
            if (padding == 0 || padding > len - header) {
                return reject();
            }
        }
        buffer = buf;
        offset = off;
        length = len;
        headerLength = header;
        paddingLength = padding;
        valid = true;
        return true;
    }

    private boolean reject() {
        buffer = NOTHING;
        offset = 0;
        length = FIXED_HEADER_LENGTH;
        headerLength = FIXED_HEADER_LENGTH;
        paddingLength = 0;
        valid = false;
        return false;
    }

    /** Whether the last {@link #wrap} found a well-formed packet. */
    public boolean isValid() {
        return valid;
    }

    /** 2 when the packet is valid, 0 otherwise. */
    public int version() {
        return (buffer[offset] & 0xff) >> 6;
    }

    /** Whether the marker bit is set: with telephone audio the first packet after silence (RFC 3551 section 4.1). */
    public boolean marker() {
        return (buffer[offset + 1] & 0x80) != 0;
    }

    /** 0 to 127. */
    public int payloadType() {
        return buffer[offset + 1] & 0x7f;
    }

    /** 0 to 65535, wrapping. */
    public int sequence() {
        return Bytes.u16(buffer, offset + 2);
    }

    /** In units of the payload's clock, 32 bits wrapping: compare by subtraction. */
    public int timestamp() {
        return Bytes.i32(buffer, offset + 4);
    }

    /** The 32 bits of the synchronisation source. */
    public int ssrc() {
        return Bytes.i32(buffer, offset + 8);
    }

    /** Number of contributing sources, 0 to 15. */
    public int csrcCount() {
        return buffer[offset] & 0x0f;
    }

    /**
     * One contributing source.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < csrcCount()}
     */
    public int csrc(int index) {
        Objects.checkIndex(index, csrcCount());
        return Bytes.i32(buffer, offset + FIXED_HEADER_LENGTH + 4 * index);
    }

    /** Whether a header extension is present (RFC 3550 section 5.3.1). */
    public boolean hasExtension() {
        return (buffer[offset] & 0x10) != 0;
    }

    /** The 16 bits defined by the extension's profile, for instance 0xBEDE (RFC 8285), or -1 when there is none. */
    public int extensionProfile() {
        return hasExtension() ? Bytes.u16(buffer, extensionHeader()) : -1;
    }

    /** Where the extension's data begins in the buffer; meaningful only with {@link #hasExtension}. */
    public int extensionOffset() {
        return hasExtension() ? extensionHeader() + 4 : payloadOffset();
    }

    /** Bytes of the extension's data, 0 when there is none. */
    public int extensionLength() {
        return hasExtension() ? 4 * Bytes.u16(buffer, extensionHeader() + 2) : 0;
    }

    private int extensionHeader() {
        return offset + FIXED_HEADER_LENGTH + 4 * csrcCount();
    }

    /** Bytes before the payload, CSRC list and extension included. */
    public int headerLength() {
        return headerLength;
    }

    /** The buffer this view lies over. */
    public byte[] buffer() {
        return buffer;
    }

    /** Where the packet begins in {@link #buffer}. */
    public int offset() {
        return offset;
    }

    /** Bytes of the whole packet. */
    public int length() {
        return length;
    }

    /** Where the payload begins in {@link #buffer}. */
    public int payloadOffset() {
        return offset + headerLength;
    }

    /** Bytes of payload, padding removed; may be 0. */
    public int payloadLength() {
        return length - headerLength - paddingLength;
    }

    /** Bytes of padding, its counting byte included; 0 when there is none. */
    public int paddingLength() {
        return paddingLength;
    }

    /**
     * Bytes of the header of the RTP or SRTP packet in {@code buf[off, off + len)}, or -1 when version, CSRC list or
     * extension do not fit. Looks at nothing behind the header.
     *
     * @throws IndexOutOfBoundsException when the slice is not inside {@code buf}
     */
    public static int headerLength(byte[] buf, int off, int len) {
        Objects.checkFromIndexSize(off, len, buf.length);
        if (len < FIXED_HEADER_LENGTH || (buf[off] & 0xc0) != VERSION << 6) {
            return -1;
        }
        int header = FIXED_HEADER_LENGTH + 4 * (buf[off] & 0x0f);
        if ((buf[off] & 0x10) != 0) {
            if (header + 4 > len) {
                return -1;
            }
            header += 4 + 4 * Bytes.u16(buf, off + header + 2);
        }
        return header <= len ? header : -1;
    }

    /**
     * Writes a fixed header, without padding, CSRC list and extension.
     *
     * @param payloadType 0 to 127
     * @param sequence its low 16 bits are taken
     * @return the bytes written, {@value #FIXED_HEADER_LENGTH}
     * @throws IndexOutOfBoundsException when {@code buf} has no room
     */
    public static int writeHeader(
            byte[] buf, int off, boolean marker, int payloadType, int sequence, int timestamp, int ssrc) {
        Objects.checkFromIndexSize(off, FIXED_HEADER_LENGTH, buf.length);
        if (payloadType < 0 || payloadType > 127) {
            throw new IllegalArgumentException("RTP payload type " + payloadType + " is not in 0 to 127");
        }
        buf[off] = (byte) (VERSION << 6);
        buf[off + 1] = (byte) ((marker ? 0x80 : 0) | payloadType);
        Bytes.putU16(buf, off + 2, sequence);
        Bytes.putI32(buf, off + 4, timestamp);
        Bytes.putI32(buf, off + 8, ssrc);
        return FIXED_HEADER_LENGTH;
    }
}
