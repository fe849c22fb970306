package io.tollgate.sip.io;

import io.tollgate.sip.trunk.CallerId;
import io.tollgate.sip.trunk.Trunk;
import org.jspecify.annotations.Nullable;

/**
 * A call from a trunk.
 *
 * @param callId the SIP Call-ID, as the carrier chose it
 * @param trunk whence it came, by source address
 * @param calledNumber user part of the Request-URI, parameters and visual separators removed; as the carrier dialled it
 * @param caller asserted identity where the carrier gave one, else From
 * @param sdpOffer the carrier's offer, or null: then {@link InboundCall#answer} carries ours and Confirmed the answer
 * @param call the handle
 */
public record InboundInvite(
        String callId,
        Trunk trunk,
        String calledNumber,
        CallerId caller,
        @Nullable String sdpOffer,
        InboundCall call) {}
