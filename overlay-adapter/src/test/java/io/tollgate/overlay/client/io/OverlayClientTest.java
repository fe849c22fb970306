package io.tollgate.overlay.client.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.overlay.Cast;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.CredentialResult;
import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.identity.Revocations;
import io.tollgate.overlay.identity.Role;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.seal.ReplayGuard;
import io.tollgate.overlay.seal.SealedChannel;
import io.tollgate.overlay.seal.Sealing;
import io.tollgate.overlay.supernode.SupernodeCounter;
import io.tollgate.overlay.supernode.SupernodeLimits;
import io.tollgate.overlay.wire.Refused;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients against the real supernode core, over real WebSockets. */
@Timeout(60)
class OverlayClientTest {

    private static final UUID CALL = UUID.fromString("0193a5c0-0000-7000-8000-000000000001");
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(20), Duration.ofMillis(200));

    private static SupernodeServer server() {
        return SupernodeServer.start(0, Cast.VERIFIER, SupernodeLimits.DEFAULT);
    }

    private static OverlayClientConfig config(URI supernode, DeviceKeys keys, String token) {
        return new OverlayClientConfig(
                supernode, keys, () -> token, "test", Duration.ofSeconds(5), Duration.ofSeconds(5), QUICK);
    }

    private static Credential fresh(String user, DeviceKeys keys) {
        return Cast.peer(user, keys, Instant.now());
    }

    private static Credential freshGateway(DeviceKeys keys) {
        return Cast.gateway("one", keys, Instant.now());
    }

    @Test
    void aPeerFindsAGatewayAndTheyTalkSealed() throws Exception {
        Recorder atPeer = new Recorder();
        Recorder atGateway = new Recorder();
        Credential alice = fresh("alice", Cast.ALICE);
        Credential gateway = freshGateway(Cast.GATEWAY);
        try (SupernodeServer server = server();
                OverlayClient gatewayClient =
                        OverlayClient.connect(config(server.uri(), Cast.GATEWAY, gateway.token()), atGateway);
                OverlayClient peerClient =
                        OverlayClient.connect(config(server.uri(), Cast.ALICE, alice.token()), atPeer)) {
            gatewayClient.connected().get(10, TimeUnit.SECONDS);
            assertThat(peerClient.connected().get(10, TimeUnit.SECONDS)).isEqualTo(Cast.ALICE.id());

            GatewayInfo found = peerClient.findGateways().get().getFirst();
            Credential verified =
                    ((CredentialResult.Valid) Cast.VERIFIER.verify(found.credential(), Instant.now())).credential();
            assertThat(found.region()).isEqualTo("eu-west");

            Sealing atAlice = new Sealing(Role.PEER, Cast.ALICE, ReplayGuard.forPeer(), Cast.RANDOM);
            Sealing.Started started = atAlice.start(CALL, Cast.call("j1", Instant.now()), verified);
            assertThat(peerClient.send(found.device(), CALL, started.sealed()).get())
                    .isEqualTo(SendOutcome.PASSED_ON);

            Delivery delivery = atGateway.awaitMail();
            Credential sender = ((CredentialResult.Valid)
                            Cast.VERIFIER.verify(delivery.fromCredential(), Instant.now()))
                    .credential();
            Sealing atGate = new Sealing(Role.GATEWAY, Cast.GATEWAY, ReplayGuard.forGateway(), Cast.RANDOM);
            Sealing.First first =
                    (Sealing.First) atGate.openFirst(delivery.sealed(), sender, delivery.call(), Instant.now());
            assertThat(((CallMessage.Call) first.message()).dialled()).isEqualTo("+44 20 7946 0123");

            String ringing = first.channel().seal(new CallMessage.Ringing(true));
            gatewayClient.send(delivery.from(), CALL, ringing).get();
            Delivery back = atPeer.awaitMail();
            assertThat(back.call()).isEqualTo(CALL);
            assertThat(started.channel().open(back.sealed(), Instant.now()))
                    .isEqualTo(new SealedChannel.Message(new CallMessage.Ringing(true)));
        }
    }

    @Test
    void aMessageOfManyFragmentsArrivesWhole() throws Exception {
        Recorder atBob = new Recorder();
        try (SupernodeServer server = server();
                OverlayClient alice = OverlayClient.connect(
                        config(
                                server.uri(),
                                Cast.ALICE,
                                fresh("alice", Cast.ALICE).token()),
                        new Recorder());
                OverlayClient bob = OverlayClient.connect(
                        config(server.uri(), Cast.BOB, fresh("bob", Cast.BOB).token()), atBob)) {
            bob.connected().get(10, TimeUnit.SECONDS);
            String sealed = "x".repeat(60_000);
            assertThat(alice.send(Cast.BOB.id(), CALL, sealed).get()).isEqualTo(SendOutcome.PASSED_ON);
            assertThat(atBob.awaitMail().sealed()).isEqualTo(sealed);
        }
    }

    @Test
    void mailArrivesInTheOrderInWhichItWasSent() throws Exception {
        Recorder atBob = new Recorder();
        int letters = 300;
        try (SupernodeServer server = SupernodeServer.start(0, Cast.VERIFIER, SupernodeLimits.DEFAULT);
                OverlayClient gateway = OverlayClient.connect(
                        config(
                                server.uri(),
                                Cast.GATEWAY,
                                freshGateway(Cast.GATEWAY).token()),
                        new Recorder());
                OverlayClient bob = OverlayClient.connect(
                        config(server.uri(), Cast.BOB, fresh("bob", Cast.BOB).token()), atBob)) {
            bob.connected().get(10, TimeUnit.SECONDS);
            for (int i = 0; i < letters; i++) {
                var _ = gateway.send(Cast.BOB.id(), CALL, "letter " + i);
            }
            for (int i = 0; i < letters; i++) {
                assertThat(atBob.awaitMail().sealed()).isEqualTo("letter " + i);
            }
        }
    }

    @Test
    void mailForADeviceThatIsNotThereIsNotReachable() throws Exception {
        try (SupernodeServer server = server();
                OverlayClient alice = OverlayClient.connect(
                        config(
                                server.uri(),
                                Cast.ALICE,
                                fresh("alice", Cast.ALICE).token()),
                        new Recorder())) {
            assertThat(alice.send(Cast.BOB.id(), CALL, "sealed").get()).isEqualTo(SendOutcome.NOT_REACHABLE);
        }
    }

    @Test
    void onlyAGatewayMaySearchForAUser() throws Exception {
        try (SupernodeServer server = server();
                OverlayClient alice = OverlayClient.connect(
                        config(
                                server.uri(),
                                Cast.ALICE,
                                fresh("alice", Cast.ALICE).token()),
                        new Recorder());
                OverlayClient gateway = OverlayClient.connect(
                        config(
                                server.uri(),
                                Cast.GATEWAY,
                                freshGateway(Cast.GATEWAY).token()),
                        new Recorder())) {
            alice.connected().get(10, TimeUnit.SECONDS);
            assertThat(gateway.findUser("alice").get())
                    .extracting(DeviceInfo::device)
                    .containsExactly(Cast.ALICE.id());
            assertThat(gateway.findUser("nobody").get()).isEmpty();
            assertThatThrownBy(() -> alice.findUser("alice").get())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            OverlayException.class, e -> assertThat(e.kind()).isEqualTo(OverlayException.Kind.REFUSED));
        }
    }

    @Test
    void aCutConnectionIsMadeAgainAndWaitingRequestsAreServed() throws Exception {
        Recorder recorder = new Recorder();
        try (SupernodeServer server = server();
                OverlayClient alice = OverlayClient.connect(
                        config(
                                server.uri(),
                                Cast.ALICE,
                                fresh("alice", Cast.ALICE).token()),
                        recorder)) {
            recorder.awaitState(OverlayState.Connected.class);
            server.cutAll();
            recorder.awaitState(OverlayState.Reconnecting.class);
            assertThat(alice.findGateways().get()).isEmpty();
            recorder.awaitState(OverlayState.Connected.class);
            assertThat(server.counted(SupernodeCounter.WELCOMED)).isEqualTo(2);
        }
    }

    @Test
    void aSupernodeThatComesLateIsFound() throws Exception {
        int port;
        try (SupernodeServer server = server()) {
            port = server.getPort();
        }
        Recorder recorder = new Recorder();
        URI uri = URI.create("ws://127.0.0.1:" + port + "/overlay");
        try (OverlayClient alice = OverlayClient.connect(
                config(uri, Cast.ALICE, fresh("alice", Cast.ALICE).token()), recorder)) {
            recorder.awaitState(OverlayState.Reconnecting.class);
            try (SupernodeServer server = SupernodeServer.start(port, Cast.VERIFIER, SupernodeLimits.DEFAULT)) {
                assertThat(alice.connected().get(10, TimeUnit.SECONDS)).isEqualTo(Cast.ALICE.id());
                assertThat(server.presence().devices()).isEqualTo(1);
            }
        }
    }

    @Test
    void aForgedCredentialIsRefusedForGood() throws Exception {
        Recorder recorder = new Recorder();
        String token = fresh("alice", Cast.BOB).token(); // genuine, but another device's
        String forged = token.substring(0, token.length() - 8) + "AAAAAAAA";
        try (SupernodeServer server = server();
                OverlayClient alice = OverlayClient.connect(config(server.uri(), Cast.ALICE, forged), recorder)) {
            assertThat(recorder.awaitState(OverlayState.Refused.class).reason())
                    .isEqualTo(Refused.Reason.BAD_CREDENTIAL);
            assertThatThrownBy(() -> alice.findGateways().get())
                    .cause()
                    .isInstanceOfSatisfying(
                            OverlayException.class, e -> assertThat(e.kind()).isEqualTo(OverlayException.Kind.CLOSED));
            assertThatThrownBy(() -> alice.connected().get()).cause().isInstanceOf(OverlayException.class);
        }
    }

    @Test
    void aStolenCredentialIsOfNoUseWithoutItsKey() throws Exception {
        Recorder recorder = new Recorder();
        try (SupernodeServer server = server();
                OverlayClient thief = OverlayClient.connect(
                        config(
                                server.uri(),
                                Cast.BOB,
                                fresh("alice", Cast.ALICE).token()),
                        recorder)) {
            assertThat(recorder.awaitState(OverlayState.Reconnecting.class).why())
                    .contains("proof");
            assertThat(server.counted(SupernodeCounter.WELCOMED)).isZero();
            assertThat(thief.connected()).isNotCompleted();
        }
    }

    @Test
    void theSameDeviceElsewhereReplacesTheFirstWhichDoesNotComeBack() throws Exception {
        Recorder first = new Recorder();
        String token = fresh("alice", Cast.ALICE).token();
        try (SupernodeServer server = server();
                OverlayClient one = OverlayClient.connect(config(server.uri(), Cast.ALICE, token), first)) {
            one.connected().get(10, TimeUnit.SECONDS);
            try (OverlayClient two = OverlayClient.connect(config(server.uri(), Cast.ALICE, token), new Recorder())) {
                two.connected().get(10, TimeUnit.SECONDS);
                first.awaitState(OverlayState.Replaced.class);
                assertThat(server.counted(SupernodeCounter.REPLACED)).isEqualTo(1);
            }
        }
    }

    @Test
    void anExpiredCredentialIsExchangedForAFreshOne() throws Exception {
        Recorder recorder = new Recorder();
        Instant now = Instant.now();
        AtomicReference<String> token =
                new AtomicReference<>(fresh("alice", Cast.ALICE).token());
        try (SupernodeServer server = server();
                OverlayClient alice = OverlayClient.connect(
                        new OverlayClientConfig(
                                server.uri(),
                                Cast.ALICE,
                                token::get,
                                "test",
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5),
                                QUICK),
                        recorder)) {
            alice.connected().get(10, TimeUnit.SECONDS);
            recorder.awaitState(OverlayState.Connected.class);
            token.set(Cast.peer("alice", Cast.ALICE, now.plusSeconds(1)).token());
            server.tick(now.plus(Cast.DAY).plusSeconds(120));
            recorder.awaitState(OverlayState.Reconnecting.class);
            recorder.awaitState(OverlayState.Connected.class);
            assertThat(server.counted(SupernodeCounter.REFUSED_EXPIRED)).isEqualTo(1);
        }
    }

    @Test
    void aRevokedDeviceIsThrownOutForGood() throws Exception {
        Recorder recorder = new Recorder();
        Set<String> revoked = new HashSet<>();
        Revocations revocations = credential -> revoked.contains(credential.user());
        CredentialVerifier verifier = new CredentialVerifier(Cast.ISSUER.keys(), "login.example", revocations);
        try (SupernodeServer server = SupernodeServer.start(0, verifier, SupernodeLimits.DEFAULT);
                OverlayClient alice = OverlayClient.connect(
                        config(
                                server.uri(),
                                Cast.ALICE,
                                fresh("alice", Cast.ALICE).token()),
                        recorder)) {
            alice.connected().get(10, TimeUnit.SECONDS);
            revoked.add("alice");
            server.tick(Instant.now());
            assertThat(recorder.awaitState(OverlayState.Refused.class).reason())
                    .isEqualTo(Refused.Reason.REVOKED_CREDENTIAL);
        }
    }

    @Test
    void closingFailsWhatWaitsAndFreesThePlace() throws Exception {
        Recorder recorder = new Recorder();
        try (SupernodeServer server = server()) {
            OverlayClient alice = OverlayClient.connect(
                    config(server.uri(), Cast.ALICE, fresh("alice", Cast.ALICE).token()), recorder);
            alice.connected().get(10, TimeUnit.SECONDS);
            alice.close();
            recorder.awaitState(OverlayState.Closed.class);
            assertThatThrownBy(() -> alice.findGateways().get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(OverlayException.class);
        }
    }

    @Test
    void aRequestWithoutASupernodeTimesOut() {
        URI nowhere = URI.create("ws://127.0.0.1:9/overlay");
        OverlayClientConfig config = new OverlayClientConfig(
                nowhere, Cast.ALICE, () -> "none", "test", Duration.ofSeconds(1), Duration.ofMillis(300), QUICK);
        try (OverlayClient alice = OverlayClient.connect(config, new Recorder())) {
            assertThatThrownBy(() -> alice.findGateways().get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            OverlayException.class,
                            e -> assertThat(e.kind()).isEqualTo(OverlayException.Kind.TIMED_OUT));
        }
    }

    @Test
    void backoffGrowsAndStaysWithinItsBounds() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));
        assertThat(List.of(
                        backoff.delay(1, 0),
                        backoff.delay(1, 0.5),
                        backoff.delay(3, 0),
                        backoff.delay(50, 0),
                        backoff.delay(1_000_000, 0.999_999)))
                .containsExactly(
                        Duration.ofMillis(50),
                        Duration.ofMillis(75),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(5),
                        Duration.ofNanos(9_999_995_000L));
    }
}
