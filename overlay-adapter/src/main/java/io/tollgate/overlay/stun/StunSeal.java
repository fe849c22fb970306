package io.tollgate.overlay.stun;

import java.security.GeneralSecurityException;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The two checksums at the end of a message (RFC 8489 sections 14.5 and 14.7). */
final class StunSeal {
    /** XORed into the CRC so that a packet of another protocol with a CRC-32 at its end does not look right. */
    private static final int FINGERPRINT_XOR = 0x5354554e;

    /**
     * HMAC-SHA1 over the message up to the attribute at {@code attributeOffset}, with the header's length field
     * pretending that the message ends with that attribute.
     */
    static byte[] integrity(byte[] message, int attributeOffset, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            mac.update(headerStart(message, attributeOffset + 24));
            mac.update(message, 4, attributeOffset - 4);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA1, or the key is empty", e);
        }
    }

    /** CRC-32 over the message up to the attribute at {@code attributeOffset}, which is the last one. */
    static int fingerprint(byte[] message, int attributeOffset) {
        CRC32 crc = new CRC32();
        crc.update(headerStart(message, attributeOffset + 8));
        crc.update(message, 4, attributeOffset - 4);
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }

    private static byte[] headerStart(byte[] message, int endOfMessage) {
        int length = endOfMessage - StunMessage.HEADER_BYTES;
        return new byte[] {message[0], message[1], (byte) (length >> 8), (byte) length};
    }

    private StunSeal() {}
}
