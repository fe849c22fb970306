package io.tollgate.rtp.udp;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One object for each peer, where the address comes as an object already. Pure, one owner, bounded like {@link PeerTable}. */
final class KnownPeers {
    private static final int WAYS = 8;

    private final @Nullable InetSocketAddress[] peers;
    private final int mask;
    private int victim;

    /** @param capacity peers, a power of two of at least 8 */
    KnownPeers(int capacity) {
        if (Integer.bitCount(capacity) != 1 || capacity < WAYS) {
            throw new IllegalArgumentException("not a power of two of at least " + WAYS + ": " + capacity);
        }
        peers = new @Nullable InetSocketAddress[capacity];
        mask = capacity - 1;
    }

    /** The object that stands for an address, which may be the one given. */
    InetSocketAddress known(InetSocketAddress address) {
        int hash = address.hashCode() * 0x9E3779B9;
        int home = (hash ^ (hash >>> 16)) & mask;
        for (int i = 0; i < WAYS; i++) {
            int slot = (home + i) & mask;
            InetSocketAddress peer = peers[slot];
            if (peer == null) {
                peers[slot] = address;
                return address;
            }
            if (peer.equals(address)) {
                return peer;
            }
        }
        peers[(home + (victim++ & (WAYS - 1))) & mask] = address;
        return address;
    }
}
