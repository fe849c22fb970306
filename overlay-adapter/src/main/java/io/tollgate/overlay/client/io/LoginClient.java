package io.tollgate.overlay.client.io;

import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.CredentialResult;
import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.identity.DeviceProof;
import io.tollgate.overlay.identity.IssuerKeys;
import io.tollgate.overlay.json.JsonFields;
import io.tollgate.overlay.login.LoginRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Logs a device in over HTTP. Blocks; any thread. */
public final class LoginClient {

    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final int MAX_SUPERNODES = 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final URI base;
    private final HttpClient http;
    private final Clock clock;

    /**
     * A client.
     *
     * @param base the login server, e.g. {@code http://localhost:8080/}; may have a path
     * @param http does the talking, and decides about TLS
     * @param clock for proofs
     */
    public LoginClient(URI base, HttpClient http, Clock clock) {
        this.base = base.getPath().endsWith("/") ? base : URI.create(base + "/");
        this.http = http;
        this.clock = clock;
    }

    /** Logs in with a password. */
    public LoginResult login(String user, String password, DeviceKeys keys, String deviceName)
            throws InterruptedException {
        LoginRequest request = new LoginRequest(user, password, keys.publicDevice(), deviceName);
        return post("api/v1/login", request.write());
    }

    /**
     * Renews a credential that is still valid.
     *
     * @param credential the old one
     * @param issuerKeys as told with it
     * @param keys the same device's
     */
    public LoginResult renew(String credential, IssuerKeys issuerKeys, DeviceKeys keys) throws InterruptedException {
        Instant now = clock.instant();
        return switch (new CredentialVerifier(issuerKeys).verify(credential, now)) {
            case CredentialResult.Refused refused ->
                new LoginResult.Refused(401, "This credential cannot be renewed: " + refused.reason() + ".");
            case CredentialResult.Valid valid -> renew(valid.credential(), keys, now);
        };
    }

    private LoginResult renew(Credential old, DeviceKeys keys, Instant now) throws InterruptedException {
        String proof = DeviceProof.create(keys, DeviceProof.Purpose.RENEW, old.id(), now);
        return post(
                "api/v1/login/renew",
                JsonFields.write(
                        JsonFields.object().put("credential", old.token()).put("proof", proof)));
    }

    private LoginResult post(String path, byte[] body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, application/problem+json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(
                    request,
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
            return answer.statusCode() == 200 ? loggedIn(answer.body()) : refused(answer);
        } catch (IOException e) {
            return new LoginResult.Unreachable("The login server at " + base + " does not answer: " + words(e) + ".");
        }
    }

    private static String words(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private LoginResult loggedIn(byte[] body) {
        JsonFields fields = JsonFields.parse(body, MAX_ANSWER_BYTES);
        String credential = fields.text("credential", CredentialVerifier.MAX_CHARS);
        String expires = fields.text("expires_at", 40);
        Optional<IssuerKeys> keys = IssuerKeys.read(fields.object("issuer_keys"));
        List<String> urls = fields.texts("supernodes", MAX_SUPERNODES, 256);
        if (fields.fault() != null || keys.isEmpty()) {
            return nonsense();
        }
        try {
            List<URI> supernodes = new ArrayList<>();
            for (String url : urls) {
                supernodes.add(base.resolve(url));
            }
            return new LoginResult.LoggedIn(credential, Instant.parse(expires), keys.get(), List.copyOf(supernodes));
        } catch (DateTimeException | IllegalArgumentException e) {
            return nonsense();
        }
    }

    private LoginResult nonsense() {
        return new LoginResult.Unreachable("The answer of " + base + " is not that of a login server.");
    }

    private static LoginResult refused(HttpResponse<byte[]> answer) {
        JsonFields problem = JsonFields.parse(answer.body(), MAX_ANSWER_BYTES);
        String words = problem.optionalText("detail", 400);
        return problem.fault() == null && words != null
                ? new LoginResult.Refused(answer.statusCode(), words)
                : new LoginResult.Refused(
                        answer.statusCode(), "The login server answered " + answer.statusCode() + ".");
    }
}
