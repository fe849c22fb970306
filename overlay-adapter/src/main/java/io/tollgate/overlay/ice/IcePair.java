package io.tollgate.overlay.ice;

import io.tollgate.overlay.stun.TransactionId;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One row of the check list (RFC 8445 section 6.1.2): mutable, owned by its {@link IceAgent}. */
final class IcePair {
    /** What is known about the pair. */
    enum Knowledge {
        /** Not yet checked, or wanted again. */
        WAITING,
        /** A check is on its way: {@link #check} is set. */
        IN_PROGRESS,
        /** A check was answered. */
        SUCCEEDED,
        /** A check was refused or never answered. */
        FAILED
    }

    /**
     * A request and its retransmission timer (RFC 8489 section 6.2.1).
     *
     * @param asControlling the role in which it was sent: a 487 to an older role says nothing new
     * @param nominating whether it carries USE-CANDIDATE
     * @param sent how often it has been sent
     * @param nextNs when to send it again, or to give up
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared: the octets are sent again
    record Check(TransactionId id, byte[] datagram, boolean asControlling, boolean nominating, int sent, long nextNs) {
        Check again(long waitNs) {
            return new Check(id, datagram, asControlling, nominating, sent + 1, nextNs + waitNs);
        }
    }

    final IceCandidate local;
    final IceCandidate remote;
    Knowledge knowledge = Knowledge.WAITING;
    /** The running check: the first one of a pair, or a nominating one of a pair that has succeeded. */
    @Nullable
    Check check;
    /** Controlled role: the peer nominated this pair before our own check of it was answered. */
    boolean nominatedByPeer;

    IcePair(IceCandidate local, IceCandidate remote) {
        this.local = local;
        this.remote = remote;
    }

    /** RFC 8445 section 6.1.2.3. */
    long priority(boolean controlling) {
        long g = controlling ? local.priority() : remote.priority();
        long d = controlling ? remote.priority() : local.priority();
        return (Math.min(g, d) << 32) + 2 * Math.max(g, d) + (g > d ? 1 : 0);
    }

    boolean joins(InetSocketAddress base, InetSocketAddress other) {
        return local.address().equals(base) && remote.address().equals(other);
    }
}
