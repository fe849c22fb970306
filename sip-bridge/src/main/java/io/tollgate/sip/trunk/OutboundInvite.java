package io.tollgate.sip.trunk;

/**
 * A call to place.
 *
 * @param callId used as the SIP Call-ID as it stands, so unique for every attempt; letters, digits, {@code -._@}
 * @param trunk where to
 * @param destinationE164 the called number with its plus sign; an emergency number as it is, without one
 * @param from the caller
 * @param sdpOffer our session description
 */
public record OutboundInvite(String callId, Trunk trunk, String destinationE164, CallerId from, String sdpOffer) {
    public OutboundInvite {
        if (!callId.matches("[A-Za-z0-9._@-]{1,128}")) {
            throw new IllegalArgumentException("'" + callId + "' cannot be a Call-ID");
        }
        if (!destinationE164.matches("\\+[0-9]{3,15}|[0-9]{2,6}")) {
            throw new IllegalArgumentException("the destination is no E.164 number");
        }
        if (from.number() != null && !from.number().matches("\\+[0-9]{3,15}")) {
            throw new IllegalArgumentException("the caller's number is no E.164 number");
        }
    }
}
