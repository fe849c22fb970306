/**
 * The carrier's SIP side on JAIN-SIP over UDP: {@link io.tollgate.carrier.sip.io.SipEdge} owns the stack and turns its
 * callbacks into {@link io.tollgate.carrier.sip.io.SipEvent}s; {@link io.tollgate.carrier.sip.io.SipLeg}s send.
 *
 * <p>JAIN's one listener thread creates transactions, answers what needs no decision (OPTIONS, the 200 for CANCEL and
 * BYE, the ACK for a 200) and posts the rest; the switchboard's thread sends through the legs. Retransmissions belong
 * to JAIN's transactions. What the gateway sends wrongly is refused in SIP or dropped, never an exception.
 *
 * <p>Left out on purpose: reliable provisional responses, session timers, transfer, TCP and TLS: an ordinary small
 * carrier, not a complete one.
 */
@NullMarked
package io.tollgate.carrier.sip.io;

import org.jspecify.annotations.NullMarked;
