/**
 * What the gateway puts before an overlay leg: {@link io.tollgate.overlay.gateway.WebRtcGuard} joins ICE-lite and the DTLS
 * server to the media plane's {@link io.tollgate.rtp.media.TransportGuard}.
 *
 * <p>The media worker that owns the port calls the guard with every STUN and DTLS datagram of the leg; nothing there
 * blocks. DTLS is computed on the handshake's own virtual thread and begins only after a connectivity check was valid,
 * so a stranger cannot make us calculate. Keys and failures reach the call's owner through {@link
 * io.tollgate.overlay.gateway.GuardEvents}, from the virtual thread.
 *
 * <p>Left out on purpose: SDP, which the media plane's own package reads and writes.
 */
@NullMarked
package io.tollgate.overlay.gateway;

import org.jspecify.annotations.NullMarked;
