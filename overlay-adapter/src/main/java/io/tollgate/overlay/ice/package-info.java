/**
 * Interactive Connectivity Establishment (RFC 8445) for one component: finding out which pair of addresses carries
 * packets, and noticing when it no longer does (consent, RFC 7675).
 *
 * <p>Two agents, both without sockets, threads, clock or randomness of their own:
 *
 * <ul>
 *   <li>{@link io.tollgate.overlay.ice.IceLite}, the gateway: answers connectivity checks, follows the peer's
 *       nomination, keeps the time of the last valid check. It belongs to the media worker that owns the port.
 *   <li>{@link io.tollgate.overlay.ice.IceAgent}, the Java peer: a full agent. Datagrams and time go in through {@code
 *       onDatagram} and {@code onTime}; {@link io.tollgate.overlay.ice.IceAction}s come out; {@code deadlineNs} says
 *       when it wants to be called again. It belongs to the thread that reads the peer's socket.
 * </ul>
 *
 * <p>Times are nanoseconds of a monotonic clock of the caller's choice, compared by subtraction.
 *
 * <p>Left out on purpose: frozen pairs and foundations (there is one component of one stream, so every pair may be
 * checked at once, paced), TCP candidates, relayed candidates, restart (a call lasts less long than its credentials), and
 * choosing a better pair once one is nominated.
 */
@NullMarked
package io.tollgate.overlay.ice;

import org.jspecify.annotations.NullMarked;
