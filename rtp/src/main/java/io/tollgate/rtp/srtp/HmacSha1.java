package io.tollgate.rtp.srtp;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * HMAC-SHA1 (RFC 2104) that allocates nothing per message: the JDK's {@code Mac} resets by cloning, this hashes the two
 * prepared pads instead.
 */
final class HmacSha1 {
    /** Bytes of a full result. */
    static final int LENGTH = 20;

    private static final int BLOCK = 64;

    private final MessageDigest sha1;
    private final byte[] innerPad = new byte[BLOCK];
    private final byte[] outerPad = new byte[BLOCK];
    private final byte[] result = new byte[LENGTH];
    private final byte[] word = new byte[4];

    /** {@code key}: at most 64 bytes. */
    HmacSha1(byte[] key) {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK's SHA-1 is not to be had", e);
        }
        for (int i = 0; i < BLOCK; i++) {
            byte b = i < key.length ? key[i] : 0;
            innerPad[i] = (byte) (b ^ 0x36);
            outerPad[i] = (byte) (b ^ 0x5c);
        }
    }

    /** The code of a range; the array returned is overwritten by the next call. */
    byte[] of(byte[] buf, int off, int len) {
        sha1.update(innerPad, 0, BLOCK);
        sha1.update(buf, off, len);
        return finish();
    }

    /** The code of a range followed by one big-endian word, which is how the roll-over counter is authenticated. */
    byte[] of(byte[] buf, int off, int len, int trailer) {
        sha1.update(innerPad, 0, BLOCK);
        sha1.update(buf, off, len);
        Octets.putI32(word, 0, trailer);
        sha1.update(word, 0, 4);
        return finish();
    }

    private byte[] finish() {
        try {
            sha1.digest(result, 0, LENGTH);
            sha1.update(outerPad, 0, BLOCK);
            sha1.update(result, 0, LENGTH);
            sha1.digest(result, 0, LENGTH);
            return result;
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-1 is not 20 bytes long", e);
        }
    }
}
