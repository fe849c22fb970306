package io.tollgate.overlay.ice;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Appends MESSAGE-INTEGRITY and FINGERPRINT to any message, written a second time so that tests have an oracle. */
final class TestSeal {
    static byte[] seal(byte[] message, String password) {
        ByteBuffer out = ByteBuffer.allocate(message.length + 32);
        out.put(message).putShort(2, (short) (message.length - 20 + 24));
        out.putShort((short) 0x0008).putShort((short) 20).put(hmac(out.array(), message.length, password));
        out.putShort(2, (short) (message.length - 20 + 32));
        CRC32 crc = new CRC32();
        crc.update(out.array(), 0, message.length + 24);
        out.putShort((short) 0x8028).putShort((short) 4).putInt((int) crc.getValue() ^ 0x5354554e);
        return out.array();
    }

    private static byte[] hmac(byte[] data, int length, String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            mac.update(data, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private TestSeal() {}
}
