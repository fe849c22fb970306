package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.rtp.audio.WavFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The demo carrier beside the gateway, as its recordings, its feed of events and its control interface show it. */
final class Carrier {
    /** Long enough for processes on a busy machine to start and to place or finish a call. */
    static final Duration SOON = Duration.ofSeconds(30);

    private final ObjectMapper json = new ObjectMapper();
    private final Path recordings;
    private final int sipPort;
    private final int controlPort;

    Carrier(Path recordings, int sipPort, int controlPort) {
        this.recordings = recordings;
        this.sipPort = sipPort;
        this.controlPort = controlPort;
    }

    /** The carrier's program; it also holds the voices of these tests. */
    static Path jar() {
        Path target = Path.of("..", "deploy", "demo-carrier", "target")
                .toAbsolutePath()
                .normalize();
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("tollgate-demo-carrier-[0-9].*\\.jar"))
                    .filter(file -> !file.toString().contains("original"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("package the demo carrier first: " + target + " is empty"));
        } catch (IOException e) {
            throw new UncheckedIOException("package the demo carrier first", e);
        }
    }

    int sipPort() {
        return sipPort;
    }

    int controlPort() {
        return controlPort;
    }

    Path recordings() {
        return recordings;
    }

    /**
     * Something that the carrier did or saw.
     *
     * @param call its Call-ID
     */
    record Event(String event, String call, String number, JsonNode more) {}

    /** Everything so far, the oldest first. */
    List<Event> events() {
        Path file = recordings.resolve("events.jsonl");
        List<Event> events = new ArrayList<>();
        try {
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                JsonNode read = json.readTree(line);
                events.add(new Event(
                        read.path("event").asText(),
                        read.path("call").asText(),
                        read.path("number").asText(),
                        read));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }

    /** What came after the mark that {@code events().size()} gave before. */
    List<Event> eventsAfter(int mark) {
        List<Event> all = events();
        return all.subList(mark, all.size());
    }

    /** Waits for an event of that kind after the mark. */
    Event await(int mark, String event) {
        return Await.value(
                () -> "the carrier's " + event + " among " + eventsAfter(mark),
                SOON,
                () -> eventsAfter(mark).stream()
                        .filter(e -> e.event().equals(event))
                        .findFirst());
    }

    /** The keys that arrived after the mark, in their order. */
    String digitsAfter(int mark) {
        StringBuilder digits = new StringBuilder();
        eventsAfter(mark).stream()
                .filter(e -> e.event().equals("dtmf"))
                .forEach(e -> digits.append(e.more().path("digit").asText()));
        return digits.toString();
    }

    /** What the carrier heard in that call. */
    WavFile heard(String call) {
        return recording(call, "heard");
    }

    /** What the carrier said in that call. */
    WavFile sent(String call) {
        return recording(call, "sent");
    }

    private WavFile recording(String call, String what) {
        Path file = recordings.resolve(call.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + what + ".wav");
        try {
            return WavFile.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Places a call towards the gateway and gives its id. */
    String call(String to, String from, int seconds, String voice) {
        return control("POST", "/call", Map.of("to", to, "from", from, "seconds", seconds, "voice", voice))
                .path("call")
                .asText();
    }

    /** Hangs up, or cancels. */
    void hangUp(String call) {
        control("DELETE", "/calls/" + call, Map.of());
    }

    private JsonNode control(String method, String path, Map<String, ?> body) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controlPort + path))
                            .timeout(Duration.ofSeconds(10))
                            .method(method, BodyPublishers.ofString(json.writeValueAsString(body)))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits until the carrier of a killed gateway has gone. */
    void awaitPortsFree() {
        Await.until("the demo carrier has ended after its gateway", SOON, () -> Ports.areFree(sipPort, controlPort));
    }
}
