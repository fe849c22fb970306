package io.tollgate.overlay.ice;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/**
 * An address at which an agent can perhaps be reached.
 *
 * @param address resolved address and port
 * @param priority 1 to 2^31-1 (RFC 8445 section 5.1.2)
 */
public record IceCandidate(InetSocketAddress address, long priority) {
    /** Type preferences of RFC 8445 section 5.1.2.2. */
    private static final int HOST = 126;

    private static final int PEER_REFLEXIVE = 110;

    public IceCandidate {
        if (address.isUnresolved() || priority < 1 || priority > 0x7FFFFFFFL) {
            throw new IllegalArgumentException("a candidate has a resolved address and a priority of 1 to 2^31-1");
        }
    }

    /**
     * A host candidate of component 1.
     *
     * @param preference 0 to 65535, higher is tried first among the interfaces of this host
     */
    public static IceCandidate host(InetSocketAddress address, int preference) {
        return new IceCandidate(address, priority(HOST, preference));
    }

    /** The priority that a peer-reflexive candidate learnt from a check at this candidate would get. */
    long reflexivePriority() {
        return priority(PEER_REFLEXIVE, (int) (priority >> 8 & 0xFFFF));
    }

    /** Pairs join addresses of one family only (RFC 8445 section 6.1.2.2). */
    boolean sameFamily(IceCandidate other) {
        return address.getAddress() instanceof Inet6Address == other.address.getAddress() instanceof Inet6Address;
    }

    private static long priority(int type, int preference) {
        return (long) type << 24 | (long) preference << 8 | 255;
    }
}
