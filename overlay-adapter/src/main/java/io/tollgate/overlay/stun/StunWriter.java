package io.tollgate.overlay.stun;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes one STUN message, attribute by attribute, in the order of the calls. The order of the last two is fixed by
 * RFC 8489: {@link #integrity} then {@link #fingerprint}, then {@link #toBytes}.
 */
public final class StunWriter {
    private final ByteBuffer out = ByteBuffer.allocate(StunMessage.MAX_BYTES);
    private final byte[] cookieAndId;

    private StunWriter(StunClass messageClass, TransactionId id) {
        out.putShort((short) (messageClass.typeBits() | StunMessage.METHOD_BINDING));
        out.putShort((short) 0);
        out.putInt(StunMessage.MAGIC_COOKIE).putInt(id.high()).putLong(id.low());
        cookieAndId = Arrays.copyOfRange(out.array(), 4, StunMessage.HEADER_BYTES);
    }

    /** A Binding message of the given class. */
    public static StunWriter binding(StunClass messageClass, TransactionId id) {
        return new StunWriter(messageClass, id);
    }

    /** @param username at most 512 octets in UTF-8 (RFC 8489 section 14.3: fewer than 509 characters) */
    public StunWriter username(String username) {
        byte[] utf8 = username.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > 512) {
            throw new IllegalArgumentException("a STUN user name has at most 512 octets");
        }
        return attribute(StunAttribute.USERNAME, utf8);
    }

    /** @param software at most 128 octets are written */
    public StunWriter software(String software) {
        byte[] utf8 = software.getBytes(StandardCharsets.UTF_8);
        return attribute(StunAttribute.SOFTWARE, utf8.length <= 128 ? utf8 : Arrays.copyOf(utf8, 128));
    }

    /** @param priority 1 to 2^31-1 (RFC 8445 section 5.1.2) */
    public StunWriter priority(long priority) {
        return attribute(
                StunAttribute.PRIORITY,
                ByteBuffer.allocate(4).putInt((int) priority).array());
    }

    public StunWriter iceControlling(long tieBreaker) {
        return attribute(
                StunAttribute.ICE_CONTROLLING,
                ByteBuffer.allocate(8).putLong(tieBreaker).array());
    }

    public StunWriter iceControlled(long tieBreaker) {
        return attribute(
                StunAttribute.ICE_CONTROLLED,
                ByteBuffer.allocate(8).putLong(tieBreaker).array());
    }

    public StunWriter useCandidate() {
        return attribute(StunAttribute.USE_CANDIDATE, new byte[0]);
    }

    /** XOR-MAPPED-ADDRESS (RFC 8489 section 14.2); the address must be resolved. */
    public StunWriter xorMappedAddress(InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        for (int i = 0; i < ip.length; i++) {
            ip[i] ^= cookieAndId[i];
        }
        ByteBuffer value = ByteBuffer.allocate(4 + ip.length);
        value.put((byte) 0).put((byte) (ip.length == 4 ? 1 : 2));
        value.putShort((short) (address.getPort() ^ StunMessage.MAGIC_COOKIE >>> 16))
                .put(ip);
        return attribute(StunAttribute.XOR_MAPPED_ADDRESS, value.array());
    }

    public StunWriter error(StunError error) {
        byte[] reason = error.reason().getBytes(StandardCharsets.UTF_8);
        ByteBuffer value = ByteBuffer.allocate(4 + reason.length);
        value.putShort((short) 0).put((byte) (error.code() / 100)).put((byte) (error.code() % 100));
        return attribute(StunAttribute.ERROR_CODE, value.put(reason).array());
    }

    /** UNKNOWN-ATTRIBUTES (RFC 8489 section 14.9), beside error 420. */
    public StunWriter unknownAttributes(List<Integer> types) {
        ByteBuffer value = ByteBuffer.allocate(2 * types.size());
        types.forEach(type -> value.putShort(type.shortValue()));
        return attribute(StunAttribute.UNKNOWN_ATTRIBUTES, value.array());
    }

    /** MESSAGE-INTEGRITY with the short-term key, that is the ICE password in UTF-8 (RFC 8489 section 9.1.1). */
    public StunWriter integrity(byte[] key) {
        int at = out.position();
        return attribute(StunAttribute.MESSAGE_INTEGRITY, StunSeal.integrity(out.array(), at, key));
    }

    public StunWriter fingerprint() {
        int crc = StunSeal.fingerprint(out.array(), out.position());
        return attribute(
                StunAttribute.FINGERPRINT, ByteBuffer.allocate(4).putInt(crc).array());
    }

    public byte[] toBytes() {
        return Arrays.copyOf(out.array(), out.position());
    }

    private StunWriter attribute(int type, byte[] value) {
        out.putShort((short) type).putShort((short) value.length).put(value);
        out.put(new byte[-value.length & 3]);
        out.putShort(2, (short) (out.position() - StunMessage.HEADER_BYTES));
        return this;
    }
}
