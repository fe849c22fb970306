/**
 * The trunk call, as a machine: {@link io.tollgate.sip.trunk.TrunkCallMachine#on} takes a state, what happened and the
 * time, and returns the next state and a list of actions. Nothing here opens a socket, starts a thread, reads a clock
 * or draws a random number: tags, nonces and time come in as arguments, and the edge ({@code io.tollgate.sip.io})
 * carries the actions out.
 *
 * <p>The machine keeps its own dialogs (RFC 3261 section 12: tags, route set, remote target, CSeq); of the SIP stack it
 * only needs transactions. A call lives through {@link io.tollgate.sip.trunk.CallState}: Calling or Offered, Talking,
 * Closing, Ended, Gone. One owner per call (a serial lane of the edge) runs the machine; all types here are immutable.
 *
 * <p>Session descriptions pass through as text; who makes and reads them is the media side's business. Left out on
 * purpose: reliable provisional responses (an inbound {@code Require: 100rel} is refused with 420), following
 * redirects to strangers, REFER, and DTMF in INFO.
 */
@NullMarked
package io.tollgate.sip.trunk;

import org.jspecify.annotations.NullMarked;
