/**
 * Where calls live: each has a virtual thread that feeds its machine and carries out what the machine asks for.
 *
 * <p>{@link io.tollgate.gateway.switchboard.Switchboard} takes a verified offer or a carrier's INVITE and starts an
 * {@link io.tollgate.gateway.switchboard.OutgoingCall}, an {@link io.tollgate.gateway.switchboard.IncomingCall} or an
 * {@link io.tollgate.gateway.switchboard.EchoCall}. A call owns its two legs, {@link
 * io.tollgate.gateway.switchboard.OverlayLeg} and {@link io.tollgate.gateway.switchboard.TrunkLeg}, which know nothing of
 * each other and meet only in the call's media. Everything that happens elsewhere (SIP lanes, media workers, overlay
 * deliveries, ledger answers, operators) is posted to the call's {@link io.tollgate.gateway.switchboard.CallLoop} and
 * handled there, one after the other, so nothing in a call needs a lock. The {@link
 * io.tollgate.gateway.switchboard.CallRecorder} is the exception: whoever records asks it directly, and it posts what it
 * did to the call's story.
 */
@NullMarked
package io.tollgate.gateway.switchboard;

import org.jspecify.annotations.NullMarked;
