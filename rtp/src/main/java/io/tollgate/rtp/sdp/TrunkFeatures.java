package io.tollgate.rtp.sdp;

/**
 * What a trunk's descriptions hold besides voice.
 *
 * @param comfortNoise whether we offer and accept comfort noise (RFC 3389)
 * @param rtcpMux whether we offer RTP and RTCP on one port (RFC 5761); we accept it in any case
 * @param telephoneEvents whether we offer and accept telephone-event (RFC 4733)
 */
public record TrunkFeatures(boolean comfortNoise, boolean rtcpMux, boolean telephoneEvents) {
    /** Telephone events only. */
    public static final TrunkFeatures DEFAULT = new TrunkFeatures(false, false, true);
}
