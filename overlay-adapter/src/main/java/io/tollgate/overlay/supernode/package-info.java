/**
 * The supernode: knows which device is reachable over which connection, tells peers where the gateways are, and passes
 * sealed messages on (docs/protocol.md section 2).
 *
 * <p>{@link io.tollgate.overlay.supernode.SupernodeCore} is one total function with memory: what happens to a
 * connection goes in with the time, and {@link io.tollgate.overlay.supernode.Action}s come out, which the owner of the
 * sockets carries out in order. A connection is Challenged until it has proved its key and Welcomed after that; every
 * limit stands in {@link io.tollgate.overlay.supernode.SupernodeLimits} and every refusal in
 * {@link io.tollgate.overlay.supernode.SupernodeCounter}.
 *
 * <p>Pure: no sockets, clock or randomness (nonces are given). Owned by one thread; verifying a Hello costs some half
 * a millisecond there. Left out on purpose: storing messages for devices that are away, and other supernodes (the
 * {@link io.tollgate.overlay.supernode.Directory} is where they will be known).
 */
@NullMarked
package io.tollgate.overlay.supernode;

import org.jspecify.annotations.NullMarked;
