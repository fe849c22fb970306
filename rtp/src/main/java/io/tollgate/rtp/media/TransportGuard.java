package io.tollgate.rtp.media;

import java.net.InetSocketAddress;

/**
 * Decides who may speak on an overlay leg: ICE and DTLS, which live in the overlay adapter. All methods run on the media
 * worker and must return at once; an exception closes the call.
 */
public interface TransportGuard {
    /** The ICE user name fragment by which the leg's STUN checks are recognised on the shared port. */
    String localUfrag();

    /**
     * A STUN packet for this leg: one whose USERNAME begins with {@link #localUfrag()}, or one without USERNAME from an
     * address that is bound to this leg. Answers go out through {@code out}.
     *
     * @param nowNs the worker's clock, comparable only by subtraction
     */
    StunVerdict onStun(byte[] buf, int off, int len, InetSocketAddress from, long nowNs, DatagramSink out);

    /** A DTLS record from an address that is bound to this leg; to be copied to the thread that does the handshake. */
    void onDtls(byte[] buf, int off, int len, InetSocketAddress from, DatagramSink out);

    /** Whether the peer still consents to be sent to (RFC 7675); asked about every second. */
    boolean consentAlive(long nowNs);

    /** The leg is gone; nothing will be called after this. */
    void onClosed();
}
