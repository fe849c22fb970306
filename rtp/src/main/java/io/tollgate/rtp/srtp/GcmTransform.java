package io.tollgate.rtp.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM (RFC 7714). The whole header is associated data; for SRTCP the word with E bit and index is too, although it
 * stands behind the tag (section 9.2).
 */
final class GcmTransform implements Transform {
    private static final int TAG_LENGTH = 16;
    private static final int SALT_LENGTH = 12;
    private static final int INDEX_LENGTH = 4;
    private static final int ENCRYPTED_FLAG = 0x8000_0000;

    private final SecretKeySpec rtpKey;
    private final SecretKeySpec rtcpKey;
    private final byte[] rtpSalt;
    private final byte[] rtcpSalt;
    private final Cipher cipher;
    private final byte[] iv = new byte[SALT_LENGTH];
    private final byte[] word = new byte[INDEX_LENGTH];

    GcmTransform(SrtpKeys keys) {
        this(
                session(keys, KeyDerivation.RTP_ENCRYPTION, keys.profile().keyLength()),
                session(keys, KeyDerivation.RTP_SALT, SALT_LENGTH),
                session(keys, KeyDerivation.RTCP_ENCRYPTION, keys.profile().keyLength()),
                session(keys, KeyDerivation.RTCP_SALT, SALT_LENGTH));
    }

    /** From session keys and session salts (12 bytes each), as RFC 7714 gives them in its examples. */
    GcmTransform(byte[] rtpKey, byte[] rtpSalt, byte[] rtcpKey, byte[] rtcpSalt) {
        this.rtpKey = new SecretKeySpec(rtpKey, "AES");
        this.rtpSalt = rtpSalt;
        this.rtcpKey = new SecretKeySpec(rtcpKey, "AES");
        this.rtcpSalt = rtcpSalt;
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's AES/GCM is not to be had", e);
        }
    }

    private static byte[] session(SrtpKeys keys, int label, int length) {
        return KeyDerivation.derive(keys.masterKey(), keys.masterSalt(), label, length);
    }

    @Override
    public int protect(byte[] buf, int off, int len, int headerLength, int ssrc, long index) {
        try {
            start(Cipher.ENCRYPT_MODE, rtpKey, rtpSalt, ssrc, index);
            cipher.updateAAD(buf, off, headerLength);
            int at = off + headerLength;
            return headerLength + cipher.doFinal(buf, at, len - headerLength, buf, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM refused to encrypt", e);
        }
    }

    @Override
    public int unprotect(byte[] buf, int off, int len, int headerLength, int ssrc, long index) {
        try {
            start(Cipher.DECRYPT_MODE, rtpKey, rtpSalt, ssrc, index);
            cipher.updateAAD(buf, off, headerLength);
            int at = off + headerLength;
            return headerLength + cipher.doFinal(buf, at, len - headerLength, buf, at);
        } catch (AEADBadTagException e) {
            return FORGED;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM refused to decrypt", e);
        }
    }

    @Override
    public int protectRtcp(byte[] buf, int off, int len, int ssrc, int index) {
        int header = SrtpReceiver.RTCP_HEADER_LENGTH;
        try {
            start(Cipher.ENCRYPT_MODE, rtcpKey, rtcpSalt, ssrc, index);
            Octets.putI32(word, 0, index | ENCRYPTED_FLAG);
            cipher.updateAAD(buf, off, header);
            cipher.updateAAD(word, 0, INDEX_LENGTH);
            int at = off + header;
            int end = header + cipher.doFinal(buf, at, len - header, buf, at);
            System.arraycopy(word, 0, buf, off + end, INDEX_LENGTH);
            return end + INDEX_LENGTH;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM refused to encrypt", e);
        }
    }

    @Override
    public int unprotectRtcp(byte[] buf, int off, int len, int ssrc, int index) {
        int header = SrtpReceiver.RTCP_HEADER_LENGTH;
        int sealed = len - INDEX_LENGTH;
        try {
            start(Cipher.DECRYPT_MODE, rtcpKey, rtcpSalt, ssrc, index);
            cipher.updateAAD(buf, off, header);
            cipher.updateAAD(buf, off + sealed, INDEX_LENGTH);
            int at = off + header;
            return header + cipher.doFinal(buf, at, sealed - header, buf, at);
        } catch (AEADBadTagException e) {
            return FORGED;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM refused to decrypt", e);
        }
    }

    /** Two zero octets, SSRC and index, XORed with the salt (RFC 7714 sections 8.1 and 9.1). */
    private void start(int mode, SecretKeySpec key, byte[] salt, int ssrc, long index) throws GeneralSecurityException {
        iv[0] = salt[0];
        iv[1] = salt[1];
        Octets.putI32(iv, 2, ssrc ^ Octets.i32(salt, 2));
        iv[6] = (byte) (salt[6] ^ (index >>> 40));
        iv[7] = (byte) (salt[7] ^ (index >>> 32));
        Octets.putI32(iv, 8, (int) index ^ Octets.i32(salt, 8));
        cipher.init(mode, key, new GCMParameterSpec(TAG_LENGTH * 8, iv));
    }
}
