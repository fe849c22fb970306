package io.tollgate.rtp.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * GCM from the JDK's AES and our {@link Ghash}. The JDK's own GCM has to be initialised for every nonce, which allocates
 * about a kilobyte; an ECB cipher over counter blocks is initialised once.
 */
final class SoftwareGcm implements Gcm {
    /** Keystream made at a time, the tag's mask included: 20 ms of G.711 take one go. */
    private static final int CHUNK = 256;

    private final Cipher aes;
    private final Ghash ghash;
    private final byte[] counters = new byte[CHUNK];
    private final byte[] keystream = new byte[CHUNK];
    private final byte[] tagMask = new byte[TAG_LENGTH];
    private final byte[] tag = new byte[TAG_LENGTH];

    SoftwareGcm(byte[] key) {
        try {
            aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            byte[] hashKey = new byte[Ghash.BLOCK];
            aes.update(new byte[Ghash.BLOCK], 0, Ghash.BLOCK, hashKey, 0);
            ghash = new Ghash(hashKey);
            Arrays.fill(hashKey, (byte) 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's AES is not to be had", e);
        }
    }

    @Override
    public void seal(
            byte[] nonce, byte[] associated, int associatedOff, int associatedLen, byte[] buf, int off, int len) {
        crypt(nonce, buf, off, len);
        authenticate(associated, associatedOff, associatedLen, buf, off, len);
        System.arraycopy(tag, 0, buf, off + len, TAG_LENGTH);
    }

    @Override
    public boolean open(
            byte[] nonce, byte[] associated, int associatedOff, int associatedLen, byte[] buf, int off, int len) {
        int first = firstChunk(nonce, len);
        authenticate(associated, associatedOff, associatedLen, buf, off, len);
        if (!Octets.constantTimeEquals(tag, 0, buf, off + len, TAG_LENGTH)) {
            return false;
        }
        Octets.xor(buf, off, keystream, TAG_LENGTH, first);
        following(buf, off, len, first);
        return true;
    }

    private void crypt(byte[] nonce, byte[] buf, int off, int len) {
        int first = firstChunk(nonce, len);
        Octets.xor(buf, off, keystream, TAG_LENGTH, first);
        following(buf, off, len, first);
    }

    /** Makes the tag's mask and the first keystream behind it; returns how many bytes of text that reaches. */
    private int firstChunk(byte[] nonce, int len) {
        int reach = Math.min(len, CHUNK - Ghash.BLOCK);
        long high = Octets.i64(nonce, 0);
        long low = (long) Octets.i32(nonce, 8) << 32;
        int blocks = 1 + ((reach + 15) >> 4);
        for (int i = 0; i < blocks; i++) {
            Octets.putI64(counters, i << 4, high);
            Octets.putI64(counters, (i << 4) + 8, low | (i + 1));
        }
        encrypt(blocks);
        System.arraycopy(keystream, 0, tagMask, 0, TAG_LENGTH);
        return reach;
    }

    /** The text behind the first chunk, whose nonce still stands in the counter blocks. */
    private void following(byte[] buf, int off, int len, int from) {
        long high = Octets.i64(counters, 0);
        long low = Octets.i64(counters, 8) & 0xffff_ffff_0000_0000L;
        int counter = CHUNK / Ghash.BLOCK + 1;
        for (int done = from; done < len; done += CHUNK) {
            int n = Math.min(CHUNK, len - done);
            int blocks = (n + 15) >> 4;
            for (int i = 0; i < blocks; i++) {
                Octets.putI64(counters, i << 4, high);
                Octets.putI64(counters, (i << 4) + 8, low | counter++);
            }
            encrypt(blocks);
            Octets.xor(buf, off + done, keystream, 0, n);
        }
    }

    private void encrypt(int blocks) {
        try {
            aes.update(counters, 0, blocks << 4, keystream, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES refused whole blocks", e);
        }
    }

    private void authenticate(byte[] associated, int associatedOff, int associatedLen, byte[] buf, int off, int len) {
        ghash.reset();
        ghash.update(associated, associatedOff, associatedLen);
        ghash.update(buf, off, len);
        ghash.finish(associatedLen, len, tag, 0);
        Octets.xor(tag, 0, tagMask, 0, TAG_LENGTH);
    }
}
