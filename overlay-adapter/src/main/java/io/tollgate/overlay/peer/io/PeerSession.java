package io.tollgate.overlay.peer.io;

import io.tollgate.overlay.client.io.Delivery;
import io.tollgate.overlay.client.io.GatewayInfo;
import io.tollgate.overlay.client.io.LoginClient;
import io.tollgate.overlay.client.io.LoginResult;
import io.tollgate.overlay.client.io.OverlayClient;
import io.tollgate.overlay.client.io.OverlayClientConfig;
import io.tollgate.overlay.client.io.OverlayListener;
import io.tollgate.overlay.client.io.OverlayState;
import io.tollgate.overlay.client.io.SendOutcome;
import io.tollgate.overlay.dtls.io.DtlsIdentity;
import io.tollgate.overlay.dtls.io.DtlsWarmUp;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.CredentialResult;
import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.identity.Role;
import io.tollgate.overlay.message.CallKey;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.Fingerprint;
import io.tollgate.overlay.peer.PeerInput;
import io.tollgate.overlay.peer.PeerState;
import io.tollgate.overlay.seal.ReplayGuard;
import io.tollgate.overlay.seal.SealedChannel;
import io.tollgate.overlay.seal.Sealing;
import io.tollgate.rtp.codec.OpusLibrary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A device that is signed in: places calls, hears of incoming ones. Any thread. */
public final class PeerSession implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PeerSession.class);
    private static final long WAIT_S = 12;
    /** Calls that may be up or ringing at once on one device. */
    private static final int MAX_CALLS = 8;

    /** What a call's sound is made of. */
    public record CallSound(SoundSource source, List<SoundSink> sinks) {
        public CallSound {
            sinks = List.copyOf(sinks);
        }
    }

    /** Takes calls that ring. Called on a virtual thread of the call's own; blocking is fine. */
    public interface RingListener {
        /** Opens the sound for a call that rings: called first. */
        CallSound soundFor(CallMessage.Ring ring) throws PeerException;

        /** What the peer does by itself in this call. */
        CallPlan plan();

        /** Runs the call's driver, and answers or declines meanwhile. */
        void onRing(IncomingCall call) throws InterruptedException;

        /** There will be no more calls: the overlay does not let us in again. */
        void onOver(PeerException why);
    }

    private final String user;
    private final HttpClient http;
    private final CredentialKeeper credential;
    private final OverlayClient client;
    private final CredentialVerifier verifier;
    private final Sealing sealing;
    private final DtlsIdentity identity;
    private final OpusLibrary opus;
    private final List<InetAddress> addresses;
    private final SecureRandom random;
    private final Clock clock;
    private final Consumer<String> watcher;
    private final Map<UUID, PeerCallDriver.Inbox> inboxes;
    private final @Nullable RingListener rings;

    private PeerSession(
            URI server,
            String user,
            DeviceKeys keys,
            LoginResult.LoggedIn login,
            List<InetAddress> addresses,
            SecureRandom random,
            Clock clock,
            Consumer<String> watcher,
            @Nullable RingListener rings) {
        this.user = user;
        this.verifier = new CredentialVerifier(login.issuerKeys());
        this.sealing = new Sealing(Role.PEER, keys, ReplayGuard.forPeer(), random);
        this.identity = DtlsIdentity.create(random, clock.instant());
        this.opus = OpusLibrary.load();
        this.addresses = addresses;
        this.random = random;
        this.clock = clock;
        this.watcher = watcher;
        this.rings = rings;
        this.inboxes = new ConcurrentHashMap<>();
        this.http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(WAIT_S))
                .build();
        this.credential = new CredentialKeeper(new LoginClient(server, http, clock), keys, login, clock);
        this.client = OverlayClient.connect(
                OverlayClientConfig.of(login.supernodes().getFirst(), keys, credential, "tollgate-peer"), new Ears());
    }

    /**
     * Connects to the first supernode of the login answer.
     *
     * @param server the login server: a gateway on this very host is reached over loopback
     * @param watcher hears progress, one line at a time, from any thread
     * @param rings takes incoming calls; null: they ring elsewhere
     * @throws PeerException when there is no welcome
     */
    public static PeerSession open(
            URI server,
            String user,
            DeviceKeys keys,
            LoginResult.LoggedIn login,
            SecureRandom random,
            Clock clock,
            Consumer<String> watcher,
            @Nullable RingListener rings)
            throws PeerException, InterruptedException {
        if (login.supernodes().isEmpty()) {
            throw new PeerException(PeerException.Kind.NETWORK, "The login server named no supernode.");
        }
        List<InetAddress> addresses;
        try {
            addresses =
                    LocalAddresses.list(InetAddress.getByName(server.getHost()).isLoopbackAddress());
        } catch (IOException e) {
            throw new PeerException(PeerException.Kind.NETWORK, "The server " + server.getHost() + " cannot be found.");
        }
        PeerSession session = new PeerSession(server, user, keys, login, addresses, random, clock, watcher, rings);
        Thread.ofVirtual().name("dtls-warm-up").start(() -> DtlsWarmUp.run(session.identity));
        Thread.ofPlatform()
                .name("audio-warm-up")
                .daemon()
                .start(() -> AudioWarmUp.run(session.identity, session.opus, random));
        try {
            await(session.client.connected(), "The supernode does not let us in");
        } catch (PeerException e) {
            session.close();
            throw e;
        }
        return session;
    }

    /** The gateways whose credentials are genuine. */
    public List<Credential> gateways() throws PeerException, InterruptedException {
        List<GatewayInfo> found = await(client.findGateways(), "The supernode does not answer");
        return found.stream()
                .map(gateway -> verified(gateway.device(), gateway.credential()))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Calls a number (or {@code echo123}) through one of the gateways.
     *
     * @param dialled as the user typed it
     * @throws PeerException when no gateway is there or it cannot be reached
     */
    public PeerCallDriver call(String dialled, CallSound sound, CallPlan plan)
            throws PeerException, InterruptedException {
        List<Credential> gateways = gateways();
        if (gateways.isEmpty()) {
            throw new PeerException(PeerException.Kind.NETWORK, "There is no gateway at the moment.");
        }
        Credential gateway = gateways.get(random.nextInt(gateways.size()));
        UUID call = TimeOrderedId.next(clock.instant(), random);
        PeerCallDriver.Inbox inbox = new PeerCallDriver.Inbox(watcher);
        PeerMedia media = openMedia(sound, inbox);
        String offer = media.offer();
        CallMessage.Call message = new CallMessage.Call(
                user,
                dialled,
                clock.instant(),
                UUID.randomUUID().toString(),
                CallKey.random(random),
                Fingerprint.ofSdp(offer),
                offer);
        Sealing.Started started = sealing.start(call, message, gateway);
        inboxes.put(call, inbox);
        long nowNs = System.nanoTime();
        PeerCallDriver driver = new PeerCallDriver(
                client,
                gateway.deviceId(),
                started.channel(),
                media,
                PeerState.calling(nowNs),
                inbox,
                plan,
                clock,
                watcher,
                nowNs);
        try {
            SendOutcome outcome =
                    await(client.send(gateway.deviceId(), call, started.sealed()), "The supernode does not answer");
            if (outcome == SendOutcome.NOT_REACHABLE) {
                throw new PeerException(PeerException.Kind.NETWORK, "The gateway is not reachable.");
            }
        } catch (PeerException e) {
            media.close();
            inboxes.remove(call);
            throw e;
        }
        return driver;
    }

    /** Forgets a call that is over. */
    public void forget(PeerCallDriver driver) {
        inboxes.remove(driver.callId());
    }

    private PeerMedia openMedia(CallSound sound, PeerMediaEvents events) throws PeerException {
        try {
            return PeerMedia.open(addresses, identity, opus, sound.source(), sound.sinks(), events, random);
        } catch (IOException e) {
            throw new PeerException(
                    PeerException.Kind.LOCAL, "No socket for the media can be opened: " + e.getMessage() + ".");
        }
    }

    private Optional<Credential> verified(DeviceId device, String token) {
        return switch (verifier.verify(token, clock.instant())) {
            case CredentialResult.Valid(Credential credential)
            when credential.role() == Role.GATEWAY && credential.deviceId().equals(device) -> Optional.of(credential);
            case CredentialResult.Valid _ -> Optional.empty();
            case CredentialResult.Refused refused -> {
                LOG.warnf("A gateway's credential was refused: %s", refused.reason());
                yield Optional.empty();
            }
        };
    }

    private void ring(Delivery mail) {
        RingListener listener = rings;
        Optional<Credential> gateway = verified(mail.from(), mail.fromCredential());
        if (listener == null || gateway.isEmpty() || inboxes.size() >= MAX_CALLS) {
            return;
        }
        switch (sealing.openFirst(mail.sealed(), gateway.get(), mail.call(), clock.instant())) {
            case Sealing.Refused refused ->
                LOG.warnf("A first message was refused: %s (%s)", refused.reason(), refused.detail());
            case Sealing.First(CallMessage.First message, SealedChannel channel) -> {
                if (message instanceof CallMessage.Ring ring) {
                    PeerCallDriver.Inbox inbox = new PeerCallDriver.Inbox(watcher);
                    inboxes.put(mail.call(), inbox);
                    Thread.ofVirtual().name("incoming-call").start(() -> take(listener, ring, channel, inbox));
                }
            }
        }
    }

    private void take(RingListener listener, CallMessage.Ring ring, SealedChannel channel, PeerCallDriver.Inbox inbox) {
        try {
            PeerMedia media = openMedia(listener.soundFor(ring), inbox);
            long nowNs = System.nanoTime();
            PeerCallDriver driver = new PeerCallDriver(
                    client,
                    channel.peer().deviceId(),
                    channel,
                    media,
                    PeerState.ringing(ring, nowNs),
                    inbox,
                    listener.plan(),
                    clock,
                    watcher,
                    nowNs);
            driver.send(new CallMessage.DeviceRinging());
            listener.onRing(new IncomingCall(driver, ring, user, media.offer(), clock));
        } catch (PeerException e) {
            watcher.accept("a call cannot be taken: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inboxes.remove(channel.call());
        }
    }

    private static <T> T await(CompletableFuture<T> answer, String otherwise)
            throws PeerException, InterruptedException {
        try {
            return answer.get(WAIT_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new PeerException(PeerException.Kind.NETWORK, otherwise + ": it took too long.");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new PeerException(PeerException.Kind.NETWORK, otherwise + ": " + cause.getMessage() + ".");
        }
    }

    @Override
    public void close() {
        client.close();
        credential.close();
        http.shutdownNow();
    }

    private final class Ears implements OverlayListener {
        @Override
        public void onDeliver(Delivery mail) {
            PeerCallDriver.Inbox inbox = inboxes.get(mail.call());
            if (inbox != null) {
                inbox.mail(mail.sealed());
            } else {
                ring(mail);
            }
        }

        @Override
        public void onState(OverlayState state) {
            switch (state) {
                case OverlayState.Connected _ -> watcher.accept("connected to the overlay");
                case OverlayState.Reconnecting(String why, var in) ->
                    watcher.accept("connection lost (" + why + "), again in " + in.toMillis() + " ms");
                case OverlayState.Refused refused -> over("The supernode refused us: " + refused.text());
                case OverlayState.Replaced() -> over("This device connected a second time elsewhere.");
                case OverlayState.Closed() -> over("The connection was closed.");
            }
        }

        private void over(String why) {
            inboxes.values().forEach(inbox -> inbox.post(new PeerInput.Disconnected(why)));
            if (rings != null) {
                rings.onOver(new PeerException(PeerException.Kind.NETWORK, why));
            }
        }
    }
}
