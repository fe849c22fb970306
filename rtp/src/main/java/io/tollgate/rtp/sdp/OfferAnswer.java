package io.tollgate.rtp.sdp;

/**
 * Offer and answer on both sides of the gateway, as pure functions: addresses, keys and session numbers are arguments.
 */
public final class OfferAnswer {
    private OfferAnswer() {}

    /**
     * Our offer to a trunk: one audio section with the codecs in our order, RTP/SAVP with a line for each of our keys
     * when encryption is required, else RTP/AVP.
     */
    public static SessionDescription trunkOffer(LocalTrunk local) {
        return TrunkNegotiation.offer(local, Direction.SENDRECV);
    }

    /** As {@link #trunkOffer(LocalTrunk)} with a direction, for putting a call on hold. */
    public static SessionDescription trunkOffer(LocalTrunk local, Direction direction) {
        return TrunkNegotiation.offer(local, direction);
    }

    /**
     * Answers a trunk's offer (RFC 3264 section 6): the first usable audio section is accepted with every codec that we
     * speak, in the offer's order, every other section is refused with port 0. The same answer serves a 183 with early
     * media and the 200 after it. For a re-offer pass {@link LocalTrunk#next()}, and remember it: the keys stay.
     */
    public static Outcome<TrunkAnswer> answerTrunk(SessionDescription offer, LocalTrunk local) {
        return TrunkNegotiation.answer(offer, local);
    }

    /** Reads a trunk's answer to our offer, from a 183 or a 200. */
    public static Outcome<Negotiated> readTrunkAnswer(SessionDescription offer, SessionDescription answer) {
        return TrunkNegotiation.readAnswer(offer, answer);
    }

    /** The Java peer's offer: full ICE, {@code setup:actpass}, our codecs and telephone events of their clocks. */
    public static SessionDescription webRtcOffer(LocalWebRtc local) {
        return WebRtcNegotiation.offer(local);
    }

    /**
     * The gateway's answer to a browser or a Java peer: ICE-lite, {@code setup:passive}, BUNDLE with the one accepted
     * section, rtcp-mux, our candidates and {@code end-of-candidates}. The codec is the first of ours that was offered:
     * with Opus alone a call is transcoded, with a trunk's codec in front of it the audio can go through as it is.
     *
     * @throws IllegalArgumentException when {@code local} has no socket
     */
    public static Outcome<WebRtcAnswer> answerWebRtc(SessionDescription offer, LocalWebRtc local) {
        return WebRtcNegotiation.answer(offer, local);
    }

    /** Reads the gateway's answer, for the Java peer. */
    public static Outcome<NegotiatedWebRtc> readWebRtcAnswer(SessionDescription offer, SessionDescription answer) {
        return WebRtcNegotiation.readAnswer(offer, answer);
    }
}
