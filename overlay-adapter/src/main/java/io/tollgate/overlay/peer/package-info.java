/**
 * A peer without a browser: what a call looks like from its side, as a pure machine.
 *
 * <p>{@link io.tollgate.overlay.peer.PeerCall#on} takes a state, an input (a message of the gateway, what the media did,
 * what the user wants) and the time, and gives the next {@link io.tollgate.overlay.peer.PeerState} and the {@link
 * io.tollgate.overlay.peer.PeerAction}s to perform. A call ends in exactly one {@link
 * io.tollgate.overlay.peer.PeerResult}, from which the exit code and the line of JSON follow. {@link
 * io.tollgate.overlay.peer.ReceptionLog} counts what arrived. Sockets, threads, files and sound devices are in {@code
 * peer.io}; the command line is in {@code peer.cli}.
 *
 * <p>Left out on purpose: several calls in one machine (each call has its own), and holding or transferring.
 */
@NullMarked
package io.tollgate.overlay.peer;

import org.jspecify.annotations.NullMarked;
