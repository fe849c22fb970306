package io.tollgate.rtp.srtp;

import static io.tollgate.rtp.srtp.KeyDerivation.derive;

/** AES counter mode with HMAC-SHA1 (RFC 3711 section 3, RFC 6188). Encrypts first, then authenticates. */
final class CounterModeTransform implements Transform {
    private static final int AUTHENTICATION_KEY_LENGTH = 20;
    private static final int SALT_LENGTH = 14;
    private static final int INDEX_LENGTH = 4;
    private static final int ENCRYPTED_FLAG = 0x8000_0000;

    private final CounterCipher rtpCipher;
    private final CounterCipher rtcpCipher;
    private final HmacSha1 rtpMac;
    private final HmacSha1 rtcpMac;
    private final int tagLength;
    private final int rtcpTagLength;

    CounterModeTransform(SrtpKeys keys) {
        byte[] key = keys.masterKey();
        byte[] salt = keys.masterSalt();
        rtpCipher = new CounterCipher(
                derive(key, salt, KeyDerivation.RTP_ENCRYPTION, key.length),
                derive(key, salt, KeyDerivation.RTP_SALT, SALT_LENGTH));
        rtcpCipher = new CounterCipher(
                derive(key, salt, KeyDerivation.RTCP_ENCRYPTION, key.length),
                derive(key, salt, KeyDerivation.RTCP_SALT, SALT_LENGTH));
        rtpMac = new HmacSha1(derive(key, salt, KeyDerivation.RTP_AUTHENTICATION, AUTHENTICATION_KEY_LENGTH));
        rtcpMac = new HmacSha1(derive(key, salt, KeyDerivation.RTCP_AUTHENTICATION, AUTHENTICATION_KEY_LENGTH));
        tagLength = keys.profile().tagLength();
        rtcpTagLength = keys.profile().rtcpTagLength();
    }

    @Override
    public int protect(byte[] buf, int off, int len, int headerLength, int ssrc, long index) {
        rtpCipher.apply(buf, off + headerLength, len - headerLength, ssrc, index);
        byte[] tag = rtpMac.of(buf, off, len, (int) (index >>> 16));
        System.arraycopy(tag, 0, buf, off + len, tagLength);
        return len + tagLength;
    }

    @Override
    public int unprotect(byte[] buf, int off, int len, int headerLength, int ssrc, long index) {
        int bare = len - tagLength;
        byte[] tag = rtpMac.of(buf, off, bare, (int) (index >>> 16));
        if (!Octets.constantTimeEquals(tag, 0, buf, off + bare, tagLength)) {
            return FORGED;
        }
        rtpCipher.apply(buf, off + headerLength, bare - headerLength, ssrc, index);
        return bare;
    }

    @Override
    public int protectRtcp(byte[] buf, int off, int len, int ssrc, int index) {
        int header = SrtpReceiver.RTCP_HEADER_LENGTH;
        rtcpCipher.apply(buf, off + header, len - header, ssrc, index);
        Octets.putI32(buf, off + len, index | ENCRYPTED_FLAG);
        byte[] tag = rtcpMac.of(buf, off, len + INDEX_LENGTH);
        System.arraycopy(tag, 0, buf, off + len + INDEX_LENGTH, rtcpTagLength);
        return len + INDEX_LENGTH + rtcpTagLength;
    }

    @Override
    public int unprotectRtcp(byte[] buf, int off, int len, int ssrc, int index) {
        int authenticated = len - rtcpTagLength;
        byte[] tag = rtcpMac.of(buf, off, authenticated);
        if (!Octets.constantTimeEquals(tag, 0, buf, off + authenticated, rtcpTagLength)) {
            return FORGED;
        }
        int bare = authenticated - INDEX_LENGTH;
        int header = SrtpReceiver.RTCP_HEADER_LENGTH;
        rtcpCipher.apply(buf, off + header, bare - header, ssrc, index);
        return bare;
    }
}
