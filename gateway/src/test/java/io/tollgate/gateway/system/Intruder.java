package io.tollgate.gateway.system;

import io.tollgate.overlay.client.io.Delivery;
import io.tollgate.overlay.client.io.GatewayInfo;
import io.tollgate.overlay.client.io.LoginClient;
import io.tollgate.overlay.client.io.LoginResult;
import io.tollgate.overlay.client.io.OverlayClient;
import io.tollgate.overlay.client.io.OverlayClientConfig;
import io.tollgate.overlay.client.io.OverlayListener;
import io.tollgate.overlay.client.io.OverlayState;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.CredentialResult;
import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.identity.Role;
import io.tollgate.overlay.message.CallKey;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.Fingerprint;
import io.tollgate.overlay.seal.ReplayGuard;
import io.tollgate.overlay.seal.Sealing;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Speaks the overlay's protocol well enough to misuse it. */
final class Intruder implements AutoCloseable {
    private static final long WAIT_S = 20;

    private final RunningGateway gateway;
    private final SecureRandom random = new SecureRandom();
    private final DeviceKeys keys = DeviceKeys.generate(random);
    private final HttpClient http = HttpClient.newHttpClient();

    Intruder(RunningGateway gateway) {
        this.gateway = gateway;
    }

    DeviceKeys keys() {
        return keys;
    }

    /** Signs in like anybody. */
    LoginResult login(String user, String password) throws InterruptedException {
        return new LoginClient(gateway.url(), http, Clock.systemUTC()).login(user, password, keys, "a test");
    }

    /** How the supernode takes a device that comes with this credential. */
    OverlayState knock(String credential) throws InterruptedException {
        LinkedBlockingQueue<OverlayState> states = new LinkedBlockingQueue<>();
        OverlayClient client = connect(credential, states);
        try {
            return Optional.ofNullable(states.poll(WAIT_S, TimeUnit.SECONDS)).orElseThrow();
        } finally {
            client.close();
        }
    }

    private OverlayClient connect(String credential, LinkedBlockingQueue<OverlayState> states) {
        URI supernode = URI.create("ws://localhost:" + gateway.httpPort() + "/overlay");
        return OverlayClient.connect(
                OverlayClientConfig.of(supernode, keys, () -> credential, "intruder"), new OverlayListener() {
                    @Override
                    public void onDeliver(Delivery delivery) {
                        // What the gateway answers is in the records too.
                    }

                    @Override
                    public void onState(OverlayState state) {
                        states.add(state);
                    }
                });
    }

    /** Sends a sound offer of a call, and then the very same once more. */
    void offerTwice(LoginResult.LoggedIn login, String user, String sdp) throws Exception {
        LinkedBlockingQueue<OverlayState> states = new LinkedBlockingQueue<>();
        try (OverlayClient client = connect(login.credential(), states)) {
            client.connected().get(WAIT_S, TimeUnit.SECONDS);
            GatewayInfo info =
                    client.findGateways().get(WAIT_S, TimeUnit.SECONDS).getFirst();
            UUID call = UUID.randomUUID();
            String sealed = new Sealing(Role.PEER, keys, ReplayGuard.forPeer(), random)
                    .start(
                            call,
                            new CallMessage.Call(
                                    user,
                                    "echo123",
                                    Instant.now(),
                                    UUID.randomUUID().toString(),
                                    CallKey.random(random),
                                    Fingerprint.ofSdp(sdp),
                                    sdp),
                            verified(login, info))
                    .sealed();
            for (int i = 0; i < 2; i++) {
                client.send(info.device(), call, sealed).get(WAIT_S, TimeUnit.SECONDS);
                Await.until(
                        "the offer has been dealt with",
                        Duration.ofSeconds(WAIT_S),
                        () -> gateway.get("/api/v1/cdrs?user=" + user)
                                        .path("cdrs")
                                        .size()
                                > 0);
            }
        }
    }

    private static Credential verified(LoginResult.LoggedIn login, GatewayInfo info) {
        return switch (new CredentialVerifier(login.issuerKeys()).verify(info.credential(), Instant.now())) {
            case CredentialResult.Valid valid -> valid.credential();
            case CredentialResult.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    @Override
    public void close() {
        http.close();
    }
}
