package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.billing.outbox.jdbc.PostgresOutbox;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeliveryTest extends ApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    PostgresOutbox outbox;

    private final String name = "hook-" + UUID.randomUUID();
    private final String kind = "notice.t" + UUID.randomUUID();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private volatile IntSupplier answer = () -> 204;
    private HttpServer server;

    private record Received(String body, String signature, String key, String attempt) {
        String number() {
            try {
                return JSON.readTree(body).get("data").get("n").asText();
            } catch (IOException e) {
                throw new AssertionError(body, e);
            }
        }
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var headers = exchange.getRequestHeaders();
            int status = answer.getAsInt();
            received.add(new Received(
                    body,
                    headers.getFirst("Tollgate-Signature"),
                    headers.getFirst("Idempotency-Key"),
                    headers.getFirst("Tollgate-Attempt")));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        admin().delete("/api/v1/consumers/" + name);
        server.stop(0);
    }

    private JsonNode webhook(int maxAttempts) {
        return admin().post(
                        "/api/v1/consumers",
                        "{\"name\":\"%s\",\"kind\":\"webhook\",\"events\":[\"%s\"],\"url\":\"http://127.0.0.1:%d/hook\",\"max_attempts\":%d}"
                                .formatted(name, kind, server.getAddress().getPort(), maxAttempts))
                .is(201);
    }

    private void publish(int n) {
        outbox.publish(kind, "alice", "{\"n\":" + n + "}");
    }

    private Received next() {
        try {
            return Objects.requireNonNull(received.poll(30, TimeUnit.SECONDS), "nothing was delivered");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private JsonNode until(String path, java.util.function.Predicate<JsonNode> wanted) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            JsonNode now = admin().get(path).is(200);
            if (wanted.test(now)) {
                return now;
            }
            assertThat(System.nanoTime() - deadline).as("still " + now).isNegative();
            Thread.onSpinWait();
        }
    }

    @Test
    void aWebhookGetsItsEventsInOrderAndCanTellThatTheyAreOurs() throws Exception {
        String secret = webhook(3).get("secret").asText();
        outbox.publish("other." + kind, "alice", "{}");
        for (int n = 0; n < 5; n++) {
            publish(n);
        }
        List<String> order = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            Received one = next();
            order.add(one.number());
            assertThat(one.key()).isEqualTo(JSON.readTree(one.body()).get("id").asText());
            String[] parts = one.signature().split("[=,]", -1);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] expected = mac.doFinal((parts[1] + "." + one.body()).getBytes(StandardCharsets.UTF_8));
            assertThat(parts[3]).isEqualTo(java.util.HexFormat.of().formatHex(expected));
        }
        assertThat(order).containsExactly("0", "1", "2", "3", "4");
        JsonNode after =
                until("/api/v1/consumers/" + name, c -> c.get("failures").asInt() == 0 && c.has("last_success_at"));
        assertThat(after.has("secret")).isFalse();
    }

    @Test
    void afterAFailureTheSameEventComesAgainBeforeTheNextAndTheLastFailureMakesItADeadLetter() {
        webhook(2);
        answer = () -> 503;
        publish(1);
        publish(2);
        assertThat(next().number() + next().number()).isEqualTo("11");
        assertThat(next().number() + next().number()).isEqualTo("22");
        JsonNode dead = until(
                "/api/v1/consumers/" + name + "/dead-letters",
                d -> d.get("dead_letters").size() == 2);
        JsonNode first = dead.get("dead_letters").get(0);
        assertThat(first.get("last_error").asText()).isEqualTo("answered 503");
        assertThat(first.get("attempts").asInt()).isEqualTo(2);
        answer = () -> 200;
        String redrive = "/api/v1/consumers/" + name + "/dead-letters/redrive";
        admin().post(redrive, "{\"event_id\":\"999999999\"}").problem(404);
        assertThat(admin().post(redrive, "{}").is(200).get("dead_letters").asInt())
                .isEqualTo(2);
        assertThat(next().attempt()).isEqualTo("3");
        assertThat(next().number()).isEqualTo("2");
        until(
                "/api/v1/consumers/" + name + "/dead-letters",
                d -> d.get("dead_letters").isEmpty());
    }

    @Test
    void aPullConsumerGetsWhatItHasNotAcknowledgedAgain() {
        admin().post(
                        "/api/v1/consumers",
                        "{\"name\":\"%s\",\"kind\":\"pull\",\"events\":[\"%s\"]}".formatted(name, kind))
                .is(201);
        publish(1);
        publish(2);
        String feed = "/api/v1/feed?consumer=" + name;
        JsonNode page = until(feed, p -> p.get("events").size() == 2);
        assertThat(page.get("events").get(0).get("data").get("n").asInt()).isEqualTo(1);
        assertThat(admin().get(feed).is(200).get("events")).hasSize(2);
        String ack = "{\"consumer\":\"%s\",\"cursor\":\"%s\"}";
        admin().post("/api/v1/feed/ack", ack.formatted(name, page.get("next").asText()))
                .is(200);
        assertThat(admin().get(feed).is(200).get("events")).isEmpty();
        assertThat(admin().post("/api/v1/feed/ack", ack.formatted(name, "900000000000000-1"))
                        .problem(400))
                .contains("beyond");
        admin().post("/api/v1/feed/ack", ack.formatted(name, "here")).problem(400);
        admin().post("/api/v1/feed/ack", ack.formatted("nobody", "1-1")).problem(404);
    }

    @Test
    void whatCannotBeDeliveredToIsRefused() {
        String start = "{\"name\":\"%s\",\"kind\":".formatted(name);
        assertThat(admin().post("/api/v1/consumers", start + "\"webhook\",\"url\":\"http://example.net/x\"}")
                        .problem(400))
                .contains("https");
        for (String url : List.of("ftp://example.net/", "https:///x", "https://u:p@example.net/", "%%")) {
            admin().post("/api/v1/consumers", start + "\"webhook\",\"url\":\"" + url + "\"}")
                    .problem(400);
        }
        admin().post("/api/v1/consumers", start + "\"webhook\"}").problem(400);
        admin().post("/api/v1/consumers", start + "\"pigeon\"}").problem(400);
        admin().post("/api/v1/consumers", start + "\"pull\",\"events\":[\"Call!\"]}")
                .problem(400);
        assertThat(admin().post("/api/v1/consumers", start + "\"pgq\",\"queue\":\"tollgate\"}")
                        .problem(422))
                .contains("PgQ");
        admin().get("/api/v1/feed?after=x").problem(400);
        user(account()).get("/api/v1/feed").problem(403);
        user(account()).get("/api/v1/consumers").problem(403);
    }
}
