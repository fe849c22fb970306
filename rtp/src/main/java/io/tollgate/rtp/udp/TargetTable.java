package io.tollgate.rtp.udp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * From where to send to the bits of that address, without asking {@link InetAddress} for a new array each time. Pure, one
 * owner, bounded like {@link PeerTable}.
 */
final class TargetTable {
    private static final int WAYS = 8;

    /** An address taken apart. */
    record Target(InetSocketAddress address, long hi, long lo, int scope, int port) {
        /** Null when the name was never resolved. */
        static @Nullable Target of(InetSocketAddress to) {
            InetAddress address = to.getAddress();
            if (address == null) {
                return null;
            }
            ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
            if (address instanceof Inet6Address six) {
                return new Target(to, bytes.getLong(), bytes.getLong(), six.getScopeId(), to.getPort());
            }
            return new Target(to, 0, V6Bits.mapped(bytes.getInt()), 0, to.getPort());
        }

        /** Whether it is the same address; the JDK's equality leaves out the interface of a link-local one. */
        @SuppressWarnings("ReferenceEquality") // nearly always the same object, and then nothing else need be compared
        boolean stands(InetSocketAddress to) {
            if (address == to) {
                return true;
            }
            return address.equals(to) && (!(to.getAddress() instanceof Inet6Address six) || six.getScopeId() == scope);
        }

        boolean isV4() {
            return V6Bits.isMapped(hi, lo);
        }
    }

    private final int mask;
    private final @Nullable Target[] targets;
    private int victim;

    /** @param capacity targets, a power of two of at least 8 */
    TargetTable(int capacity) {
        if (Integer.bitCount(capacity) != 1 || capacity < WAYS) {
            throw new IllegalArgumentException("not a power of two of at least " + WAYS + ": " + capacity);
        }
        mask = capacity - 1;
        targets = new @Nullable Target[capacity];
    }

    /** Null when the name was never resolved. */
    @Nullable
    Target of(InetSocketAddress to) {
        int hash = to.hashCode() * 0x9E3779B9;
        int home = (hash ^ (hash >>> 16)) & mask;
        int free = (home + (victim & (WAYS - 1))) & mask;
        for (int i = 0; i < WAYS; i++) {
            int slot = (home + i) & mask;
            Target target = targets[slot];
            if (target == null) {
                free = slot;
                break;
            }
            if (target.stands(to)) {
                return target;
            }
        }
        Target fresh = Target.of(to);
        victim++;
        targets[free] = fresh == null ? targets[free] : fresh;
        return fresh;
    }
}
