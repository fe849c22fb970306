package io.tollgate.overlay.peer.io;

import io.tollgate.overlay.dtls.io.CertificateFingerprint;
import io.tollgate.overlay.dtls.io.DtlsIdentity;
import io.tollgate.overlay.gateway.GuardEvents;
import io.tollgate.overlay.gateway.WebRtcGuard;
import io.tollgate.overlay.ice.IceCredentials;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.media.MediaCall;
import io.tollgate.rtp.media.MediaConfig;
import io.tollgate.rtp.media.MediaEvents;
import io.tollgate.rtp.media.MediaPlane;
import io.tollgate.rtp.media.OverlayParameters;
import io.tollgate.rtp.media.OverlayPort;
import io.tollgate.rtp.media.Side;
import io.tollgate.rtp.sdp.Fingerprint;
import io.tollgate.rtp.sdp.LocalWebRtc;
import io.tollgate.rtp.sdp.NegotiatedWebRtc;
import io.tollgate.rtp.sdp.OfferAnswer;
import io.tollgate.rtp.sdp.Outcome;
import io.tollgate.rtp.sdp.Sdp;
import io.tollgate.rtp.sdp.SdpResult;
import io.tollgate.rtp.sdp.SessionDescription;
import io.tollgate.rtp.sdp.WebRtcAnswer;
import io.tollgate.rtp.srtp.SrtpKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The media half of a gateway: the real media plane behind the real guard, answering offers as a gateway does. */
final class TestGatewayMedia implements AutoCloseable {
    /** One answered leg. */
    record Leg(MediaCall call, String answerSdp, BlockingQueue<Character> digits) {}

    private final SecureRandom random = new SecureRandom();
    private final DtlsIdentity identity = DtlsIdentity.create(random, Instant.parse("2026-11-21T12:00:00Z"));
    private final MediaPlane plane;

    private TestGatewayMedia(MediaPlane plane) {
        this.plane = plane;
    }

    static TestGatewayMedia start() throws IOException {
        return new TestGatewayMedia(MediaPlane.start(new MediaConfig(
                InetAddress.ofLiteral("127.0.0.1"), null, 0, 28_000, 28_100, 1, OpusSettings.TELEPHONE)));
    }

    CertificateFingerprint fingerprint() {
        return identity.fingerprint();
    }

    Leg answer(String offerSdp) throws Exception {
        IceCredentials ice = IceCredentials.random(random);
        int ssrc = random.nextInt();
        SessionDescription offer = ((SdpResult.Parsed) Sdp.parse(offerSdp)).description();
        NegotiatedWebRtc terms = agreed(
                        offer, ice, ssrc, List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9)))
                .media();
        Fingerprint said = terms.remoteFingerprint();
        BlockingQueue<Character> digits = new LinkedBlockingQueue<>();
        CompletableFuture<OverlayPort> port = new CompletableFuture<>();
        WebRtcGuard guard = WebRtcGuard.create(
                ice.ufrag(),
                ice.password(),
                new CertificateFingerprint(said.hash(), said.value()),
                identity,
                new GuardEvents() {
                    @Override
                    public void onKeys(SrtpKeys send, SrtpKeys receive) {
                        port.join().keys(send, receive);
                    }

                    @Override
                    public void onFailed(String why) {}

                    @Override
                    public void onClosed() {}
                });
        MediaCall call = plane.newCall("test-" + ice.ufrag(), new DigitEvents(digits));
        port.complete(call.openOverlay(guard).get(5, TimeUnit.SECONDS));
        port.join().parameters(OverlayParameters.of(terms, ssrc));
        WebRtcAnswer answer = agreed(offer, ice, ssrc, List.of(port.join().localAddress()));
        return new Leg(call, answer.description().write(), digits);
    }

    private WebRtcAnswer agreed(
            SessionDescription offer, IceCredentials ice, int ssrc, List<InetSocketAddress> candidates) {
        Fingerprint ours = new Fingerprint(fingerprint().hash(), fingerprint().value());
        LocalWebRtc local = new LocalWebRtc(
                ice.ufrag(), ice.password(), ours, candidates, Integer.toUnsignedLong(ssrc), "gateway", 1, 1);
        return switch (OfferAnswer.answerWebRtc(offer, local)) {
            case Outcome.Agreed<WebRtcAnswer> found -> found.value();
            case Outcome.Refused<WebRtcAnswer> refused -> throw new AssertionError(refused.refusal());
        };
    }

    @Override
    public void close() {
        plane.close();
    }

    private record DigitEvents(BlockingQueue<Character> digits) implements MediaEvents {
        @Override
        public void onConnected(Side side) {}

        @Override
        public void onDtmf(Side from, char digit, int durationMs) {
            digits.add(digit);
        }

        @Override
        public void onSilent(Side side, long silentMs) {}

        @Override
        public void onTransportLost(Side side, String why) {}
    }
}
