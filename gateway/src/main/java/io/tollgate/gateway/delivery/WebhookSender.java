package io.tollgate.gateway.delivery;

import io.tollgate.billing.outbox.OutboxEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Sends one event to one URL. Blocks for up to the timeout; safe for concurrent use. */
final class WebhookSender implements AutoCloseable {
    private final HttpClient http;
    private final Duration timeout;

    WebhookSender(Duration timeout) {
        this.timeout = timeout;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /** What became of a try. */
    sealed interface Outcome {
        /** Answered by 2xx. */
        record Taken() implements Outcome {}

        /** @param why in words, without anything that the other side wrote */
        record Failed(String why) implements Outcome {}
    }

    /** @param attempt which try of this event it is, from 1 */
    Outcome send(String name, URI url, String secret, OutboxEvent event, int attempt, Instant now)
            throws InterruptedException {
        byte[] body = EventJson.of(event).getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Tollgate")
                .header("Idempotency-Key", Long.toString(event.id()))
                .header("Tollgate-Consumer", name)
                .header("Tollgate-Attempt", Integer.toString(attempt))
                .header(WebhookSignature.HEADER, WebhookSignature.of(secret, now.getEpochSecond(), body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status / 100 == 2 ? new Outcome.Taken() : new Outcome.Failed("answered " + status);
        } catch (HttpTimeoutException e) {
            return new Outcome.Failed("no answer within " + timeout.toSeconds() + " s");
        } catch (IOException e) {
            return new Outcome.Failed("not reached: " + e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
