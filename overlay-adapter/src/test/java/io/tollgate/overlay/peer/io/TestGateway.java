package io.tollgate.overlay.peer.io;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.overlay.Cast;
import io.tollgate.overlay.client.io.Delivery;
import io.tollgate.overlay.client.io.DeviceInfo;
import io.tollgate.overlay.client.io.LoopbackSupernode;
import io.tollgate.overlay.client.io.OverlayClient;
import io.tollgate.overlay.client.io.OverlayClientConfig;
import io.tollgate.overlay.client.io.OverlayListener;
import io.tollgate.overlay.client.io.OverlayState;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.CredentialResult;
import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.identity.Role;
import io.tollgate.overlay.json.JsonFields;
import io.tollgate.overlay.login.LoginRequest;
import io.tollgate.overlay.message.CallKey;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.Price;
import io.tollgate.overlay.seal.ReplayGuard;
import io.tollgate.overlay.seal.SealedChannel;
import io.tollgate.overlay.seal.Sealing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Login server, supernode and a gateway in one, real sockets on the loopback. Numbers behave: {@code echo123} echoes,
 * {@code busy} rings and is busy, {@code poor} is refused for credit, {@code mute} answers without media.
 */
public final class TestGateway implements AutoCloseable {
    private static final CredentialVerifier VERIFIER = new CredentialVerifier(Cast.ISSUER.keys());

    private record Line(SealedChannel channel, DeviceId peer) {}

    private final LoopbackSupernode supernode = LoopbackSupernode.start(VERIFIER);
    private final SecureRandom random = new SecureRandom();
    private final DeviceKeys keys = DeviceKeys.generate(random);
    private final Sealing sealing = new Sealing(Role.GATEWAY, keys, ReplayGuard.forGateway(), random);
    private final TestGatewayMedia media = TestGatewayMedia.start();
    private final Map<UUID, Line> lines = new ConcurrentHashMap<>();
    private final OverlayClient client;
    private final HttpServer http;

    public TestGateway() throws Exception {
        Instant now = Instant.now();
        String credential = Cast.ISSUER
                .issueToGateway("test", "here", keys.publicDevice(), now, Duration.ofHours(1), "jti-gateway")
                .token();
        http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        http.createContext("/api/v1/login", this::login);
        http.start();
        client = OverlayClient.connect(
                OverlayClientConfig.of(supernode.uri(), keys, () -> credential, "test gateway"), new OverlayListener() {
                    @Override
                    public void onDeliver(Delivery delivery) {
                        try {
                            mail(delivery);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }

                    @Override
                    public void onState(OverlayState state) {}
                });
        client.connected().get(10, TimeUnit.SECONDS);
    }

    public URI server() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    private void login(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(
                    exchange,
                    LoginRequest.parse(exchange.getRequestBody().readAllBytes()).orElseThrow());
        }
    }

    private void answer(HttpExchange exchange, LoginRequest request) throws IOException {
        byte[] answer;
        int status = 200;
        if (request.password().equals("right")) {
            Instant now = Instant.now();
            Credential credential = Cast.ISSUER.issueToPeer(
                    request.user(), request.device(), now, Duration.ofHours(1), "jti-" + UUID.randomUUID());
            var json = JsonFields.object()
                    .put("credential", credential.token())
                    .put("expires_at", credential.expiresAt().toString());
            json.set("issuer_keys", Cast.ISSUER.keys().toJson());
            json.putArray("supernodes").add(supernode.uri().toString());
            answer = JsonFields.write(json);
        } else {
            status = 401;
            answer = JsonFields.write(JsonFields.object().put("detail", "User name or password is wrong."));
        }
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
    }

    private void mail(Delivery delivery) throws Exception {
        Line line = lines.get(delivery.call());
        if (line == null) {
            Credential from =
                    ((CredentialResult.Valid) VERIFIER.verify(delivery.fromCredential(), Instant.now())).credential();
            Sealing.First first =
                    (Sealing.First) sealing.openFirst(delivery.sealed(), from, delivery.call(), Instant.now());
            Line opened = new Line(first.channel(), delivery.from());
            lines.put(delivery.call(), opened);
            called(opened, (CallMessage.Call) first.message());
        } else if (line.channel().open(delivery.sealed(), Instant.now()) instanceof SealedChannel.Message received) {
            heard(line, received.message());
        }
    }

    private void called(Line line, CallMessage.Call call) throws Exception {
        switch (call.dialled()) {
            case "poor" -> send(line, ended("no-credit", CallMessage.EndSide.GATEWAY, 0, 0));
            case "busy" -> {
                accept(line, call.dialled());
                send(line, new CallMessage.Ringing(false));
                send(line, ended("busy", CallMessage.EndSide.CALLEE, 486, 0));
            }
            case "mute" -> {
                accept(line, call.dialled());
                send(line, new CallMessage.Answered(Instant.now()));
            }
            case "echo123" -> {
                accept(line, call.dialled());
                connect(line, call.sdp());
            }
            default -> send(line, ended("invalid-number", CallMessage.EndSide.GATEWAY, 0, 0));
        }
    }

    private void heard(Line line, CallMessage message) throws Exception {
        switch (message) {
            case CallMessage.Accept accept -> connect(line, accept.sdp());
            case CallMessage.Hangup _ -> send(line, ended("normal", CallMessage.EndSide.CALLER, 200, 1_000));
            case CallMessage.Decline _ -> lines.remove(line.channel().call());
            default -> {}
        }
    }

    private void accept(Line line, String number) {
        send(line, new CallMessage.Accepted(number, "test", new Price(0, "EUR", 0, 1, 1), 3_600));
    }

    private void connect(Line line, String offer) throws Exception {
        TestGatewayMedia.Leg leg = media.answer(offer);
        leg.call().echo();
        send(line, new CallMessage.AnswerSdp(leg.answerSdp(), "opus/48000/2"));
        send(line, new CallMessage.Answered(Instant.now()));
    }

    /** Whether a device of the user is connected. */
    public boolean isThere(String user) throws Exception {
        return !client.findUser(user).get(10, TimeUnit.SECONDS).isEmpty();
    }

    /** Rings the first device of a user; the call echoes once it is answered. */
    public void ring(String user) throws Exception {
        DeviceInfo device = client.findUser(user).get(10, TimeUnit.SECONDS).getFirst();
        Credential to = ((CredentialResult.Valid) VERIFIER.verify(device.credential(), Instant.now())).credential();
        CallMessage.Ring ring = new CallMessage.Ring(
                "+442079460999",
                null,
                "+442079460202",
                Instant.now(),
                UUID.randomUUID().toString(),
                CallKey.random(random));
        UUID call = UUID.randomUUID();
        Sealing.Started started = sealing.start(call, ring, to);
        lines.put(call, new Line(started.channel(), device.device()));
        client.send(device.device(), call, started.sealed()).get(10, TimeUnit.SECONDS);
    }

    private static CallMessage.Ended ended(String cause, CallMessage.EndSide side, int sip, long talkMs) {
        return new CallMessage.Ended(
                cause, side, "Words about " + cause + ".", sip, 16, 0, talkMs, 0, 0, "EUR", 10_000_000, null, null);
    }

    private void send(Line line, CallMessage.ToPeer message) {
        client.send(line.peer(), line.channel().call(), line.channel().seal(message))
                .join();
    }

    @Override
    public void close() {
        client.close();
        http.stop(0);
        supernode.close();
        media.close();
    }
}
