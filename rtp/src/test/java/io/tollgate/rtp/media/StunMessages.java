package io.tollgate.rtp.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** As much of STUN (RFC 8489) as one authenticated check and its answer need. */
final class StunMessages {
    private static final int COOKIE = 0x2112_A442;
    private static final int INTEGRITY_LENGTH = 24;
    private final String ufrag;
    private final String password;

    StunMessages(String ufrag, String password) {
        this.ufrag = ufrag;
        this.password = password;
    }

    /** A binding request, with USE-CANDIDATE when it nominates. */
    byte[] request(boolean nominate) {
        byte[] name = (ufrag + ":peer").getBytes(StandardCharsets.UTF_8);
        int padded = (name.length + 3) & ~3;
        byte[] message = new byte[20 + 4 + padded + (nominate ? 4 : 0) + INTEGRITY_LENGTH];
        ByteBuffer b = ByteBuffer.wrap(message);
        b.putShort((short) 1).putShort((short) (message.length - 20)).putInt(COOKIE);
        b.put("transaction1".getBytes(StandardCharsets.US_ASCII));
        b.putShort((short) 6).putShort((short) name.length).put(name).position(20 + 4 + padded);
        if (nominate) {
            b.putShort((short) 0x25).putShort((short) 0);
        }
        return sign(message);
    }

    /** Fills the last 24 bytes. */
    private byte[] sign(byte[] message) {
        int signed = message.length - INTEGRITY_LENGTH;
        byte[] mac = mac(Arrays.copyOf(message, signed));
        ByteBuffer.wrap(message)
                .position(signed)
                .putShort((short) 8)
                .putShort((short) 20)
                .put(mac);
        return message;
    }

    private byte[] mac(byte[] message) {
        try {
            Mac hmac = Mac.getInstance("HmacSHA1");
            hmac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return hmac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the message ends with the right MESSAGE-INTEGRITY. */
    boolean authentic(byte[] buf, int off, int len) {
        if (len < 20 + INTEGRITY_LENGTH) {
            return false;
        }
        byte[] signed = Arrays.copyOfRange(buf, off, off + len - INTEGRITY_LENGTH);
        byte[] given = Arrays.copyOfRange(buf, off + len - 20, off + len);
        return MessageDigest.isEqual(mac(signed), given);
    }

    boolean nominates(byte[] buf, int off, int len) {
        int at = off + len - INTEGRITY_LENGTH - 4;
        return buf[at] == 0 && buf[at + 1] == 0x25;
    }

    /** A success answer to a request. */
    byte[] answer(byte[] request, int off) {
        byte[] message = new byte[20 + INTEGRITY_LENGTH];
        ByteBuffer b = ByteBuffer.wrap(message);
        b.putShort((short) 0x101).putShort((short) INTEGRITY_LENGTH).put(request, off + 4, 16);
        return sign(message);
    }

    boolean isAnswer(byte[] buf, int len) {
        return buf[0] == 1 && buf[1] == 1 && authentic(buf, 0, len);
    }
}
