package io.tollgate.gateway.overlay;

import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.start.DataFolder;
import io.tollgate.overlay.client.io.Delivery;
import io.tollgate.overlay.client.io.DeviceInfo;
import io.tollgate.overlay.client.io.OverlayClient;
import io.tollgate.overlay.client.io.OverlayClientConfig;
import io.tollgate.overlay.client.io.OverlayListener;
import io.tollgate.overlay.client.io.OverlayState;
import io.tollgate.overlay.client.io.SendOutcome;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.CredentialResult;
import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.identity.Role;
import io.tollgate.overlay.identity.io.DeviceKeyFile;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.seal.ReplayGuard;
import io.tollgate.overlay.seal.Sealing;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This gateway as a peer of the overlay: its keys and credential, its connection to a supernode, and the sealing of what
 * goes over it. Safe for use from any thread.
 */
@Singleton
public class OverlayLink {
    private static final Logger LOG = Logger.getLogger(OverlayLink.class);
    private static final String USER_AGENT = "tollgate-gateway/1";

    private final TollgateConfig config;
    private final Issuer issuer;
    private final int httpPort;
    private final DeviceKeys keys;
    private final SecureRandom random = new SecureRandom();
    private final Sealing sealing;
    private final Refusals refusals = new Refusals();
    private @Nullable Credential credential;
    private volatile @Nullable OverlayClient client;
    private volatile boolean connected;

    OverlayLink(
            TollgateConfig config,
            Issuer issuer,
            DataFolder folder,
            @ConfigProperty(name = "quarkus.http.port") int httpPort) {
        this.config = config;
        this.issuer = issuer;
        this.httpPort = httpPort;
        try {
            keys = DeviceKeyFile.loadOrCreate(folder.file("gateway-keys.json"), random);
        } catch (IOException e) {
            throw new UncheckedIOException("the gateway's keys cannot be kept", e);
        }
        sealing = new Sealing(Role.GATEWAY, keys, ReplayGuard.forGateway(), random);
    }

    /** Takes what arrives; called on the client's thread. */
    public interface Receiver {
        /** A message from a device whose credential holds. */
        void received(Credential from, Delivery delivery);
    }

    /** Connects and stays connected. */
    public void open(Receiver receiver) {
        URI supernode = URI.create(config.overlay().supernode().orElse("ws://localhost:" + httpPort + "/overlay"));
        client = OverlayClient.connect(
                OverlayClientConfig.of(supernode, keys, this::currentCredential, USER_AGENT), new OverlayListener() {
                    @Override
                    public void onDeliver(Delivery delivery) {
                        verified(delivery, receiver);
                    }

                    @Override
                    public void onState(OverlayState state) {
                        stateChanged(state);
                    }
                });
    }

    private void verified(Delivery delivery, Receiver receiver) {
        if (issuer.verifier().verify(delivery.fromCredential(), Instant.now())
                        instanceof CredentialResult.Valid(Credential from)
                && from.deviceId().equals(delivery.from())) {
            receiver.received(from, delivery);
        } else {
            refusals.countBadCredential();
        }
    }

    private void stateChanged(OverlayState state) {
        connected = state instanceof OverlayState.Connected;
        switch (state) {
            case OverlayState.Connected c -> LOG.infof("on the overlay as %s", c.device());
            case OverlayState.Reconnecting(String why, var in) ->
                LOG.warnf("lost the supernode (%s), trying again in %d ms", why, in.toMillis());
            case OverlayState.Refused(var reason, String text) ->
                LOG.errorf("the supernode refuses this gateway: %s (%s)", text, reason);
            case OverlayState.Replaced() ->
                LOG.error("another process uses this gateway's keys; this one has left the overlay");
            case OverlayState.Closed() -> LOG.debug("left the overlay");
        }
    }

    /** Issued anew from half of its life on. */
    private synchronized String currentCredential() {
        Instant now = Instant.now();
        Credential current = credential;
        if (current == null || !now.isBefore(current.halfLife())) {
            current = issuer.issuer()
                    .issueToGateway(
                            config.overlay().name(),
                            config.overlay().region(),
                            keys.publicDevice(),
                            now,
                            config.overlay().credentialLifetime(),
                            UUID.randomUUID().toString());
            credential = current;
        }
        return current.token();
    }

    public boolean connected() {
        return connected;
    }

    public Refusals refusals() {
        return refusals;
    }

    /** Opens a first message. */
    public Sealing.Opening openFirst(Credential from, Delivery delivery, Instant now) {
        Sealing.Opening opening = sealing.openFirst(delivery.sealed(), from, delivery.call(), now);
        if (opening instanceof Sealing.Refused(var reason, String detail)) {
            refusals.count(reason);
            LOG.infof("a first message from %s was refused: %s (%s)", from.user(), reason, detail);
        }
        return opening;
    }

    /** Starts an exchange with a device. */
    public Sealing.Started start(UUID call, CallMessage.First message, Credential receiver) {
        return sealing.start(call, message, receiver);
    }

    /** A user's reachable devices, with credentials that hold. Waits for the supernode. */
    public List<Credential> devicesOf(String user) {
        OverlayClient open = client;
        if (open == null) {
            return List.of();
        }
        List<Credential> devices = new ArrayList<>();
        try {
            for (DeviceInfo device : open.findUser(user).join()) {
                if (issuer.verifier().verify(device.credential(), Instant.now())
                                instanceof CredentialResult.Valid(Credential found)
                        && found.user().equals(user)
                        && found.deviceId().equals(device.device())) {
                    devices.add(found);
                }
            }
        } catch (CompletionException e) {
            LOG.warnf("the supernode could not say where %s is: %s", user, e.getCause());
        }
        return devices;
    }

    /** Passes sealed text to a device. The outcome may be ignored: a device that is gone is noticed by its media. */
    public CompletableFuture<SendOutcome> send(DeviceId to, UUID call, String sealed) {
        OverlayClient open = client;
        if (open == null) {
            return CompletableFuture.completedFuture(SendOutcome.NOT_REACHABLE);
        }
        return open.send(to, call, sealed).exceptionally(failure -> {
            LOG.debugf("call %s: a message was not passed on: %s", call, failure);
            return SendOutcome.NOT_REACHABLE;
        });
    }

    /** A candidate that only holds a place until the real port is known. */
    public List<InetSocketAddress> placeholder() {
        return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
    }

    /** Where a peer can reach a media port of this host, public addresses first. */
    public List<InetSocketAddress> candidates(int port) {
        String advertised = config.media().advertised().orElse("");
        if (!advertised.isBlank()) {
            return List.of(new InetSocketAddress(InetAddress.ofLiteral(advertised), port));
        }
        InetAddress bound = InetAddress.ofLiteral(config.media().bind());
        if (!bound.isAnyLocalAddress()) {
            return List.of(new InetSocketAddress(bound, port));
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .sorted(java.util.Comparator.comparing(InetAddress::isLoopbackAddress))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException("this host's addresses cannot be listed", e);
        }
    }

    /** Leaves the overlay. */
    public void close() {
        OverlayClient open = client;
        if (open != null) {
            open.close();
        }
    }
}
