package io.tollgate.rtp.sdp;

import java.util.List;

/**
 * What the two sides of a WebRTC session agreed on.
 *
 * @param mid the section's name
 * @param remoteSetup what the other side says about DTLS: {@code ACTPASS} or {@code ACTIVE} in an offer, {@code PASSIVE}
 *     or {@code ACTIVE} in an answer
 * @param codec what goes both ways
 * @param payloadType its number, both ways
 * @param te48kPt payload type of telephone-event/48000, or -1; only Opus has it
 * @param te8kPt payload type of telephone-event/8000, or -1
 * @param ptimeMs milliseconds of audio in each packet we send: 20, 40 or 60, the longest that the other side asks for
 * @param maxPtimeMs milliseconds that it can take in a packet, 0 when it does not say
 * @param opus what it asks of our Opus encoder; the default when the codec is another
 * @param remoteSsrc the other side's announced source, or -1
 * @param remoteCandidates as far as they stood in the description
 * @param direction seen from us
 */
public record NegotiatedWebRtc(
        String mid,
        String remoteUfrag,
        String remotePwd,
        Fingerprint remoteFingerprint,
        Setup remoteSetup,
        OverlayCodec codec,
        int payloadType,
        int te48kPt,
        int te8kPt,
        int ptimeMs,
        int maxPtimeMs,
        OpusParameters opus,
        long remoteSsrc,
        List<Candidate> remoteCandidates,
        Direction direction) {

    public NegotiatedWebRtc {
        remoteCandidates = List.copyOf(remoteCandidates);
    }

    /** Payload type of opus/48000/2, or -1 when another codec was agreed on. */
    public int opusPt() {
        return codec == OverlayCodec.OPUS ? payloadType : -1;
    }

    /** True when the other side's decoder makes use of in-band FEC (RFC 7587 section 6.1). */
    public boolean inbandFec() {
        return opus.inbandFec();
    }

    /** Payload type of the telephone events that run on the codec's own clock, or -1. */
    public int telephoneEventPt() {
        return codec.clockRate() == 48_000 ? te48kPt : te8kPt;
    }

    /** The password is a secret of the session and stays out of logs. */
    @Override
    public String toString() {
        return "NegotiatedWebRtc[mid=" + mid + ", remoteUfrag=" + remoteUfrag + ", codec=" + codec + ", payloadType="
                + payloadType + ", te48kPt=" + te48kPt + ", te8kPt=" + te8kPt + ", ptimeMs=" + ptimeMs + ", opus="
                + opus + ", direction=" + direction + "]";
    }
}
