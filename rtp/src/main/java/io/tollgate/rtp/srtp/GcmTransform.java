package io.tollgate.rtp.srtp;

/**
 * AES-GCM (RFC 7714). The whole header is associated data; for SRTCP the word with E bit and index is too, although it
 * stands behind the tag (section 9.2).
 */
final class GcmTransform implements Transform {
    private static final int SALT_LENGTH = 12;
    private static final int INDEX_LENGTH = 4;
    private static final int ENCRYPTED_FLAG = 0x8000_0000;
    private static final int RTCP_HEADER = SrtpReceiver.RTCP_HEADER_LENGTH;
    private static final int RTCP_ASSOCIATED = RTCP_HEADER + INDEX_LENGTH;

    private final Gcm rtp;
    private final Gcm rtcp;
    private final byte[] rtpSalt;
    private final byte[] rtcpSalt;
    private final byte[] nonce = new byte[Gcm.NONCE_LENGTH];
    private final byte[] associated = new byte[RTCP_ASSOCIATED];

    GcmTransform(SrtpKeys keys) {
        this(
                session(keys, KeyDerivation.RTP_ENCRYPTION, keys.profile().keyLength()),
                session(keys, KeyDerivation.RTP_SALT, SALT_LENGTH),
                session(keys, KeyDerivation.RTCP_ENCRYPTION, keys.profile().keyLength()),
                session(keys, KeyDerivation.RTCP_SALT, SALT_LENGTH));
    }

    /** From session keys and session salts (12 bytes each), as RFC 7714 gives them in its examples. */
    GcmTransform(byte[] rtpKey, byte[] rtpSalt, byte[] rtcpKey, byte[] rtcpSalt) {
        rtp = Gcm.of(rtpKey);
        rtcp = Gcm.of(rtcpKey);
        this.rtpSalt = rtpSalt;
        this.rtcpSalt = rtcpSalt;
    }

    private static byte[] session(SrtpKeys keys, int label, int length) {
        return KeyDerivation.derive(keys.masterKey(), keys.masterSalt(), label, length);
    }

    @Override
    public int protect(byte[] buf, int off, int len, int headerLength, int ssrc, long index) {
        number(rtpSalt, ssrc, index);
        rtp.seal(nonce, buf, off, headerLength, buf, off + headerLength, len - headerLength);
        return len + Gcm.TAG_LENGTH;
    }

    @Override
    public int unprotect(byte[] buf, int off, int len, int headerLength, int ssrc, long index) {
        int bare = len - Gcm.TAG_LENGTH;
        number(rtpSalt, ssrc, index);
        return rtp.open(nonce, buf, off, headerLength, buf, off + headerLength, bare - headerLength) ? bare : FORGED;
    }

    @Override
    public int protectRtcp(byte[] buf, int off, int len, int ssrc, int index) {
        number(rtcpSalt, ssrc, index);
        associate(buf, off, index);
        rtcp.seal(nonce, associated, 0, RTCP_ASSOCIATED, buf, off + RTCP_HEADER, len - RTCP_HEADER);
        int end = len + Gcm.TAG_LENGTH;
        Octets.putI32(buf, off + end, index | ENCRYPTED_FLAG);
        return end + INDEX_LENGTH;
    }

    @Override
    public int unprotectRtcp(byte[] buf, int off, int len, int ssrc, int index) {
        int bare = len - INDEX_LENGTH - Gcm.TAG_LENGTH;
        number(rtcpSalt, ssrc, index);
        associate(buf, off, index);
        return rtcp.open(nonce, associated, 0, RTCP_ASSOCIATED, buf, off + RTCP_HEADER, bare - RTCP_HEADER)
                ? bare
                : FORGED;
    }

    /** The header and, behind it, the word that stands behind the tag on the wire. */
    private void associate(byte[] buf, int off, int index) {
        System.arraycopy(buf, off, associated, 0, RTCP_HEADER);
        Octets.putI32(associated, RTCP_HEADER, index | ENCRYPTED_FLAG);
    }

    /** Two zero octets, SSRC and index, XORed with the salt (RFC 7714 sections 8.1 and 9.1). */
    private void number(byte[] salt, int ssrc, long index) {
        nonce[0] = salt[0];
        nonce[1] = salt[1];
        Octets.putI32(nonce, 2, ssrc ^ Octets.i32(salt, 2));
        nonce[6] = (byte) (salt[6] ^ (index >>> 40));
        nonce[7] = (byte) (salt[7] ^ (index >>> 32));
        Octets.putI32(nonce, 8, (int) index ^ Octets.i32(salt, 8));
    }
}
