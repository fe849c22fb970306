package io.tollgate.overlay.supernode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.tollgate.overlay.Cast;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.CredentialIssuer;
import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.identity.Revocations;
import io.tollgate.overlay.jose.P256;
import io.tollgate.overlay.limit.Rate;
import io.tollgate.overlay.supernode.Stage.Line;
import io.tollgate.overlay.wire.Deliver;
import io.tollgate.overlay.wire.Envelope;
import io.tollgate.overlay.wire.FindGateways;
import io.tollgate.overlay.wire.FindUser;
import io.tollgate.overlay.wire.Hello;
import io.tollgate.overlay.wire.Ping;
import io.tollgate.overlay.wire.Pong;
import io.tollgate.overlay.wire.Refused;
import io.tollgate.overlay.wire.Send;
import io.tollgate.overlay.wire.Sent;
import io.tollgate.overlay.wire.Welcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SupernodeCoreTest {

    private static final SupernodeLimits SMALL = new SupernodeLimits(
            3, 2, 4096, new Rate(1, 3), new Rate(10, 10), 2, 2, Duration.ofSeconds(10), Duration.ofSeconds(30));

    private static Envelope.Builder envelope() {
        return Envelope.newBuilder().setRequest(9);
    }

    private static Envelope sentTo(List<Action> actions, Line line) {
        return actions.stream()
                .filter(action -> action.connection().equals(line.id()))
                .map(action -> ((Action.Transmit) action).envelope())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aConnectionBeginsWithAChallengeAndEndsWelcomed() {
        Stage stage = new Stage();
        byte[] nonce = new byte[32];
        nonce[31] = 7;
        ConnectionId id = new ConnectionId(99);
        Envelope challenge = ((Action.Transmit)
                        stage.core.on(id, new Input.Opened(nonce), stage.now).getFirst())
                .envelope();
        assertThat(challenge.getChallenge().getNonce().toByteArray()).isEqualTo(nonce);
        assertThat(challenge.getRequest()).isZero();

        Line line = new Line(id, nonce);
        Envelope welcome = sentTo(stage.hello(line, Cast.ALICE, Cast.ALICE_CREDENTIAL), line);
        assertThat(welcome.getRequest()).isEqualTo(1);
        assertThat(welcome.getWelcome().getDeviceId()).isEqualTo(Cast.ALICE.thumbprint());
        assertThat(welcome.getWelcome().getServerTimeMs()).isEqualTo(Cast.NOW.toEpochMilli());
        assertThat(welcome.getWelcome().getKeepaliveS()).isEqualTo(30);
        assertThat(stage.core.presence()).isEqualTo(new Presence(1, 1, 1, 0));
    }

    /** What a Hello is changed into, and what comes of it. */
    static Stream<Arguments> wrongHellos() {
        CredentialIssuer stranger = new CredentialIssuer("login.example", P256.generate(Cast.RANDOM));
        Credential forged = stranger.issueToPeer("alice", Cast.ALICE.publicDevice(), Cast.NOW, Cast.DAY, "j");
        Credential old = Cast.peer("alice", Cast.ALICE, Cast.NOW.minus(Duration.ofDays(2)));
        Credential ahead = Cast.peer("alice", Cast.ALICE, Cast.NOW.plusSeconds(61));
        return Stream.of(
                wrong(
                        "forged",
                        SupernodeCounter.REFUSED_CREDENTIAL,
                        "BAD_CREDENTIAL",
                        (s, l) -> s.helloEnvelope(l, Cast.ALICE, forged)),
                wrong(
                        "expired",
                        SupernodeCounter.REFUSED_EXPIRED,
                        "EXPIRED_CREDENTIAL",
                        (s, l) -> s.helloEnvelope(l, Cast.ALICE, old)),
                wrong(
                        "not yet valid",
                        SupernodeCounter.REFUSED_CREDENTIAL,
                        "BAD_CREDENTIAL",
                        (s, l) -> s.helloEnvelope(l, Cast.ALICE, ahead)),
                wrong(
                        "another's key",
                        SupernodeCounter.REFUSED_PROOF,
                        "BAD_PROOF",
                        (s, l) -> s.helloEnvelope(l, Cast.BOB, Cast.ALICE_CREDENTIAL)),
                wrong(
                        "another nonce",
                        SupernodeCounter.REFUSED_PROOF,
                        "BAD_PROOF",
                        (s, l) -> s.helloEnvelope(new Line(l.id(), new byte[32]), Cast.ALICE, Cast.ALICE_CREDENTIAL)),
                wrong(
                        "no proof",
                        SupernodeCounter.REFUSED_PROOF,
                        "BAD_PROOF",
                        (s, l) -> hello(s, l, hello -> hello.clearProof())),
                wrong(
                        "nothing at all",
                        SupernodeCounter.REFUSED_VERSION,
                        "UNSUPPORTED",
                        (s, l) -> Envelope.newBuilder().setHello(Hello.getDefaultInstance())),
                wrong(
                        "version 2",
                        SupernodeCounter.REFUSED_VERSION,
                        "UNSUPPORTED",
                        (s, l) -> hello(s, l, hello -> hello.setVersion(2))),
                wrong(
                        "no credential",
                        SupernodeCounter.REFUSED_CREDENTIAL,
                        "BAD_CREDENTIAL",
                        (s, l) -> hello(s, l, hello -> hello.clearCredential())),
                wrong(
                        "no Hello but a search",
                        SupernodeCounter.NOT_ALLOWED,
                        "NOT_ALLOWED",
                        (s, l) -> envelope().setFindGateways(FindGateways.getDefaultInstance())),
                wrong(
                        "no Hello but mail",
                        SupernodeCounter.NOT_ALLOWED,
                        "NOT_ALLOWED",
                        (s, l) -> Stage.mail(1, Cast.BOB.id(), "x")),
                wrong("no Hello but nothing", SupernodeCounter.NOT_ALLOWED, "NOT_ALLOWED", (s, l) -> envelope()));
    }

    private static Arguments wrong(
            String what, SupernodeCounter counter, String reason, BiFunction<Stage, Line, Envelope.Builder> make) {
        return Arguments.of(what, counter, reason, make);
    }

    private static Envelope.Builder hello(Stage stage, Line line, UnaryOperator<Hello.Builder> change) {
        Envelope.Builder envelope = stage.helloEnvelope(line, Cast.ALICE, Cast.ALICE_CREDENTIAL);
        return envelope.setHello(change.apply(envelope.getHello().toBuilder()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongHellos")
    void aWrongHelloIsRefusedAndTheConnectionClosed(
            String what, SupernodeCounter counter, String reason, BiFunction<Stage, Line, Envelope.Builder> make) {
        Stage stage = new Stage();
        stage.open();
        Line line = stage.open();
        assertThat(Stage.words(stage.say(line, make.apply(stage, line))))
                .as(what)
                .containsExactly("c2:REFUSED/" + reason, "c2:close 1008");
        assertThat(stage.counted(counter)).isEqualTo(1);
        assertThat(stage.core.presence()).isEqualTo(new Presence(1, 0, 0, 0));
        assertThat(stage.hello(line, Cast.ALICE, Cast.ALICE_CREDENTIAL))
                .as("it is gone")
                .isEmpty();
    }

    @Test
    void aHelloMustComeInTenSeconds() {
        Stage stage = new Stage();
        Line line = stage.open();
        stage.now = stage.now.plusSeconds(9);
        assertThat(stage.core.tick(stage.now)).isEmpty();
        assertThat(Stage.words(stage.tickAfter(Duration.ofSeconds(1))))
                .containsExactly("c1:REFUSED/BAD_PROOF", "c1:close 1008");
        Line second = stage.open();
        stage.now = stage.now.plusSeconds(10);
        assertThat(Stage.words(stage.hello(second, Cast.ALICE, Cast.ALICE_CREDENTIAL)))
                .containsExactly("c2:REFUSED/BAD_PROOF", "c2:close 1008");
        assertThat(stage.counted(SupernodeCounter.HELLO_TIMEOUT)).isEqualTo(2);
        assertThat(stage.core.on(line.id(), new Input.Closed(), stage.now)).isEmpty();
    }

    @Test
    void garbageClosesAndTooMuchClosesToo() {
        Stage stage = new Stage(SMALL, Cast.VERIFIER);
        Line alice = stage.join(Cast.ALICE, Cast.ALICE_CREDENTIAL);
        assertThat(Stage.words(stage.core.on(alice.id(), new Input.Received(new byte[] {-1, -1, -1}), stage.now)))
                .containsExactly("c1:REFUSED/MALFORMED", "c1:close 1007");
        Line bob = stage.join(Cast.BOB, Cast.BOB_CREDENTIAL);
        assertThat(Stage.words(stage.core.on(bob.id(), new Input.Received(new byte[4097]), stage.now)))
                .containsExactly("c2:REFUSED/TOO_LARGE", "c2:close 1009");
        assertThat(stage.core.presence()).isEqualTo(new Presence(0, 0, 0, 0));
    }

    @Test
    void mailIsPassedOnWithTheSendersCredential() {
        Stage stage = new Stage();
        Line alice = stage.join(Cast.ALICE, Cast.ALICE_CREDENTIAL);
        Line gateway = stage.join(Cast.GATEWAY, Cast.GATEWAY_CREDENTIAL);
        List<Action> actions = stage.say(alice, Stage.mail(5, Cast.GATEWAY.id(), "sealed"));
        assertThat(Stage.words(actions)).containsExactly("c2:DELIVER", "c1:SENT");
        Envelope sent = sentTo(actions, alice);
        assertThat(sent.getRequest()).isEqualTo(5);
        assertThat(sent.getSent().getOutcome()).isEqualTo(Sent.Outcome.PASSED_ON);
        assertThat(sentTo(actions, gateway).getDeliver())
                .isEqualTo(Deliver.newBuilder()
                        .setFromDeviceId(Cast.ALICE.thumbprint())
                        .setFromCredential(Cast.ALICE_CREDENTIAL.token())
                        .setCallId(ByteString.copyFrom(new byte[16]))
                        .setSealed("sealed")
                        .build());
    }

    @Test
    void mailForSomebodyWhoIsNotThereSaysSo() {
        Stage stage = new Stage();
        Line alice = stage.join(Cast.ALICE, Cast.ALICE_CREDENTIAL);
        Line bob = stage.join(Cast.BOB, Cast.BOB_CREDENTIAL);
        stage.core.on(bob.id(), new Input.Closed(), stage.now);
        List<Action> actions = stage.say(alice, Stage.mail(5, Cast.BOB.id(), "sealed"));
        assertThat(sentTo(actions, alice).getSent().getOutcome()).isEqualTo(Sent.Outcome.NOT_REACHABLE);
        assertThat(actions).hasSize(1);
    }

    static Stream<Arguments> wrongRequests() {
        Send good = Stage.mail(9, Cast.BOB.id(), "x").getSend();
        UnknownFieldSet future = UnknownFieldSet.newBuilder()
                .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        return Stream.of(
                Arguments.of("no receiver", envelope().setSend(good.toBuilder().clearToDeviceId()), "MALFORMED"),
                Arguments.of(
                        "a name for a receiver",
                        envelope().setSend(good.toBuilder().setToDeviceId("bob")),
                        "MALFORMED"),
                Arguments.of("no call", envelope().setSend(good.toBuilder().clearCallId()), "MALFORMED"),
                Arguments.of(
                        "half a call",
                        envelope().setSend(good.toBuilder().setCallId(ByteString.copyFrom(new byte[8]))),
                        "MALFORMED"),
                Arguments.of(
                        "nothing to say", envelope().setSend(good.toBuilder().clearSealed()), "MALFORMED"),
                Arguments.of(
                        "too long with the credential",
                        envelope().setSend(good.toBuilder().setSealed("x".repeat(64 * 1024 - 600))),
                        "TOO_LARGE"),
                Arguments.of(
                        "a peer that searches a user",
                        envelope().setFindUser(FindUser.newBuilder().setUser("bob")),
                        "NOT_ALLOWED"),
                Arguments.of("a second Hello", envelope().setHello(Hello.getDefaultInstance()), "NOT_ALLOWED"),
                Arguments.of("a supernode's word", envelope().setWelcome(Welcome.getDefaultInstance()), "NOT_ALLOWED"),
                Arguments.of("a supernode's mail", envelope().setDeliver(Deliver.getDefaultInstance()), "NOT_ALLOWED"),
                Arguments.of("a refusal", envelope().setRefused(Refused.getDefaultInstance()), "NOT_ALLOWED"),
                Arguments.of("nothing", envelope(), "UNSUPPORTED"),
                Arguments.of("something from the future", envelope().setUnknownFields(future), "UNSUPPORTED"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongRequests")
    void aWrongRequestIsRefusedAndTheConnectionStays(String what, Envelope.Builder request, String reason) {
        Stage stage = new Stage();
        Line alice = stage.join(Cast.ALICE, Cast.ALICE_CREDENTIAL);
        stage.join(Cast.BOB, Cast.BOB_CREDENTIAL);
        List<Action> actions = stage.say(alice, request);
        assertThat(Stage.words(actions)).as(what).containsExactly("c1:REFUSED/" + reason);
        assertThat(sentTo(actions, alice).getRequest()).isEqualTo(9);
        assertThat(stage.core.presence().devices()).isEqualTo(2);
    }

    @Test
    void gatewaysAreFoundByEverybodyAndUsersByGateways() {
        Stage stage = new Stage();
        Line alice = stage.join(Cast.ALICE, Cast.ALICE_CREDENTIAL);
        Line gateway = stage.join(Cast.GATEWAY, Cast.GATEWAY_CREDENTIAL);
        DeviceKeys second = DeviceKeys.generate(Cast.RANDOM);
        stage.join(second, Cast.peer("alice", second, Cast.NOW));

        var gateways = sentTo(stage.say(alice, envelope().setFindGateways(FindGateways.getDefaultInstance())), alice)
                .getGateways()
                .getGatewaysList();
        assertThat(gateways).singleElement().satisfies(found -> {
            assertThat(found.getDeviceId()).isEqualTo(Cast.GATEWAY.thumbprint());
            assertThat(found.getCredential()).isEqualTo(Cast.GATEWAY_CREDENTIAL.token());
            assertThat(found.getRegion()).isEqualTo("eu-west");
        });
        Envelope devices = sentTo(
                stage.say(gateway, envelope().setFindUser(FindUser.newBuilder().setUser("alice"))), gateway);
        assertThat(devices.getUserDevices().getDevicesList())
                .extracting(device -> device.getDeviceId())
                .containsExactly(Cast.ALICE.thumbprint(), second.thumbprint());
        assertThat(devices.getUserDevices().getDevices(0).getUserAgent()).isEqualTo("test/1");
        assertThat(sentTo(
                                stage.say(
                                        gateway,
                                        envelope()
                                                .setFindUser(
                                                        FindUser.newBuilder().setUser("bob"))),
                                gateway)
                        .getUserDevices()
                        .getDevicesList())
                .isEmpty();
        assertThat(stage.core.presence()).isEqualTo(new Presence(3, 3, 2, 1));
    }

    @Test
    void manyGatewaysTakeTurnsInTheAnswer() {
        Stage stage = new Stage(
                new SupernodeLimits(
                        99,
                        9,
                        65536,
                        new Rate(9, 99),
                        new Rate(9, 99),
                        9,
                        2,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30)),
                Cast.VERIFIER);
        for (int i = 0; i < 5; i++) {
            DeviceKeys keys = DeviceKeys.generate(Cast.RANDOM);
            stage.join(keys, Cast.gateway("g" + i, keys, Cast.NOW));
        }
        Line alice = stage.join(Cast.ALICE, Cast.ALICE_CREDENTIAL);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            var found = sentTo(stage.say(alice, envelope().setFindGateways(FindGateways.getDefaultInstance())), alice)
                    .getGateways()
                    .getGatewaysList();
            assertThat(found).hasSize(2);
            found.forEach(gateway -> seen.add(gateway.getDeviceId()));
        }
        assertThat(seen).hasSize(5);
    }

    @Test
    void theSameDeviceAgainReplacesItsOlderConnection() {
        Stage stage = new Stage();
        Line old = stage.join(Cast.ALICE, Cast.ALICE_CREDENTIAL);
        Line young = stage.open();
        assertThat(Stage.words(stage.hello(young, Cast.ALICE, Cast.ALICE_CREDENTIAL)))
                .containsExactly("c1:close 4001", "c2:WELCOME");
        assertThat(stage.core.on(old.id(), new Input.Closed(), stage.now)).isEmpty();
        assertThat(stage.core.presence()).isEqualTo(new Presence(1, 1, 1, 0));
        Line bob = stage.join(Cast.BOB, Cast.BOB_CREDENTIAL);
        assertThat(Stage.words(stage.say(bob, Stage.mail(1, Cast.ALICE.id(), "x"))))
                .containsExactly("c2:DELIVER", "c3:SENT");
    }

    @Test
    void aUserMayHaveSoManyDevicesAndASupernodeSoManyConnections() {
        Stage stage = new Stage(SMALL, Cast.VERIFIER);
        DeviceKeys second = DeviceKeys.generate(Cast.RANDOM);
        DeviceKeys third = DeviceKeys.generate(Cast.RANDOM);
        stage.join(Cast.ALICE, Cast.ALICE_CREDENTIAL);
        stage.join(second, Cast.peer("alice", second, Cast.NOW));
        Line line = stage.open();
        assertThat(Stage.words(stage.hello(line, third, Cast.peer("alice", third, Cast.NOW))))
                .containsExactly("c3:REFUSED/TOO_MANY", "c3:close 1008");
        stage.open();
        ConnectionId tooMany = new ConnectionId(1000);
        assertThat(Stage.words(stage.core.on(tooMany, new Input.Opened(new byte[32]), stage.now)))
                .containsExactly("c1000:REFUSED/TOO_MANY", "c1000:close 1008");
        assertThat(stage.counted(SupernodeCounter.CONNECTIONS_REFUSED_FULL)).isEqualTo(1);
        assertThat(stage.core.presence()).isEqualTo(new Presence(3, 2, 1, 0));
    }

    @Test
    void whoTalksTooMuchIsRefusedAndThenClosed() {
        Stage stage = new Stage(SMALL, Cast.VERIFIER);
        Line alice = stage.join(Cast.ALICE, Cast.ALICE_CREDENTIAL);
        for (int i = 0; i < 3; i++) {
            assertThat(Stage.words(stage.say(alice, envelope().setPing(Ping.getDefaultInstance()))))
                    .containsExactly("c1:PONG");
        }
        List<Action> refused = stage.say(alice, Stage.mail(77, Cast.BOB.id(), "x"));
        assertThat(Stage.words(refused)).containsExactly("c1:REFUSED/TOO_MANY");
        assertThat(sentTo(refused, alice).getRequest()).isEqualTo(77);
        stage.now = stage.now.plusSeconds(1);
        assertThat(Stage.words(stage.say(alice, envelope().setPing(Ping.getDefaultInstance()))))
                .as("a second later there is room for one more")
                .containsExactly("c1:PONG");
        stage.say(alice, envelope().setPing(Ping.getDefaultInstance()));
        assertThat(Stage.words(stage.say(alice, envelope().setPing(Ping.getDefaultInstance()))))
                .containsExactly("c1:REFUSED/TOO_MANY", "c1:close 1008");
        assertThat(stage.counted(SupernodeCounter.TOO_MANY)).isEqualTo(3);
    }

    @Test
    void aPingIsAnsweredBeforeAndAfterTheWelcome() {
        Stage stage = new Stage();
        Line line = stage.open();
        assertThat(sentTo(stage.say(line, envelope().setPing(Ping.getDefaultInstance())), line)
                        .getRequest())
                .isEqualTo(9);
        stage.hello(line, Cast.ALICE, Cast.ALICE_CREDENTIAL);
        assertThat(Stage.words(stage.say(line, envelope().setPing(Ping.getDefaultInstance()))))
                .containsExactly("c1:PONG");
        assertThat(stage.say(line, envelope().setPong(Pong.getDefaultInstance())))
                .isEmpty();
    }

    @Test
    void whoIsSilentIsAskedOnceAndThenClosed() {
        Stage stage = new Stage();
        Line alice = stage.join(Cast.ALICE, Cast.ALICE_CREDENTIAL);
        Line bob = stage.join(Cast.BOB, Cast.BOB_CREDENTIAL);
        assertThat(stage.tickAfter(Duration.ofSeconds(29))).isEmpty();
        assertThat(Stage.words(stage.tickAfter(Duration.ofSeconds(1)))).containsExactly("c1:PING", "c2:PING");
        assertThat(stage.tickAfter(Duration.ofSeconds(1))).isEmpty();
        stage.say(bob, envelope().setPong(Pong.getDefaultInstance()));
        assertThat(Stage.words(stage.tickAfter(Duration.ofSeconds(29)))).containsExactly("c1:close 4000");
        assertThat(stage.counted(SupernodeCounter.KEEPALIVE_TIMEOUT)).isEqualTo(1);
        assertThat(stage.core.presence()).isEqualTo(new Presence(1, 1, 1, 0));
        assertThat(stage.say(alice, envelope().setPing(Ping.getDefaultInstance())))
                .isEmpty();
    }

    @Test
    void aCredentialThatExpiresOrIsRevokedEndsTheConnection() {
        Set<String> revoked = new HashSet<>();
        Revocations revocations = credential -> revoked.contains(credential.user());
        Stage stage = new Stage(
                SupernodeLimits.DEFAULT, new CredentialVerifier(Cast.ISSUER.keys(), "login.example", revocations));
        stage.join(Cast.ALICE, Cast.ALICE_CREDENTIAL);
        stage.join(Cast.BOB, Cast.BOB_CREDENTIAL);
        revoked.add("bob");
        assertThat(Stage.words(stage.core.tick(stage.now)))
                .containsExactly("c2:REFUSED/REVOKED_CREDENTIAL", "c2:close 4002");
        Line again = stage.open();
        assertThat(Stage.words(stage.hello(again, Cast.BOB, Cast.BOB_CREDENTIAL)))
                .containsExactly("c3:REFUSED/REVOKED_CREDENTIAL", "c3:close 1008");
        assertThat(Stage.words(stage.tickAfter(Cast.DAY.plusSeconds(60))))
                .containsExactly("c1:REFUSED/EXPIRED_CREDENTIAL", "c1:close 4002");
        assertThat(stage.counted(SupernodeCounter.REFUSED_REVOKED)).isEqualTo(2);
        assertThat(stage.counted(SupernodeCounter.REFUSED_EXPIRED)).isEqualTo(1);
    }

    @Test
    void everyCounterIsExplained() {
        for (SupernodeCounter counter : SupernodeCounter.values()) {
            assertThat(counter.explanation()).hasSizeGreaterThan(15);
        }
    }
}
