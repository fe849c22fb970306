package io.tollgate.gateway.switchboard;

import io.tollgate.gateway.overlay.OverlayLink;
import io.tollgate.overlay.dtls.io.CertificateFingerprint;
import io.tollgate.overlay.dtls.io.DtlsIdentity;
import io.tollgate.overlay.gateway.GuardEvents;
import io.tollgate.overlay.gateway.WebRtcGuard;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.seal.SealedChannel;
import io.tollgate.rtp.media.MediaCall;
import io.tollgate.rtp.media.OverlayParameters;
import io.tollgate.rtp.media.OverlayPort;
import io.tollgate.rtp.sdp.Fingerprint;
import io.tollgate.rtp.sdp.LocalWebRtc;
import io.tollgate.rtp.sdp.NegotiatedWebRtc;
import io.tollgate.rtp.sdp.OfferAnswer;
import io.tollgate.rtp.sdp.Outcome;
import io.tollgate.rtp.sdp.OverlayCodec;
import io.tollgate.rtp.sdp.Sdp;
import io.tollgate.rtp.sdp.SdpResult;
import io.tollgate.rtp.sdp.SessionDescription;
import io.tollgate.rtp.sdp.WebRtcAnswer;
import io.tollgate.rtp.srtp.SrtpKeys;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A call's leg to one device: sealed messages both ways, and encrypted media once the device has offered some. Belongs
 * to the call's loop.
 */
final class OverlayLeg {
    private static final Logger LOG = Logger.getLogger(OverlayLeg.class);
    private static final String ICE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final long CLOSED_GRACE_MS = 2_000;
    private static final int UFRAG_LENGTH = 8;
    private static final int PWD_LENGTH = 24;
    /** Opus before all, because it survives losses; a device without it is still heard. */
    private static final List<OverlayCodec> CODECS =
            List.of(OverlayCodec.OPUS, OverlayCodec.PCMU, OverlayCodec.PCMA, OverlayCodec.G722);

    private final OverlayLink link;
    private final SealedChannel channel;
    private final DtlsIdentity identity;
    private final SecureRandom random;

    OverlayLeg(OverlayLink link, SealedChannel channel, DtlsIdentity identity, SecureRandom random) {
        this.link = link;
        this.channel = channel;
        this.identity = identity;
        this.random = random;
    }

    /** The device at the other end, by its id. */
    String device() {
        return channel.peer().deviceId().value();
    }

    /** Sends a message; what cannot be delivered is logged, the media tells whether the device is still there. */
    void tell(CallMessage message) {
        var _ = link.send(channel.peer().deviceId(), channel.call(), channel.seal(message));
    }

    /** Opens what came from the device; empty when it is not to be acted upon. */
    Optional<CallMessage> open(String sealed, Instant now) {
        return switch (channel.open(sealed, now)) {
            case SealedChannel.Message(CallMessage message) -> Optional.of(message);
            case SealedChannel.Unknown unknown -> {
                LOG.debugf("call %s: a message of unknown type %s", channel.call(), unknown.type());
                yield Optional.empty();
            }
            case SealedChannel.Refused refused -> {
                LOG.infof("call %s: refused %s: %s", channel.call(), refused.detail(), refused.reason());
                link.refusals().count(refused.reason());
                yield Optional.empty();
            }
        };
    }

    /** What the leg's media reports, from foreign threads. */
    interface MediaWatch {
        void connected();

        void failed(String why);
    }

    /** The answer to a device's offer, or why there is none. */
    sealed interface Answer {
        record Given(String sdp, String codec) implements Answer {}

        record Refused(String why) implements Answer {}
    }

    /** Opens an encrypted port for the device and answers its offer. Waits for the worker, some milliseconds at most. */
    Answer answer(MediaCall media, String offerSdp, MediaWatch watch) {
        if (!(Sdp.parse(offerSdp) instanceof SdpResult.Parsed(SessionDescription offer))) {
            return new Answer.Refused("its offer is malformed");
        }
        String ufrag = letters(UFRAG_LENGTH);
        String pwd = letters(PWD_LENGTH);
        int ssrc = random.nextInt();
        // The answer's candidates need the port, and the port needs the offer's fingerprint: negotiate, open, write.
        Outcome<WebRtcAnswer> first = OfferAnswer.answerWebRtc(offer, local(ufrag, pwd, ssrc, link.placeholder()));
        if (!(first instanceof Outcome.Agreed<WebRtcAnswer>(WebRtcAnswer agreed))) {
            return new Answer.Refused(
                    ((Outcome.Refused<WebRtcAnswer>) first).refusal().text());
        }
        NegotiatedWebRtc terms = agreed.media();
        Optional<CertificateFingerprint> fingerprint = CertificateFingerprint.of(
                terms.remoteFingerprint().hash(), terms.remoteFingerprint().value());
        if (fingerprint.isEmpty()) {
            return new Answer.Refused("its certificate fingerprint is malformed");
        }
        OverlayPort port = open(media, fingerprint.get(), ufrag, pwd, watch);
        port.parameters(OverlayParameters.of(terms, ssrc));
        List<InetSocketAddress> candidates = link.candidates(port.localAddress().getPort());
        return OfferAnswer.answerWebRtc(offer, local(ufrag, pwd, ssrc, candidates))
                        instanceof Outcome.Agreed<WebRtcAnswer>(WebRtcAnswer answer)
                ? new Answer.Given(answer.description().write(), terms.codec().words())
                : new Answer.Refused("its offer changed its mind");
    }

    private OverlayPort open(
            MediaCall media, CertificateFingerprint fingerprint, String ufrag, String pwd, MediaWatch watch) {
        PortSlot slot = new PortSlot();
        WebRtcGuard guard = WebRtcGuard.create(ufrag, pwd, fingerprint, identity, new GuardEvents() {
            @Override
            public void onKeys(SrtpKeys send, SrtpKeys receive) {
                slot.keys(send, receive);
                watch.connected();
            }

            @Override
            public void onFailed(String why) {
                watch.failed(why);
            }

            @Override
            public void onClosed() {
                // Whoever hangs up closes DTLS too, and that may overtake the message that says so.
                CompletableFuture.delayedExecutor(CLOSED_GRACE_MS, TimeUnit.MILLISECONDS)
                        .execute(() -> watch.failed("the device closed its secure connection"));
            }
        });
        OverlayPort port = media.openOverlay(guard).join();
        slot.port(port);
        return port;
    }

    /** Keys cannot come before the port is open, but they may come before this thread has been told of it. */
    private static final class PortSlot {
        private @Nullable OverlayPort port;
        private @Nullable SrtpKeys send;
        private @Nullable SrtpKeys receive;

        synchronized void port(OverlayPort opened) {
            port = opened;
            if (send != null && receive != null) {
                opened.keys(send, receive);
            }
        }

        synchronized void keys(SrtpKeys forSending, SrtpKeys forReceiving) {
            send = forSending;
            receive = forReceiving;
            if (port != null) {
                port.keys(forSending, forReceiving);
            }
        }
    }

    private LocalWebRtc local(String ufrag, String pwd, int ssrc, List<InetSocketAddress> sockets) {
        return new LocalWebRtc(
                ufrag,
                pwd,
                new Fingerprint("sha-256", identity.fingerprint().value()),
                sockets,
                Integer.toUnsignedLong(ssrc),
                "tollgate",
                channel.call().getLeastSignificantBits() >>> 1,
                1,
                CODECS);
    }

    private String letters(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ICE_LETTERS.charAt(random.nextInt(ICE_LETTERS.length())));
        }
        return text.toString();
    }
}
