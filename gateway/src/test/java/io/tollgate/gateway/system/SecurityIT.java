package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.overlay.client.io.LoginResult;
import io.tollgate.overlay.client.io.OverlayState;
import io.tollgate.overlay.identity.CredentialIssuer;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.identity.io.DeviceKeyFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Wrong passwords, credentials and offers, and garbage on every open port: refused, counted, still running. */
class SecurityIT {
    private static final String VOICE = "+442079460124";
    private static final int DATAGRAMS = 2_000;
    private static final int CONNECTIONS = 200;
    private static final int FRAMES = 300;
    private static final int TRUNK_PORTS = 8;
    private static final long SEED = 20261121;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration HOUR = Duration.ofHours(1);

    private static RunningGateway gateway;
    private static int trunkPort;

    @BeforeAll
    static void start() {
        trunkPort = Ports.free(TRUNK_PORTS);
        gateway = RunningGateway.start(
                "security",
                "tollgate.media.trunk-port-min=" + trunkPort,
                "tollgate.media.trunk-port-max=" + (trunkPort + TRUNK_PORTS - 1));
    }

    @AfterAll
    static void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void aWrongPasswordAndAnUnknownUserSoundTheSame() throws InterruptedException {
        try (Intruder intruder = new Intruder(gateway)) {
            LoginResult wrong = intruder.login("carol", "not-this-one");
            LoginResult unknown = intruder.login("mallory", "not-this-one");

            assertThat(wrong).isInstanceOf(LoginResult.Refused.class).isEqualTo(unknown);
            assertThat(((LoginResult.Refused) wrong).status()).isEqualTo(401);
        }
        try (PeerProcess peer = PeerProcess.call(gateway, "carol", VOICE, "--password", "not-this-one")) {
            PeerProcess.Ended ended = peer.ended(SOON);
            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.text("state")).isEqualTo("not-signed-in");
        }
    }

    @Test
    void forgedAndExpiredCredentialsOpenNothing() throws IOException, InterruptedException {
        SecureRandom random = new SecureRandom();
        try (Intruder intruder = new Intruder(gateway)) {
            CredentialIssuer forger =
                    new CredentialIssuer("tollgate", DeviceKeys.generate(random).signing());
            CredentialIssuer issuer = new CredentialIssuer(
                    "tollgate",
                    DeviceKeyFile.load(gateway.data().resolve("login-key.json")).signing());
            Instant now = Instant.now();
            String forged = forger.issueToPeer("alice", intruder.keys().publicDevice(), now, HOUR, "forged")
                    .token();
            String expired = issuer.issueToPeer(
                            "alice", intruder.keys().publicDevice(), now.minus(HOUR.multipliedBy(2)), HOUR, "expired")
                    .token();
            String genuine = issuer.issueToPeer("alice", intruder.keys().publicDevice(), now, HOUR, "genuine")
                    .token();

            assertThat(status("/api/v1/me", forged)).isEqualTo(401);
            assertThat(status("/api/v1/me", expired)).isEqualTo(401);
            assertThat(status("/api/v1/me", genuine))
                    .as("the same, rightly made, is good")
                    .isEqualTo(200);
            assertThat(status("/api/v1/accounts", genuine))
                    .as("users are no operators")
                    .isEqualTo(403);
            assertThat(status("/api/v1/accounts", "not-the-admin-token")).isEqualTo(401);

            double badBefore = gateway.metric("tollgate_supernode_total", "refused_credential");
            double oldBefore = gateway.metric("tollgate_supernode_total", "refused_expired");
            assertThat(intruder.knock(forged)).isInstanceOf(OverlayState.Refused.class);
            assertThat(intruder.knock(expired)).isNotInstanceOf(OverlayState.Connected.class);
            assertThat(intruder.knock(genuine)).isInstanceOf(OverlayState.Connected.class);
            assertThat(gateway.metric("tollgate_supernode_total", "refused_credential"))
                    .isGreaterThan(badBefore);
            assertThat(gateway.metric("tollgate_supernode_total", "refused_expired"))
                    .isGreaterThan(oldBefore);
        }
    }

    private static int status(String path, String token) {
        return gateway.send(
                        HttpRequest.newBuilder(gateway.url().resolve(path)).header("Authorization", "Bearer " + token))
                .statusCode();
    }

    @Test
    void withoutATokenThereIsAProblemDocument() {
        HttpResponse<String> response =
                gateway.send(HttpRequest.newBuilder(gateway.url().resolve("/api/v1/cdrs")));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
    }

    @Test
    void anOfferCountsOnce() throws Exception {
        double before = gateway.metric("tollgate_sealed_refused_total", "replayed");
        String sdp = """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                t=0 0
                a=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF
                """.replace("\n", "\r\n");
        try (Intruder intruder = new Intruder(gateway)) {
            LoginResult login = intruder.login("carol", gateway.password("carol"));

            intruder.offerTwice((LoginResult.LoggedIn) login, "carol", sdp);
        }

        Await.until(
                "the replay was counted",
                SOON,
                () -> gateway.metric("tollgate_sealed_refused_total", "replayed") > before);
        assertThat(gateway.get("/api/v1/cdrs?user=carol").path("cdrs").size())
                .as("calls")
                .isEqualTo(1);
    }

    @Test
    void garbageOnEveryPortIsCountedAndDisturbsNobody() throws Exception {
        double unknown = gateway.metric("tollgate_sip_port_total", "unknown_source");
        double overlay = gateway.metric("tollgate_media_total", "overlay_packets_in");
        double strangers = dropped();
        double malformed = gateway.metric("tollgate_supernode_total", "malformed");
        int mark = gateway.carrier().events().size();
        Instant since = Instant.now();
        try (PeerProcess caller = PeerProcess.call(gateway, "alice", VOICE, "--seconds", "15")) {
            gateway.carrier().await(mark, "answered");
            SplittableRandom random = new SplittableRandom(SEED);

            throwAt(random, gateway.sipPort(), DATAGRAMS);
            throwAt(random, gateway.overlayPort(), DATAGRAMS);
            throwAt(random, gateway.overlayPort() + 1, DATAGRAMS);
            for (int port = trunkPort; port < trunkPort + TRUNK_PORTS; port++) {
                throwAt(random, port, DATAGRAMS / TRUNK_PORTS);
            }
            throwAtHttp(random);
            throwAtLogin(random);
            throwAtWebSocket(random);

            PeerProcess.Ended ended = caller.ended(Duration.ofSeconds(45));
            assertThat(ended.text("cause")).as(ended.words()).isEqualTo("normal");
            JsonNode cdr = gateway.cdrSince("alice", since);
            assertThat(cdr.path("talk_ms").asLong()).as("the call in between").isGreaterThan(14_000);
        }
        assertThat(gateway.isAlive()).isTrue();
        assertThat(gateway.metric("tollgate_sip_port_total", "unknown_source"))
                .isGreaterThan(unknown + DATAGRAMS / 2.0);
        assertThat(gateway.metric("tollgate_media_total", "overlay_packets_in")).isGreaterThan(overlay + DATAGRAMS);
        assertThat(dropped()).isGreaterThan(strangers + DATAGRAMS);
        assertThat(gateway.metric("tollgate_supernode_total", "malformed")).isGreaterThan(malformed);
        PlacedCall.place(gateway, "bob", VOICE, "--seconds", "2")
                .ended("answered", "normal", 200, 0)
                .everybodyAgrees();
    }

    private static double dropped() {
        return gateway.metric("tollgate_media_total", "dropped_");
    }

    private static void throwAt(SplittableRandom random, int port, int datagrams) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < datagrams; i++) {
                byte[] garbage = garbage(random);
                try {
                    socket.send(new DatagramPacket(garbage, garbage.length, InetAddress.getLoopbackAddress(), port));
                } catch (IOException e) {
                    // Nobody listens on this port at the moment, which is an answer too.
                    assertThat(socket.isClosed()).isFalse();
                }
            }
        }
    }

    private static void throwAtHttp(SplittableRandom random) throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.httpPort());
                    OutputStream out = socket.getOutputStream()) {
                out.write(garbage(random));
                out.write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (SocketException e) {
                assertThat(gateway.isAlive()).as("it hung up on us: %s", e).isTrue();
            }
        }
    }

    private static void throwAtLogin(SplittableRandom random) {
        for (int i = 0; i < CONNECTIONS / 4; i++) {
            HttpResponse<String> response =
                    gateway.send(HttpRequest.newBuilder(gateway.url().resolve("/api/v1/login"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(garbage(random))));
            assertThat(response.statusCode()).isBetween(400, 499);
        }
    }

    private static void throwAtWebSocket(SplittableRandom random) throws InterruptedException {
        URI at = URI.create("ws://localhost:" + gateway.httpPort() + "/overlay");
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < FRAMES / 10; i++) {
                WebSocket socket = http.newWebSocketBuilder()
                        .subprotocols("tollgate.overlay.v1")
                        .buildAsync(at, new WebSocket.Listener() {})
                        .join();
                for (int frame = 0; frame < 10; frame++) {
                    try {
                        socket.sendBinary(ByteBuffer.wrap(garbage(random)), true)
                                .get();
                    } catch (ExecutionException e) {
                        assertThat(gateway.isAlive())
                                .as("it hung up on us: %s", e)
                                .isTrue();
                    }
                }
                socket.abort();
            }
        }
    }

    /** Half of it begins like something that the ports expect. */
    private static byte[] garbage(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(1, 1200)];
        random.nextBytes(bytes);
        byte[] starts = {0, 1, 20, 22, (byte) 0x80, (byte) 0x90, 'I', 'S'};
        if (random.nextBoolean()) {
            bytes[0] = starts[random.nextInt(starts.length)];
        }
        return bytes;
    }
}
