package io.tollgate.overlay.stun;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One received STUN message (RFC 8489 section 5): immutable, holding its own copy of the bytes. Of an attribute that
 * occurs twice the first counts (section 14), and of what follows MESSAGE-INTEGRITY only FINGERPRINT counts.
 */
public final class StunMessage {
    public static final int HEADER_BYTES = 20;
    public static final int MAGIC_COOKIE = 0x2112A442;
    public static final int METHOD_BINDING = 1;
    /** Larger than any message that ICE sends; an Ethernet frame's worth. */
    public static final int MAX_BYTES = 1500;
    /** A connectivity check carries about ten. */
    public static final int MAX_ATTRIBUTES = 32;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** What the integrity check found. */
    public enum Check {
        ABSENT,
        VALID,
        WRONG
    }

    private record Slice(int type, int offset, int length) {}

    private final byte[] bytes;
    private final List<Slice> attributes;

    private StunMessage(byte[] bytes, List<Slice> attributes) {
        this.bytes = bytes;
        this.attributes = attributes;
    }

    /** Reads the datagram {@code buf[off, off+len)}; anything is accepted as input, nothing is thrown. */
    public static StunParsed parse(byte[] buf, int off, int len) {
        if (len < HEADER_BYTES || len > MAX_BYTES) {
            return malformed(StunParsed.Fault.SIZE);
        }
        byte[] bytes = Arrays.copyOfRange(buf, off, off + len);
        if ((bytes[0] & 0xC0) != 0) {
            return malformed(StunParsed.Fault.NOT_STUN);
        }
        if (int32(bytes, 4) != MAGIC_COOKIE) {
            return malformed(StunParsed.Fault.COOKIE);
        }
        int length = uint16(bytes, 2);
        if (length != len - HEADER_BYTES || (length & 3) != 0) {
            return malformed(StunParsed.Fault.LENGTH);
        }
        List<Slice> attributes = new ArrayList<>();
        StunParsed.@Nullable Fault fault = readAttributes(bytes, attributes);
        return fault != null
                ? malformed(fault)
                : new StunParsed.Parsed(new StunMessage(bytes, List.copyOf(attributes)));
    }

    private static StunParsed malformed(StunParsed.Fault fault) {
        return new StunParsed.Malformed(fault);
    }

    private static StunParsed.@Nullable Fault readAttributes(byte[] bytes, List<Slice> into) {
        boolean sealed = false;
        int at = HEADER_BYTES;
        int seen = 0;
        while (at < bytes.length) {
            if (bytes.length - at < 4) {
                return StunParsed.Fault.ATTRIBUTE_LENGTH;
            }
            int type = uint16(bytes, at);
            int length = uint16(bytes, at + 2);
            int padded = (length + 3) & ~3;
            if (padded > bytes.length - at - 4) {
                return StunParsed.Fault.ATTRIBUTE_LENGTH;
            }
            if (++seen > MAX_ATTRIBUTES) {
                return StunParsed.Fault.TOO_MANY_ATTRIBUTES;
            }
            Slice slice = new Slice(type, at + 4, length);
            if (!valueFits(bytes, slice)) {
                return StunParsed.Fault.ATTRIBUTE_VALUE;
            }
            boolean last = at + 4 + padded == bytes.length;
            // RFC 8489 section 14.7: FINGERPRINT is the last attribute, or it is none.
            if (type == StunAttribute.FINGERPRINT ? last : !sealed) {
                into.add(slice);
            }
            sealed |= type == StunAttribute.MESSAGE_INTEGRITY;
            at += 4 + padded;
        }
        return null;
    }

    private static boolean valueFits(byte[] bytes, Slice slice) {
        int fixed = StunAttribute.fixedLength(slice.type);
        if (fixed >= 0 && slice.length != fixed) {
            return false;
        }
        return switch (slice.type) {
            case StunAttribute.ERROR_CODE -> slice.length >= 4;
            case StunAttribute.MAPPED_ADDRESS, StunAttribute.XOR_MAPPED_ADDRESS ->
                slice.length >= 4
                        && switch (bytes[slice.offset + 1]) {
                            case 1 -> slice.length == 8;
                            case 2 -> slice.length == 20;
                            default -> false;
                        };
            default -> true;
        };
    }

    public StunClass messageClass() {
        return StunClass.ofType(uint16(bytes, 0));
    }

    /** The twelve method bits put together; {@link #METHOD_BINDING} is the only one that ICE uses. */
    public int method() {
        int type = uint16(bytes, 0);
        return (type & 0x000F) | (type >> 1 & 0x0070) | (type >> 2 & 0x0F80);
    }

    public boolean isBinding(StunClass wanted) {
        return method() == METHOD_BINDING && messageClass() == wanted;
    }

    public TransactionId transactionId() {
        return new TransactionId(int32(bytes, 8), int64(bytes, 12));
    }

    /** USERNAME as it stands on the wire, normally {@code receiver-ufrag:sender-ufrag}. */
    public @Nullable String username() {
        return text(StunAttribute.USERNAME);
    }

    public @Nullable String software() {
        return text(StunAttribute.SOFTWARE);
    }

    /** PRIORITY (RFC 8445 section 7.1.1), 0 to 2^32-1. */
    public OptionalLong priority() {
        Slice slice = find(StunAttribute.PRIORITY);
        return slice == null
                ? OptionalLong.empty()
                : OptionalLong.of(Integer.toUnsignedLong(int32(bytes, slice.offset)));
    }

    /** The tie-breaker, compared unsigned, of a sender that takes itself for the controlling agent. */
    public OptionalLong iceControlling() {
        return tieBreaker(StunAttribute.ICE_CONTROLLING);
    }

    /** The tie-breaker, compared unsigned, of a sender that takes itself for the controlled agent. */
    public OptionalLong iceControlled() {
        return tieBreaker(StunAttribute.ICE_CONTROLLED);
    }

    public boolean useCandidate() {
        return find(StunAttribute.USE_CANDIDATE) != null;
    }

    /** XOR-MAPPED-ADDRESS, or MAPPED-ADDRESS of an old server (RFC 8489 sections 14.1 and 14.2). */
    public @Nullable InetSocketAddress mappedAddress() {
        Slice xored = find(StunAttribute.XOR_MAPPED_ADDRESS);
        Slice plain = xored != null ? null : find(StunAttribute.MAPPED_ADDRESS);
        Slice slice = xored != null ? xored : plain;
        if (slice == null) {
            return null;
        }
        byte[] address = Arrays.copyOfRange(bytes, slice.offset + 4, slice.offset + slice.length);
        int port = uint16(bytes, slice.offset + 2);
        if (xored != null) {
            port ^= MAGIC_COOKIE >>> 16;
            for (int i = 0; i < address.length; i++) {
                address[i] ^= bytes[4 + i];
            }
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("address length was checked when parsing", e);
        }
    }

    public @Nullable StunError errorCode() {
        Slice slice = find(StunAttribute.ERROR_CODE);
        if (slice == null) {
            return null;
        }
        int code = (bytes[slice.offset + 2] & 7) * 100 + (bytes[slice.offset + 3] & 0xFF);
        return new StunError(code, new String(bytes, slice.offset + 4, slice.length - 4, StandardCharsets.UTF_8));
    }

    /** Attributes that must be understood and are not: a request with any is refused with 420. */
    public List<Integer> unknownRequired() {
        return attributes.stream()
                .map(Slice::type)
                .filter(type -> StunAttribute.mustBeUnderstood(type) && !StunAttribute.isKnown(type))
                .distinct()
                .toList();
    }

    /** Verifies MESSAGE-INTEGRITY (RFC 8489 section 14.5) in constant time; the key must not be empty. */
    public Check integrity(byte[] key) {
        Slice slice = find(StunAttribute.MESSAGE_INTEGRITY);
        if (slice == null) {
            return Check.ABSENT;
        }
        byte[] received = Arrays.copyOfRange(bytes, slice.offset, slice.offset + slice.length);
        byte[] expected = StunSeal.integrity(bytes, slice.offset - 4, key);
        return MessageDigest.isEqual(expected, received) ? Check.VALID : Check.WRONG;
    }

    /** Verifies FINGERPRINT (RFC 8489 section 14.7). */
    public Check fingerprint() {
        Slice slice = find(StunAttribute.FINGERPRINT);
        if (slice == null) {
            return Check.ABSENT;
        }
        return StunSeal.fingerprint(bytes, slice.offset - 4) == int32(bytes, slice.offset) ? Check.VALID : Check.WRONG;
    }

    /** A copy of the datagram. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "STUN " + messageClass() + " method " + method() + " " + bytes.length + " octets";
    }

    private @Nullable Slice find(int type) {
        for (Slice slice : attributes) {
            if (slice.type == type) {
                return slice;
            }
        }
        return null;
    }

    private @Nullable String text(int type) {
        Slice slice = find(type);
        return slice == null ? null : new String(bytes, slice.offset, slice.length, StandardCharsets.UTF_8);
    }

    private OptionalLong tieBreaker(int type) {
        Slice slice = find(type);
        return slice == null ? OptionalLong.empty() : OptionalLong.of(int64(bytes, slice.offset));
    }

    private static int uint16(byte[] b, int at) {
        return (short) SHORT.get(b, at) & 0xFFFF;
    }

    private static int int32(byte[] b, int at) {
        return (int) INT.get(b, at);
    }

    private static long int64(byte[] b, int at) {
        return (long) LONG.get(b, at);
    }
}
