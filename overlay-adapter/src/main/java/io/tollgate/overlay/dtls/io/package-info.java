/**
 * DTLS 1.2 with {@code use_srtp} (RFC 5764): a self-signed certificate, a server and a client handshake, and the SRTP
 * keys that come out of them.
 *
 * <p>Bouncy Castle's DTLS blocks, so each handshake has its own virtual thread. Whoever reads the socket hands datagrams
 * over with {@code feed}, which copies and never blocks; what the handshake sends goes to the {@link
 * io.tollgate.overlay.dtls.io.DatagramOutput} from the virtual thread; the outcome is told to {@link
 * io.tollgate.overlay.dtls.io.DtlsEvents}, also from there. The peer's certificate is compared with the fingerprint of
 * its signalling before any key is released (RFC 8122 section 5). After the handshake the thread stays, to answer a
 * retransmitted final flight and to notice the peer's close_notify.
 *
 * <p>Left out on purpose: DTLS 1.3 (Bouncy Castle has none), the cookie exchange (its verifier takes no ClientHello
 * that comes in two datagrams, as browsers send it; a validated STUN check comes before every handshake instead), session
 * resumption, and application data.
 */
@NullMarked
package io.tollgate.overlay.dtls.io;

import org.jspecify.annotations.NullMarked;
