package io.tollgate.sip.trunk;

import io.tollgate.sip.auth.DigestSession;

/**
 * An inbound call's fixed facts, taken from its INVITE.
 *
 * @param inviteKey the edge's name for the INVITE's server transaction
 * @param callerHeader From as it came, with the carrier's tag
 * @param calledHeader To as it came, without tag
 * @param localTag our tag, random
 * @param remoteTag the carrier's tag
 * @param invite the INVITE
 * @param auth answers challenges to requests of ours within the call
 */
public record InboundSetup(
        String callId,
        String inviteKey,
        String callerHeader,
        String calledHeader,
        String localTag,
        String remoteTag,
        SipInput.Request invite,
        DigestSession auth,
        CallTimers timers) {}
