package io.tollgate.rtp.srtp;

import io.tollgate.rtp.packet.RtpPacket;
import java.util.Objects;

/**
 * Verifies and decrypts what one side of a call receives. Confined to one thread. Whatever arrives, nothing is thrown;
 * a packet that is not authentic changes neither roll-over counter nor replay window nor the table of SSRCs.
 *
 * <p>After {@link #AUTH_FAILED} the packet's bytes are undefined.
 */
public final class SrtpReceiver {
    /** The tag does not match: forged, damaged, or of other keys. */
    public static final int AUTH_FAILED = -1;

    /** Its index was seen before, or lies behind the replay window. */
    public static final int REPLAYED = -2;

    /** Not SRTP or SRTCP of our profile at all: too short, wrong version, header outside, or SRTCP in the clear. */
    public static final int MALFORMED = -3;

    /** Bytes of an RTCP compound that stay readable (RFC 3711 section 3.4). */
    static final int RTCP_HEADER_LENGTH = 8;

    private static final int INDEX_LENGTH = 4;

    private final SrtpProfile profile;
    private final Transform transform;
    private final StreamTable streams = new StreamTable();
    private final StreamTable rtcpStreams = new StreamTable();

    public SrtpReceiver(SrtpKeys keys) {
        profile = keys.profile();
        transform = Transform.of(keys);
    }

    public SrtpProfile profile() {
        return profile;
    }

    /**
     * Verifies and decrypts the SRTP packet in {@code buf[off, off + len)} in place.
     *
     * @return the length of the RTP packet, or {@link #AUTH_FAILED}, {@link #REPLAYED}, {@link #MALFORMED}
     * @throws IndexOutOfBoundsException when the slice is not inside {@code buf}
     */
    public int unprotect(byte[] buf, int off, int len) {
        int headerLength = RtpPacket.headerLength(buf, off, len);
        if (headerLength < 0 || len - headerLength < profile.tagLength()) {
            return MALFORMED;
        }
        int ssrc = Octets.i32(buf, off + 8);
        StreamTable.Stream stream = streams.find(ssrc);
        long index = StreamTable.guessIndex(stream, Octets.u16(buf, off + 2));
        if (index < 0 || (stream != null && !stream.window.isNew(index))) {
            return REPLAYED;
        }
        int length = transform.unprotect(buf, off, len, headerLength, ssrc, index);
        if (length == Transform.FORGED) {
            return AUTH_FAILED;
        }
        streams.use(stream, ssrc).window.record(index);
        return length;
    }

    /**
     * Verifies and decrypts the SRTCP compound in {@code buf[off, off + len)} in place.
     *
     * @return the length of the RTCP compound, or {@link #AUTH_FAILED}, {@link #REPLAYED}, {@link #MALFORMED}
     * @throws IndexOutOfBoundsException when the slice is not inside {@code buf}
     */
    public int unprotectRtcp(byte[] buf, int off, int len) {
        Objects.checkFromIndexSize(off, len, buf.length);
        int trailer = profile.rtcpTagLength() + INDEX_LENGTH;
        if (len < RTCP_HEADER_LENGTH + trailer || (buf[off] & 0xc0) != RtpPacket.VERSION << 6) {
            return MALFORMED;
        }
        int word = Octets.i32(buf, off + len - (profile.isAead() ? INDEX_LENGTH : trailer));
        if (word >= 0) {
            return MALFORMED;
        }
        int index = word & 0x7fff_ffff;
        int ssrc = Octets.i32(buf, off + 4);
        StreamTable.Stream stream = rtcpStreams.find(ssrc);
        if (stream != null && !stream.window.isNew(index)) {
            return REPLAYED;
        }
        int length = transform.unprotectRtcp(buf, off, len, ssrc, index);
        if (length == Transform.FORGED) {
            return AUTH_FAILED;
        }
        rtcpStreams.use(stream, ssrc).window.record(index);
        return length;
    }
}
