package io.tollgate.gateway.switchboard;

import io.tollgate.rtp.media.MediaCall;
import io.tollgate.rtp.media.TrunkParameters;
import io.tollgate.rtp.media.TrunkPort;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.sdp.LocalTrunk;
import io.tollgate.rtp.sdp.Negotiated;
import io.tollgate.rtp.sdp.OfferAnswer;
import io.tollgate.rtp.sdp.Outcome;
import io.tollgate.rtp.sdp.Sdp;
import io.tollgate.rtp.sdp.SdpResult;
import io.tollgate.rtp.sdp.SessionDescription;
import io.tollgate.rtp.sdp.TrunkAnswer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The media half of a call's leg to a carrier: one RTP port and the offer/answer state that goes with it. */
final class TrunkLeg {
    private static final int PTIME_MS = 20;

    private final TrunkPort port;
    private final LocalTrunk local;
    private final SessionDescription offered;
    private @Nullable LocalTrunk answered;
    private @Nullable Negotiated terms;

    private TrunkLeg(TrunkPort port, LocalTrunk local) {
        this.port = port;
        this.local = local;
        this.offered = OfferAnswer.trunkOffer(local);
    }

    /**
     * Opens a port on the call's worker.
     *
     * @param shown the address that the carrier is told
     * @param codecs names as the trunk lists them; those that the media plane does not know are left out
     */
    static TrunkLeg open(MediaCall media, InetAddress shown, List<String> codecs, long sessionId) {
        TrunkPort port = media.openTrunk().join();
        List<AudioCodec> known = codecs.stream()
                .flatMap(name -> Arrays.stream(AudioCodec.values())
                        .filter(codec -> codec.encodingName().equalsIgnoreCase(name)))
                .toList();
        return new TrunkLeg(
                port,
                new LocalTrunk(
                        new InetSocketAddress(shown, port.rtpAddress().getPort()),
                        port.rtcpAddress().getPort(),
                        known.isEmpty() ? List.of(AudioCodec.PCMU, AudioCodec.PCMA) : known,
                        PTIME_MS,
                        sessionId,
                        1));
    }

    /** Our offer, for an INVITE or for a 200 to an INVITE without one. */
    String offer() {
        return offered.write();
    }

    /** Applies the carrier's answer to our offer; empty when it is usable, else why not. */
    synchronized Optional<String> apply(String answerSdp) {
        return switch (Sdp.parse(answerSdp)) {
            case SdpResult.Malformed(int line, String why) -> Optional.of("SDP line " + line + ": " + why);
            case SdpResult.Parsed(SessionDescription answer) ->
                switch (OfferAnswer.readTrunkAnswer(offered, answer)) {
                    case Outcome.Refused<Negotiated> refused ->
                        Optional.of(refused.refusal().text());
                    case Outcome.Agreed<Negotiated>(Negotiated media) -> {
                        use(media);
                        yield Optional.empty();
                    }
                };
        };
    }

    /**
     * Answers the carrier's offer, the first or a later one; null when it cannot be met (488). Called on the SIP lane for
     * re-offers, hence synchronized.
     */
    synchronized @Nullable String answer(String offerSdp) {
        if (!(Sdp.parse(offerSdp) instanceof SdpResult.Parsed(SessionDescription offer))) {
            return null;
        }
        LocalTrunk next = answered == null && terms == null ? local : (answered == null ? local : answered).next();
        if (OfferAnswer.answerTrunk(offer, next) instanceof Outcome.Agreed<TrunkAnswer>(TrunkAnswer answer)) {
            answered = next;
            use(answer.media());
            return answer.description().write();
        }
        return null;
    }

    private void use(Negotiated media) {
        terms = media;
        port.parameters(TrunkParameters.of(media));
    }

    /** In words, e.g. {@code PCMU/8000}; empty before anything was agreed. */
    synchronized String codec() {
        return terms == null
                ? ""
                : terms.codec().encodingName() + "/" + terms.codec().clockRate();
    }
}
