package io.tollgate.overlay.peer.io;

import io.tollgate.overlay.dtls.io.CertificateFingerprint;
import io.tollgate.overlay.dtls.io.DtlsClientHandshake;
import io.tollgate.overlay.dtls.io.DtlsEvents;
import io.tollgate.overlay.dtls.io.DtlsIdentity;
import io.tollgate.overlay.dtls.io.DtlsSettings;
import io.tollgate.overlay.ice.IceAction;
import io.tollgate.overlay.ice.IceAgent;
import io.tollgate.overlay.ice.IceCandidate;
import io.tollgate.overlay.ice.IceCredentials;
import io.tollgate.overlay.peer.MediaSummary;
import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.packet.Demux;
import io.tollgate.rtp.sdp.Candidate;
import io.tollgate.rtp.sdp.Fingerprint;
import io.tollgate.rtp.sdp.LocalWebRtc;
import io.tollgate.rtp.sdp.NegotiatedWebRtc;
import io.tollgate.rtp.sdp.OfferAnswer;
import io.tollgate.rtp.sdp.Outcome;
import io.tollgate.rtp.sdp.Sdp;
import io.tollgate.rtp.sdp.SdpResult;
import io.tollgate.rtp.sdp.SessionDescription;
import io.tollgate.rtp.sdp.Setup;
import io.tollgate.rtp.srtp.SrtpKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The media of one call of the Java peer. {@link #open} binds the sockets and starts the thread; {@link #offer} goes into
 * the call message; {@link #connect} takes the gateway's answer; {@link #close} gives the summary. Commands may come from
 * any thread, everything else happens on the media thread.
 */
public final class PeerMedia implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PeerMedia.class);
    private static final long CLOSE_WAIT_S = 5;
    /** Behind by more than this, the missed packet times are given up rather than sent in a burst. */
    private static final long MAX_BEHIND_NS = 10 * AudioLeg.FRAME_NS;

    private final PeerSockets sockets;
    private final DtlsIdentity identity;
    private final OpusLibrary opus;
    private final SoundSource source;
    private final List<SoundSink> sinks;
    private final PeerMediaEvents events;
    private final SecureRandom random;
    private final IceCredentials credentials;
    private final int ssrc;
    private final SessionDescription offer;
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<MediaSummary> ended = new CompletableFuture<>();
    private final short[] voice = new short[AudioLeg.FRAME];
    private final short[] heard = new short[AudioLeg.FRAME];

    private Reading.@Nullable Usable agreed;
    private @Nullable IceAgent ice;
    private @Nullable DtlsClientHandshake dtls;
    private @Nullable AudioLeg audio;
    private volatile IceAction.@Nullable Selected path;
    private final StringBuilder earlyKeys = new StringBuilder();
    private long nextFrameNs;
    private boolean talking;
    private boolean stopping;
    private boolean broken;

    private PeerMedia(
            PeerSockets sockets,
            DtlsIdentity identity,
            OpusLibrary opus,
            SoundSource source,
            List<SoundSink> sinks,
            PeerMediaEvents events,
            SecureRandom random) {
        this.sockets = sockets;
        this.identity = identity;
        this.opus = opus;
        this.source = source;
        this.sinks = List.copyOf(sinks);
        this.events = events;
        this.random = random;
        this.credentials = IceCredentials.random(random);
        this.ssrc = random.nextInt();
        this.offer = OfferAnswer.webRtcOffer(new LocalWebRtc(
                credentials.ufrag(),
                credentials.password(),
                new Fingerprint(
                        identity.fingerprint().hash(), identity.fingerprint().value()),
                sockets.bases(),
                Integer.toUnsignedLong(ssrc),
                HexFormat.of().toHexDigits(random.nextLong()),
                random.nextLong() >>> 2,
                1));
    }

    /**
     * Binds a UDP socket on each address and starts the media thread.
     *
     * @param source our voice, played from {@link #talk} on; closed with the media
     * @param sinks what the other side says goes to each of these; closed with the media
     * @throws IOException when no socket can be bound
     */
    public static PeerMedia open(
            List<InetAddress> addresses,
            DtlsIdentity identity,
            OpusLibrary opus,
            SoundSource source,
            List<SoundSink> sinks,
            PeerMediaEvents events,
            SecureRandom random)
            throws IOException {
        PeerSockets sockets = PeerSockets.open(addresses);
        PeerMedia media = new PeerMedia(sockets, identity, opus, source, sinks, events, random);
        Thread.ofPlatform().name("peer-media").daemon().start(media::run);
        return media;
    }

    /** Our SDP offer. */
    public String offer() {
        return offer.write();
    }

    /** Takes the gateway's SDP answer and begins with ICE. A second answer is ignored. */
    public void connect(String answerSdp) {
        post(() -> begin(answerSdp));
    }

    /** From now on the source is heard by the other side; before, it hears silence. */
    public void talk() {
        post(() -> talking = true);
    }

    /** Sends keys as telephone events, as soon as the media is up. */
    public void sendKeys(String digits) {
        post(() -> {
            if (audio == null) {
                earlyKeys.append(digits);
            } else {
                press(audio, digits);
            }
        });
    }

    /** Stops everything; completes when files are written. */
    public MediaSummary end() {
        post(() -> stopping = true);
        try {
            return ended.get(CLOSE_WAIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return MediaSummary.NOTHING;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("The media did not end in order: %s", e.getMessage());
            return MediaSummary.NOTHING;
        }
    }

    @Override
    public void close() {
        end();
    }

    private void post(Runnable command) {
        commands.add(command);
        sockets.wakeUp();
    }

    // --- the media thread ---

    private void run() {
        try {
            while (true) {
                for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                    command.run();
                }
                if (stopping) {
                    break;
                }
                sockets.await(waitNs(System.nanoTime()), this::onDatagram);
                long nowNs = System.nanoTime();
                if (ice != null) {
                    perform(ice.onTime(nowNs));
                }
                playFrames(nowNs);
            }
        } catch (IOException | RuntimeException e) {
            // Whatever it is, it ends this call's media only; the call's owner is told and hangs up.
            LOG.warn("The media thread failed", e);
            breakOff("the media stopped: " + e.getMessage());
        } finally {
            ended.complete(shutDown());
        }
    }

    private long waitNs(long nowNs) {
        long wait = 1_000_000_000L;
        if (audio != null) {
            wait = Math.min(wait, nextFrameNs - nowNs);
        }
        if (ice != null) {
            OptionalLong deadline = ice.deadlineNs(nowNs);
            if (deadline.isPresent()) {
                wait = Math.min(wait, deadline.getAsLong() - nowNs);
            }
        }
        return Math.max(0, wait);
    }

    private void begin(String answerSdp) {
        if (agreed != null) {
            return;
        }
        switch (read(answerSdp)) {
            case Reading.Unusable(String why) -> breakOff("the gateway's answer cannot be used: " + why);
            case Reading.Usable usable -> {
                agreed = usable;
                NegotiatedWebRtc media = usable.media();
                List<IceCandidate> remotes = new ArrayList<>();
                for (Candidate candidate : media.remoteCandidates()) {
                    Optional<InetSocketAddress> address = candidate.udpSocket();
                    if (candidate.component() == 1 && address.isPresent()) {
                        long priority = Math.clamp(candidate.priority(), 1, 0x7FFFFFFFL);
                        remotes.add(new IceCandidate(address.get(), priority));
                    }
                }
                ice = new IceAgent(
                        credentials,
                        new IceCredentials(media.remoteUfrag(), media.remotePwd()),
                        candidates(),
                        remotes,
                        true,
                        random,
                        System.nanoTime());
            }
        }
    }

    private List<IceCandidate> candidates() {
        List<IceCandidate> out = new ArrayList<>();
        for (InetSocketAddress base : sockets.bases()) {
            out.add(IceCandidate.host(base, 65_535 - out.size()));
        }
        return out;
    }

    private sealed interface Reading {
        record Usable(NegotiatedWebRtc media, CertificateFingerprint fingerprint) implements Reading {}

        record Unusable(String why) implements Reading {}
    }

    private Reading read(String answerSdp) {
        return switch (Sdp.parse(answerSdp)) {
            case SdpResult.Malformed(int line, String why) -> new Reading.Unusable("line " + line + ", " + why);
            case SdpResult.Parsed(SessionDescription answer) ->
                switch (OfferAnswer.readWebRtcAnswer(offer, answer)) {
                    case Outcome.Refused<NegotiatedWebRtc> refused ->
                        new Reading.Unusable(refused.refusal().text().toLowerCase(Locale.ROOT));
                    case Outcome.Agreed<NegotiatedWebRtc> found -> checked(found.value());
                };
        };
    }

    private static Reading checked(NegotiatedWebRtc media) {
        if (media.remoteSetup() != Setup.PASSIVE) {
            return new Reading.Unusable("it wants to be the DTLS client");
        }
        Fingerprint said = media.remoteFingerprint();
        return CertificateFingerprint.of(said.hash(), said.value())
                .<Reading>map(fingerprint -> new Reading.Usable(media, fingerprint))
                .orElseGet(() -> new Reading.Unusable("its fingerprint is malformed"));
    }

    private void onDatagram(InetSocketAddress base, InetSocketAddress from, byte[] buf, int len) {
        if (len == 0 || ice == null) {
            return;
        }
        long nowNs = System.nanoTime();
        switch (Demux.of(buf[0])) {
            case STUN -> perform(ice.onDatagram(buf, 0, len, base, from, nowNs));
            case DTLS -> {
                if (dtls != null && isPath(base, from)) {
                    dtls.feed(buf, 0, len);
                }
            }
            case RTP_OR_RTCP -> {
                if (audio != null && len > 1 && !Demux.isRtcp(buf[1])) {
                    audio.receive(buf, len, nowNs);
                }
            }
            case TURN_CHANNEL, UNKNOWN -> LOG.debug("A datagram of no known kind was dropped");
        }
    }

    private boolean isPath(InetSocketAddress base, InetSocketAddress from) {
        IceAction.Selected selected = path;
        return selected != null
                && selected.base().equals(base)
                && selected.remote().equals(from);
    }

    private void perform(List<IceAction> actions) {
        for (IceAction action : actions) {
            switch (action) {
                case IceAction.Transmit transmit ->
                    sockets.send(transmit.base(), transmit.to(), transmit.datagram(), 0, transmit.datagram().length);
                case IceAction.Selected selected -> onSelected(selected);
                case IceAction.Failed(String why) -> breakOff(why);
                case IceAction.ConsentLost() -> breakOff("the gateway did not answer for 30 seconds");
            }
        }
    }

    private void onSelected(IceAction.Selected selected) {
        path = selected;
        Reading.Usable usable = agreed;
        if (dtls != null || usable == null) {
            return;
        }
        dtls = DtlsClientHandshake.start(
                identity,
                usable.fingerprint(),
                DtlsSettings.DEFAULT,
                this::sendOnPath,
                new DtlsOutcome(usable.media()));
    }

    /** Called from the media thread and from DTLS's own. */
    private void sendOnPath(byte[] buf, int off, int len) {
        IceAction.Selected selected = path;
        if (selected != null) {
            sockets.send(selected.base(), selected.remote(), buf, off, len);
        }
    }

    private static void press(AudioLeg leg, String digits) {
        if (leg.canSendKeys()) {
            leg.sendKeys(digits);
        } else if (!digits.isEmpty()) {
            LOG.warn("Keys were not sent: the gateway takes no telephone events");
        }
    }

    private void playFrames(long nowNs) throws IOException {
        AudioLeg leg = audio;
        if (leg == null || nowNs - nextFrameNs < 0) {
            return;
        }
        if (nowNs - nextFrameNs > MAX_BEHIND_NS) {
            nextFrameNs = nowNs;
        }
        while (nowNs - nextFrameNs >= 0) {
            if (talking && !leg.sendingKeys()) {
                source.next(voice, AudioLeg.FRAME);
            } else {
                Arrays.fill(voice, (short) 0);
            }
            leg.send(voice, this::sendOnPath);
            leg.play(heard, nowNs);
            for (SoundSink sink : sinks) {
                sink.accept(heard, AudioLeg.FRAME);
            }
            nextFrameNs += AudioLeg.FRAME_NS;
        }
    }

    private void breakOff(String why) {
        if (!broken && !stopping) {
            broken = true;
            events.onBroken(why);
        }
    }

    private MediaSummary shutDown() {
        MediaSummary summary = audio == null ? MediaSummary.NOTHING : audio.summary();
        if (dtls != null) {
            dtls.close();
        }
        if (audio != null) {
            audio.close();
        }
        source.close();
        for (SoundSink sink : sinks) {
            try {
                sink.close();
            } catch (IOException e) {
                LOG.warnf("A recording could not be completed: %s", e.getMessage());
            }
        }
        sockets.close();
        return summary;
    }

    private final class DtlsOutcome implements DtlsEvents {
        private final NegotiatedWebRtc media;

        DtlsOutcome(NegotiatedWebRtc media) {
            this.media = media;
        }

        @Override
        public void onKeys(SrtpKeys send, SrtpKeys receive) {
            post(() -> {
                AudioLeg leg = new AudioLeg(media, ssrc, send, receive, opus, events, random);
                audio = leg;
                press(leg, earlyKeys.toString());
                nextFrameNs = System.nanoTime();
                events.onSecured("opus/48000 under " + send.profile());
            });
        }

        @Override
        public void onFailed(String why) {
            post(() -> breakOff(why));
        }

        @Override
        public void onClosed() {
            // The gateway closes when the call ends, and its last message is on the way; consent sees to the rest.
            LOG.debug("The gateway closed DTLS");
        }
    }
}
