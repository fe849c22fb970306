package io.tollgate.rtp.udp;

import java.nio.ByteBuffer;

/** IPv6 addresses as two big-endian longs; IPv4 ones stand in them in their mapped form, {@code ::ffff:a.b.c.d}. */
final class V6Bits {
    private static final long PREFIX = 0xFFFFL << 32;

    private V6Bits() {}

    /** The second half of an IPv4 address in its mapped form; the first is 0. */
    static long mapped(int address) {
        return PREFIX | (address & 0xFFFF_FFFFL);
    }

    static boolean isMapped(long hi, long lo) {
        return hi == 0 && (lo & 0xFFFF_FFFF_0000_0000L) == PREFIX;
    }

    static byte[] bytes4(int address) {
        return ByteBuffer.allocate(4).putInt(address).array();
    }

    static byte[] bytes16(long hi, long lo) {
        return ByteBuffer.allocate(16).putLong(hi).putLong(lo).array();
    }
}
