package io.tollgate.gateway.switchboard;

import io.tollgate.gateway.trunks.TrunkMedia;
import io.tollgate.rtp.media.MediaCall;
import io.tollgate.rtp.media.TrunkParameters;
import io.tollgate.rtp.media.TrunkPort;
import io.tollgate.rtp.sdp.LocalTrunk;
import io.tollgate.rtp.sdp.Negotiated;
import io.tollgate.rtp.sdp.OfferAnswer;
import io.tollgate.rtp.sdp.Outcome;
import io.tollgate.rtp.sdp.Refusal;
import io.tollgate.rtp.sdp.Sdp;
import io.tollgate.rtp.sdp.SdpResult;
import io.tollgate.rtp.sdp.SessionDescription;
import io.tollgate.rtp.sdp.SrtpPolicy;
import io.tollgate.rtp.sdp.TrunkAnswer;
import io.tollgate.rtp.sdp.TrunkSecurity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The media half of a call's leg to a carrier: one RTP port and the offer/answer state that goes with it. */
final class TrunkLeg {
    /** Stands for our port where an offer is only looked at. */
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    private final TrunkPort port;
    private final LocalTrunk local;
    private final SessionDescription offered;
    private @Nullable LocalTrunk answered;
    private @Nullable Negotiated terms;
    private String fault = "";

    private TrunkLeg(TrunkPort port, TrunkMedia wanted, LocalTrunk local) {
        this.port = port;
        port.settings(wanted.settings());
        this.local = local;
        this.offered = OfferAnswer.trunkOffer(local);
    }

    /**
     * Opens a port on the call's worker.
     *
     * @param shown the address that the carrier is told
     * @param wanted the trunk's settings
     * @param random makes our keys where the trunk's media is encrypted
     */
    static TrunkLeg open(MediaCall media, InetAddress shown, TrunkMedia wanted, long sessionId, SecureRandom random) {
        TrunkPort port = media.openTrunk().join();
        InetSocketAddress rtp = new InetSocketAddress(shown, port.rtpAddress().getPort());
        int rtcpPort = port.rtcpAddress().getPort();
        return new TrunkLeg(port, wanted, local(rtp, rtcpPort, wanted, sessionId, security(wanted, random)));
    }

    /** The same port for another trunk, after one failed: with that trunk's settings, and keys that it alone knows. */
    TrunkLeg onto(TrunkMedia other, SecureRandom random) {
        LocalTrunk next = local(local.rtp(), local.rtcpPort(), other, local.sessionId(), security(other, random));
        return new TrunkLeg(port, other, next);
    }

    private static LocalTrunk local(
            InetSocketAddress rtp, int rtcpPort, TrunkMedia wanted, long sessionId, TrunkSecurity security) {
        return new LocalTrunk(
                rtp, rtcpPort, wanted.codecs(), wanted.ptimeMs(), sessionId, 1, wanted.features(), security);
    }

    private static TrunkSecurity security(TrunkMedia wanted, SecureRandom random) {
        if (wanted.srtp() == SrtpPolicy.OFF) {
            return TrunkSecurity.NONE;
        }
        byte[] keys = new byte[TrunkSecurity.KEYING_BYTES];
        random.nextBytes(keys);
        return TrunkSecurity.of(wanted.srtp(), keys);
    }

    /** Why a carrier's offer could not be answered on a trunk with these settings; empty when it can be. */
    static Optional<String> fault(String offerSdp, TrunkMedia wanted) {
        TrunkSecurity security = wanted.srtp() == SrtpPolicy.OFF
                ? TrunkSecurity.NONE
                : TrunkSecurity.of(wanted.srtp(), new byte[TrunkSecurity.KEYING_BYTES]);
        return switch (Sdp.parse(offerSdp)) {
            case SdpResult.Malformed malformed -> Optional.of(words(malformed));
            case SdpResult.Parsed(SessionDescription offer) ->
                OfferAnswer.answerTrunk(offer, local(NOWHERE, 10, wanted, 0, security))
                                instanceof Outcome.Refused<TrunkAnswer>(Refusal refusal)
                        ? Optional.of(refusal.text())
                        : Optional.empty();
        };
    }

    private static String words(SdpResult.Malformed malformed) {
        return "SDP line " + malformed.line() + ": " + malformed.why();
    }

    /** Our offer, for an INVITE or for a 200 to an INVITE without one. */
    String offer() {
        return offered.write();
    }

    /** Applies the carrier's answer to our offer; empty when it is usable, else why not. */
    synchronized Optional<String> apply(String answerSdp) {
        return switch (Sdp.parse(answerSdp)) {
            case SdpResult.Malformed malformed -> Optional.of(words(malformed));
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
            fault = "the SDP is malformed";
            return null;
        }
        LocalTrunk next = answered == null && terms == null ? local : (answered == null ? local : answered).next();
        return switch (OfferAnswer.answerTrunk(offer, next)) {
            case Outcome.Agreed<TrunkAnswer>(TrunkAnswer answer) -> {
                answered = next;
                use(answer.media());
                yield answer.description().write();
            }
            case Outcome.Refused<TrunkAnswer>(Refusal refusal) -> {
                fault = refusal.text();
                yield null;
            }
        };
    }

    /** Why the last offer was not answered; empty when none was refused. */
    synchronized String fault() {
        return fault;
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
