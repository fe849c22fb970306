package io.tollgate.rtp.sdp;

import java.util.List;

/**
 * What the two sides of a WebRTC session agreed on.
 *
 * @param mid the section's name
 * @param remoteSetup what the other side says about DTLS: {@code ACTPASS} or {@code ACTIVE} in an offer, {@code PASSIVE}
 *     or {@code ACTIVE} in an answer
 * @param opusPt payload type of opus/48000/2
 * @param te48kPt payload type of telephone-event/48000, or -1
 * @param te8kPt payload type of telephone-event/8000, or -1
 * @param ptimeMs milliseconds of audio in each packet we send
 * @param inbandFec true when the other side's decoder makes use of in-band FEC (RFC 7587 section 6.1)
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
        int opusPt,
        int te48kPt,
        int te8kPt,
        int ptimeMs,
        boolean inbandFec,
        long remoteSsrc,
        List<Candidate> remoteCandidates,
        Direction direction) {

    public NegotiatedWebRtc {
        remoteCandidates = List.copyOf(remoteCandidates);
    }

    /** The password is a secret of the session and stays out of logs. */
    @Override
    public String toString() {
        return "NegotiatedWebRtc[mid=" + mid + ", remoteUfrag=" + remoteUfrag + ", opusPt=" + opusPt + ", te48kPt="
                + te48kPt + ", te8kPt=" + te8kPt + ", ptimeMs=" + ptimeMs + ", direction=" + direction + "]";
    }
}
