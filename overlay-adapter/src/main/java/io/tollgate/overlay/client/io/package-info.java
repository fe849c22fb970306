/**
 * A device's connections to the overlay: {@link io.tollgate.overlay.client.io.LoginClient} fetches and renews
 * credentials over HTTP, {@link io.tollgate.overlay.client.io.OverlayClient} keeps a WebSocket to a supernode. The
 * command-line peer and the gateway use the same two.
 *
 * <p>Each client has one virtual thread that owns its state and takes events from a queue; callers and the socket only
 * post to it. Mail and changes of state reach the {@link io.tollgate.overlay.client.io.OverlayListener} in order, on a
 * second virtual thread, so that a slow listener delays nobody but itself; when it falls far behind, reading from the
 * socket pauses. What is inside the mail is the business of {@code seal}.
 *
 * <p>Left out on purpose: several supernodes at once, and storing mail across restarts.
 */
@NullMarked
package io.tollgate.overlay.client.io;

import org.jspecify.annotations.NullMarked;
