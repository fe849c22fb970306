/**
 * The Java peer at work: sockets, sound, the supernode connection, and one loop per call that drives {@link
 * io.tollgate.overlay.peer.PeerCall}.
 *
 * <ul>
 *   <li>{@link io.tollgate.overlay.peer.io.PeerSession} is a device that is signed in: it places calls and hears of
 *       incoming ones.
 *   <li>{@link io.tollgate.overlay.peer.io.PeerCallDriver} owns one call. Its thread (whoever calls {@code run})
 *       takes mail, media events and the user's wishes from a queue, and performs what the machine decides.
 *   <li>{@link io.tollgate.overlay.peer.io.PeerMedia} owns the media of one call: its own thread reads the sockets,
 *       drives ICE, and every 20 ms sends one frame and plays one. DTLS has its virtual thread and posts to it.
 * </ul>
 *
 * <p>Data flows: microphone or file → Opus → SRTP → socket, and socket → SRTP → jitter buffer → Opus → file or
 * loudspeaker.
 *
 * <p>Left out on purpose: echo cancellation (a headset or files are assumed), a relay for networks without UDP, RTCP
 * (the gateway's ticks already say how the call fares).
 */
@NullMarked
package io.tollgate.overlay.peer.io;

import org.jspecify.annotations.NullMarked;
