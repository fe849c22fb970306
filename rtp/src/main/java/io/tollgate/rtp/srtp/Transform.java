package io.tollgate.rtp.srtp;

/**
 * The cryptography of one direction's packets, once their index is known. Lengths were checked by the caller: the buffer
 * has room for the overhead, a header lies inside the packet, a received packet is long enough for its tag.
 */
sealed interface Transform permits CounterModeTransform, GcmTransform {
    /** What {@link #unprotect} returns for a tag that does not match. */
    int FORGED = -1;

    /** Protects an RTP packet in place; returns its new length. */
    int protect(byte[] buf, int off, int len, int headerLength, int ssrc, long index);

    /** Verifies, then decrypts an SRTP packet in place; returns its new length, or {@link #FORGED} with it unchanged. */
    int unprotect(byte[] buf, int off, int len, int headerLength, int ssrc, long index);

    /** Protects an RTCP compound in place and appends index and tag; returns its new length. */
    int protectRtcp(byte[] buf, int off, int len, int ssrc, int index);

    /** Verifies, then decrypts an SRTCP compound in place; its new length, or {@link #FORGED} with it unchanged. */
    int unprotectRtcp(byte[] buf, int off, int len, int ssrc, int index);

    /** The transform that a profile names. */
    static Transform of(SrtpKeys keys) {
        return keys.profile().isAead() ? new GcmTransform(keys) : new CounterModeTransform(keys);
    }
}
