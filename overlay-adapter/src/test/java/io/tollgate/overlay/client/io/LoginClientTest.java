package io.tollgate.overlay.client.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.overlay.Cast;
import io.tollgate.overlay.identity.CredentialResult;
import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.identity.PasswordVerifier;
import io.tollgate.overlay.identity.Revocations;
import io.tollgate.overlay.login.Accounts.StoredUser;
import io.tollgate.overlay.login.LoginAnswer;
import io.tollgate.overlay.login.LoginCore;
import io.tollgate.overlay.login.LoginRequest;
import io.tollgate.overlay.login.LoginSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The login client against the real login core behind the JDK's HTTP server. */
@Timeout(60)
class LoginClientTest {

    private static final StoredUser ALICE = StoredUser.peer("alice", PasswordVerifier.encode("secret", Cast.RANDOM));

    private final AtomicInteger ids = new AtomicInteger();
    private final LoginCore core = new LoginCore(
            LoginSettings.defaults(List.of(URI.create("ws://localhost:8080/overlay"))),
            user -> user.equals("alice") ? Optional.of(ALICE) : Optional.empty(),
            Cast.ISSUER,
            Revocations.NONE);
    private HttpServer server;
    private HttpClient http;
    private LoginClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/api/v1/login",
                exchange -> answer(
                        exchange, core.login(body(exchange), "test", Instant.now(), "j" + ids.incrementAndGet())));
        server.createContext(
                "/api/v1/login/renew",
                exchange -> answer(
                        exchange, core.renew(body(exchange), "test", Instant.now(), "j" + ids.incrementAndGet())));
        server.createContext("/odd/api/v1/login", exchange -> send(exchange, 200, "{\"credential\":7}"));
        server.start();
        http = HttpClient.newHttpClient();
        client = new LoginClient(base(), http, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        return exchange.getRequestBody().readNBytes(2 * LoginRequest.MAX_BYTES);
    }

    private static void answer(HttpExchange exchange, LoginAnswer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.mediaType());
        send(exchange, answer.status(), answer.body());
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    @Test
    void aLoginAndItsRenewalGiveCredentialsThatVerify() throws Exception {
        LoginResult.LoggedIn first = (LoginResult.LoggedIn) client.login("alice", "secret", Cast.ALICE, "test");
        CredentialVerifier verifier = new CredentialVerifier(first.issuerKeys());
        assertThat(verifier.verify(first.credential(), Instant.now())).isInstanceOf(CredentialResult.Valid.class);
        assertThat(first.supernodes()).containsExactly(URI.create("ws://localhost:8080/overlay"));
        assertThat(first.expiresAt()).isAfter(Instant.now());

        LoginResult.LoggedIn second =
                (LoginResult.LoggedIn) client.renew(first.credential(), first.issuerKeys(), Cast.ALICE);
        assertThat(second.credential()).isNotEqualTo(first.credential());
        assertThat(verifier.verify(second.credential(), Instant.now())).isInstanceOf(CredentialResult.Valid.class);
    }

    @Test
    void aWrongPasswordIsRefusedInPlainWords() throws Exception {
        assertThat(client.login("alice", "guess", Cast.ALICE, "test"))
                .isEqualTo(new LoginResult.Refused(401, "The user name or the password is wrong."));
    }

    @Test
    void anotherDeviceCannotRenew() throws Exception {
        LoginResult.LoggedIn first = (LoginResult.LoggedIn) client.login("alice", "secret", Cast.ALICE, "test");
        assertThat(client.renew(first.credential(), first.issuerKeys(), Cast.BOB))
                .isInstanceOfSatisfying(
                        LoginResult.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
    }

    @Test
    void whatIsNoLoginServerIsSaidSo() throws Exception {
        assertThat(new LoginClient(base().resolve("/odd/"), http, Clock.systemUTC())
                        .login("alice", "secret", Cast.ALICE, "test"))
                .isInstanceOf(LoginResult.Unreachable.class);
        URI nobody = URI.create("http://127.0.0.1:9");
        assertThat(new LoginClient(nobody, http, Clock.systemUTC()).login("alice", "secret", Cast.ALICE, "test"))
                .isInstanceOfSatisfying(
                        LoginResult.Unreachable.class,
                        unreachable -> assertThat(unreachable.words()).contains("does not answer"));
    }
}
