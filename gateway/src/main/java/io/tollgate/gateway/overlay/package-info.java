/**
 * The overlay roles at their edges: the login server over HTTP, the supernode over WebSocket, and this gateway's own
 * place on the overlay as one more peer.
 *
 * <p>The cores are in the overlay adapter; here they get sockets, a clock and randomness. The supernode's core belongs
 * to one thread, {@link io.tollgate.gateway.overlay.SupernodeLoop}.
 */
@NullMarked
package io.tollgate.gateway.overlay;

import org.jspecify.annotations.NullMarked;
