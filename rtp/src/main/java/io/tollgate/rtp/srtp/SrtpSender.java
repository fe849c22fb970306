package io.tollgate.rtp.srtp;

import io.tollgate.rtp.packet.RtpPacket;
import java.util.Objects;

/**
 * Protects what one side of a call sends. Confined to one thread. Begin streams with a sequence number below 2^15, so
 * that a receiver that misses the first packets still guesses the roll-over counter (RFC 3711 section 3.3.1).
 */
public final class SrtpSender {
    /** Returned for an index that was used before: protecting twice would reuse the keystream. */
    public static final int REPEATED = -2;

    /** Returned for what is not an RTP or RTCP packet. */
    public static final int MALFORMED = -3;

    private static final int MAX_RTCP_INDEX = 0x7fff_ffff;
    private static final long MAX_RTP_INDEX = (1L << 48) - 1;

    private SrtpKeys keys;
    private SrtpProfile profile;
    private Transform transform;
    private StreamTable streams = new StreamTable();
    private int rtcpIndex;

    public SrtpSender(SrtpKeys keys) {
        this.keys = keys;
        profile = keys.profile();
        transform = Transform.of(keys);
    }

    /** Of the keys in use. */
    public SrtpProfile profile() {
        return profile;
    }

    /** As {@link #rekey(SrtpKeys, Rollover)} with {@link Rollover#CONTINUES}, the rule of RFC 3711. */
    public boolean rekey(SrtpKeys keys) {
        return rekey(keys, Rollover.CONTINUES);
    }

    /**
     * Protects every following packet with new keys, of any profile; SSRCs and sequence numbers go on. To be called once
     * the peer accepts them: when its answer has come, or when DTLS is done.
     *
     * <p>Never give keys that were given before the current ones: with {@link Rollover#RESTARTS} their keystream would
     * repeat.
     *
     * @return false when these are the keys in use already, in which case nothing changes: their indices must go on
     */
    public boolean rekey(SrtpKeys keys, Rollover rollover) {
        if (this.keys.equals(keys)) {
            return false;
        }
        this.keys = keys;
        profile = keys.profile();
        transform = Transform.of(keys);
        if (rollover == Rollover.RESTARTS) {
            streams = new StreamTable();
            rtcpIndex = 0;
        }
        return true;
    }

    /**
     * Protects the RTP packet in {@code buf[off, off + len)} in place. Sequence numbers may come slightly out of order,
     * but each only once.
     *
     * @param buf with room for {@link SrtpProfile#MAX_OVERHEAD} bytes behind the packet
     * @return the new length, or {@link #REPEATED} or {@link #MALFORMED} with the packet unchanged
     * @throws IndexOutOfBoundsException when packet and overhead do not fit {@code buf}
     * @throws IllegalStateException when the 2^48 packets that RFC 3711 section 9.2 grants a key are used up, or for a
     *     17th SSRC: forgetting one that was used would let its keystream repeat
     */
    public int protect(byte[] buf, int off, int len) {
        Objects.checkFromIndexSize(off, len + profile.tagLength(), buf.length);
        int headerLength = RtpPacket.headerLength(buf, off, len);
        if (headerLength < 0) {
            return MALFORMED;
        }
        int ssrc = Octets.i32(buf, off + 8);
        StreamTable.Stream stream = streams.find(ssrc);
        long index = StreamTable.guessIndex(stream, Octets.u16(buf, off + 2));
        if (index < 0 || (stream != null && !stream.window.isNew(index))) {
            return REPEATED;
        }
        if (stream == null && streams.count() == StreamTable.LIMIT) {
            throw new IllegalStateException("one SRTP key sends at most " + StreamTable.LIMIT + " streams");
        }
        if (index > MAX_RTP_INDEX) {
            throw new IllegalStateException("the SRTP key has protected all packets it may");
        }
        streams.use(stream, ssrc).window.record(index);
        return transform.protect(buf, off, len, headerLength, ssrc, index);
    }

    /**
     * Protects the RTCP compound in {@code buf[off, off + len)} in place; its first packet's SSRC names the stream.
     *
     * @param buf with room for {@link SrtpProfile#MAX_OVERHEAD} bytes behind the compound
     * @return the new length, or {@link #MALFORMED}
     * @throws IndexOutOfBoundsException when compound and overhead do not fit {@code buf}
     * @throws IllegalStateException when the 2^31 compounds that RFC 3711 section 9.2 grants a key are used up
     */
    public int protectRtcp(byte[] buf, int off, int len) {
        Objects.checkFromIndexSize(off, len + profile.rtcpTagLength() + 4, buf.length);
        if (len < SrtpReceiver.RTCP_HEADER_LENGTH || (buf[off] & 0xc0) != RtpPacket.VERSION << 6) {
            return MALFORMED;
        }
        if (rtcpIndex == MAX_RTCP_INDEX) {
            throw new IllegalStateException("the SRTP key has protected all RTCP it may");
        }
        rtcpIndex++;
        return transform.protectRtcp(buf, off, len, Octets.i32(buf, off + 4), rtcpIndex);
    }
}
