package io.tollgate.rtp.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in the counter mode of RFC 3711 section 4.1.1. The keystream is made by encrypting counter blocks with one ECB
 * cipher that is initialised once, because initialising a CTR cipher for each packet allocates.
 */
final class CounterCipher {
    /** Keystream made at a time: a packet of 20 ms of G.711 takes one go. */
    private static final int CHUNK = 256;

    private final Cipher aes;
    private final long saltHigh;
    private final long saltLow;
    private final byte[] counters = new byte[CHUNK];
    private final byte[] keystream = new byte[CHUNK];

    /** {@code sessionSalt}: 14 bytes. */
    CounterCipher(byte[] sessionKey, byte[] sessionSalt) {
        try {
            aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(sessionKey, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's AES is not to be had", e);
        }
        byte[] padded = Arrays.copyOf(sessionSalt, 16);
        saltHigh = Octets.i64(padded, 0);
        saltLow = Octets.i64(padded, 8);
    }

    /**
     * Encrypts or decrypts a range in place. {@code index}: 48 bits, the packet index of SRTP or the index of SRTCP.
     */
    void apply(byte[] buf, int off, int len, int ssrc, long index) {
        long high = saltHigh ^ (ssrc & 0xffff_ffffL);
        long low = saltLow ^ (index << 16);
        for (int done = 0; done < len; done += CHUNK) {
            int n = Math.min(CHUNK, len - done);
            int blocks = (n + 15) >> 4;
            for (int i = 0; i < blocks; i++) {
                Octets.putI64(counters, i << 4, high);
                Octets.putI64(counters, (i << 4) + 8, low++);
            }
            try {
                aes.update(counters, 0, blocks << 4, keystream, 0);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES refused whole blocks", e);
            }
            Octets.xor(buf, off + done, keystream, 0, n);
        }
    }
}
