package io.tollgate.rtp.udp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * From the bytes of a peer's address to the one object that stands for it. Pure, one owner, bounded: when a neighbourhood is
 * full a newcomer takes somebody's place, who gets a new, equal object the next time.
 */
final class PeerTable {
    private static final int WAYS = 8;

    private final int mask;
    private final long[] high;
    private final long[] low;
    private final long[] tail;
    private final @Nullable InetSocketAddress[] peers;
    private int victim;

    /** @param capacity peers, a power of two of at least 8 */
    PeerTable(int capacity) {
        if (Integer.bitCount(capacity) != 1 || capacity < WAYS) {
            throw new IllegalArgumentException("not a power of two of at least " + WAYS + ": " + capacity);
        }
        mask = capacity - 1;
        high = new long[capacity];
        low = new long[capacity];
        tail = new long[capacity];
        peers = new @Nullable InetSocketAddress[capacity];
    }

    /** An IPv4 peer. */
    InetSocketAddress of4(int address, int port) {
        return of6(0, V6Bits.mapped(address), 0, port);
    }

    /**
     * An IPv6 peer, or an IPv4 one in its mapped form.
     *
     * @param hi the address' first eight bytes, big-endian
     * @param lo the others
     * @param scope the interface of a link-local address, else 0
     * @param port 0 to 65535
     */
    InetSocketAddress of6(long hi, long lo, int scope, int port) {
        long end = ((long) scope << 16) | port;
        int home = hash(hi, lo, end) & mask;
        for (int i = 0; i < WAYS; i++) {
            int slot = (home + i) & mask;
            InetSocketAddress peer = peers[slot];
            if (peer == null) {
                return keep(slot, hi, lo, end);
            }
            if (low[slot] == lo && tail[slot] == end && high[slot] == hi) {
                return peer;
            }
        }
        return keep((home + (victim++ & (WAYS - 1))) & mask, hi, lo, end);
    }

    private InetSocketAddress keep(int slot, long hi, long lo, long end) {
        high[slot] = hi;
        low[slot] = lo;
        tail[slot] = end;
        InetSocketAddress peer = make(hi, lo, (int) (end >> 16), (int) end & 0xFFFF);
        peers[slot] = peer;
        return peer;
    }

    private static int hash(long hi, long lo, long end) {
        long mixed = (lo ^ Long.rotateLeft(hi, 29) ^ (end * 0xC2B2AE3D27D4EB4FL)) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40);
    }

    private static InetSocketAddress make(long hi, long lo, int scope, int port) {
        try {
            InetAddress address;
            if (V6Bits.isMapped(hi, lo)) {
                address = InetAddress.getByAddress(V6Bits.bytes4((int) lo));
            } else if (scope != 0) {
                address = Inet6Address.getByAddress(null, V6Bits.bytes16(hi, lo), scope);
            } else {
                address = InetAddress.getByAddress(V6Bits.bytes16(hi, lo));
            }
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four and sixteen bytes are addresses", e);
        }
    }
}
