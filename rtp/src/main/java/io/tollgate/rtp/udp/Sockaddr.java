package io.tollgate.rtp.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/** {@code struct sockaddr_in} and {@code sockaddr_in6} in native memory: family, port and address, the latter two big-endian. */
final class Sockaddr {
    /** Bytes set aside for an address of either family, a multiple of eight. */
    static final int ROOM = 32;

    private static final int LENGTH4 = 16;
    private static final int LENGTH6 = 28;
    private static final ValueLayout.OfShort BIG_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt BIG_INT = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong BIG_LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Sockaddr() {}

    /** Writes an address for a socket of either family; returns its length, or 0 when such a socket cannot reach it. */
    static int write(MemorySegment memory, long at, TargetTable.Target target, boolean six) {
        if (six) {
            memory.set(JAVA_SHORT, at, (short) Libc.AF_INET6);
            memory.set(BIG_SHORT, at + 2, (short) target.port());
            memory.set(JAVA_INT, at + 4, 0);
            memory.set(BIG_LONG, at + 8, target.hi());
            memory.set(BIG_LONG, at + 16, target.lo());
            memory.set(JAVA_INT, at + 24, target.scope());
            return LENGTH6;
        }
        if (!target.isV4()) {
            return 0;
        }
        memory.set(JAVA_SHORT, at, (short) Libc.AF_INET);
        memory.set(BIG_SHORT, at + 2, (short) target.port());
        memory.set(BIG_INT, at + 4, (int) target.lo());
        memory.set(JAVA_LONG_UNALIGNED, at + 8, 0L);
        return LENGTH4;
    }

    /** The peer whose address stands in memory. */
    static InetSocketAddress read(MemorySegment memory, long at, PeerTable peers) {
        int port = memory.get(BIG_SHORT, at + 2) & 0xFFFF;
        if (memory.get(JAVA_SHORT, at) == Libc.AF_INET) {
            return peers.of4(memory.get(BIG_INT, at + 4), port);
        }
        int scope = memory.get(JAVA_INT, at + 24);
        return peers.of6(memory.get(BIG_LONG, at + 8), memory.get(BIG_LONG, at + 16), scope, port);
    }
}
