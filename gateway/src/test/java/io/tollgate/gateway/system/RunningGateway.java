package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged application with everything that {@code ./tollgate run} starts, on free ports and a folder of its own. */
final class RunningGateway implements AutoCloseable {
    /** How long the first start may take on a busy machine; usually some seconds. */
    private static final Duration START = Duration.ofSeconds(150);

    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration RECORDED = Duration.ofSeconds(10);
    private static final String READY = "Tollgate is ready";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Path folder;
    private final Path log;
    private final List<String> settings;
    private final int httpPort = Ports.free(1);
    private final int sipPort = Ports.free(1);
    private final int overlayPort = Ports.free(2);
    private final Carrier carrier;
    private Process process;

    private RunningGateway(String name, List<String> settings) throws IOException {
        this.settings = settings;
        folder = Files.createTempDirectory("tollgate-system-");
        Path logs = Files.createDirectories(Path.of("target", "system"));
        log = logs.resolve(name + ".log");
        Files.deleteIfExists(log);
        Files.createFile(log);
        carrier = new Carrier(Files.createDirectory(folder.resolve("recordings")), Ports.free(1), Ports.free(1));
        process = launch();
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param name of the log below target/system
     * @param settings further configuration, as {@code key=value}
     */
    static RunningGateway start(String name, String... settings) {
        try {
            return new RunningGateway(name, Arrays.asList(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx512m",
                "-Dtollgate.demo.carrier-jar=" + Carrier.jar(),
                "-jar",
                app().resolve("quarkus-run.jar").toString(),
                "--data",
                data().toString(),
                "--http-port",
                Integer.toString(httpPort),
                "--sip-port",
                Integer.toString(sipPort)));
        Stream.concat(
                        Stream.of(
                                "tollgate.media.overlay-port=" + overlayPort,
                                "tollgate.demo.sip-port=" + carrier.sipPort(),
                                "tollgate.demo.control-port=" + carrier.controlPort(),
                                "tollgate.demo.recordings=" + carrier.recordings()),
                        settings.stream())
                .forEach(setting -> command.addAll(List.of("--set", setting)));
        long from = Files.size(log);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("TOLLGATE_") || key.startsWith("QUARKUS_"));
        Process started = builder.start();
        try {
            awaitReady(started, from);
        } catch (AssertionError e) {
            started.destroyForcibly();
            throw e;
        }
        return started;
    }

    private void awaitReady(Process started, long from) {
        Await.value(() -> "the gateway is ready\n" + textOf(log, from), START, () -> {
            String text = textOf(log, from);
            if (!started.isAlive()) {
                throw new AssertionError("the gateway ended by itself: " + started.exitValue() + "\n" + text);
            }
            return text.contains(READY) ? Optional.of(true) : Optional.empty();
        });
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The packaged application. */
    static Path app() {
        Path app = Path.of("target", "quarkus-app").toAbsolutePath();
        if (!Files.exists(app.resolve("quarkus-run.jar"))) {
            throw new AssertionError("package the application first: " + app + " is not there");
        }
        return app;
    }

    private static String textOf(Path file, long from) {
        try {
            byte[] all = Files.readAllBytes(file);
            return new String(all, (int) from, (int) (all.length - from), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has logged so far. */
    String log() {
        return textOf(log, 0);
    }

    URI url() {
        return URI.create("http://localhost:" + httpPort);
    }

    int httpPort() {
        return httpPort;
    }

    int sipPort() {
        return sipPort;
    }

    int overlayPort() {
        return overlayPort;
    }

    Path data() {
        return folder.resolve("data");
    }

    /** A folder for what a test needs beside it; goes away with it. */
    Path folder() {
        return folder;
    }

    Carrier carrier() {
        return carrier;
    }

    /** The password of a demo account. */
    String password(String user) {
        return read(data().resolve("demo-accounts.json")).path(user).asText();
    }

    private JsonNode read(Path file) {
        try {
            return json.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- REST as the operator

    /** What an operator reads there. */
    JsonNode get(String path) {
        HttpResponse<String> response = send(request(path).GET());
        assertThat(response.statusCode())
                .as("GET %s: %s", path, response.body())
                .isEqualTo(200);
        return parsed(response.body());
    }

    /** What an operator orders there. */
    JsonNode post(String path, Map<String, ?> body) {
        return order("POST", path, body);
    }

    /** What an operator puts there. */
    JsonNode put(String path, Map<String, ?> body) {
        return order("PUT", path, body);
    }

    /** What an operator changes there. */
    JsonNode patch(String path, Map<String, ?> body) {
        return order("PATCH", path, body);
    }

    /** Makes a deck of these rows and puts it into force: it prices every account of its currency from here on. */
    void activateDeck(String name, String currency, String csv) {
        String deck = "/api/v1/decks/"
                + post("/api/v1/decks", Map.of("name", name, "currency", currency, "tax_bp", 0))
                        .path("id")
                        .asText();
        HttpResponse<String> filled = send(request(deck + "/rates")
                .setHeader("Content-Type", "text/csv")
                .method("PUT", BodyPublishers.ofString(csv)));
        assertThat(filled.statusCode()).as(filled.body()).isEqualTo(200);
        post(deck + "/activate", Map.of());
    }

    /** Gives or takes what is missing to this balance. */
    void setBalance(String user, long micros) {
        long missing = micros - balanceMicros(user);
        if (missing != 0) {
            credit(user, missing);
        }
    }

    /** Books an adjustment. */
    void credit(String user, long micros) {
        post(
                "/api/v1/accounts/" + user + "/credit",
                Map.of("id", UUID.randomUUID(), "amount_micros", micros, "kind", "adjustment", "reason", "test"));
    }

    private JsonNode order(String method, String path, Map<String, ?> body) {
        HttpResponse<String> response = send(request(path).method(method, BodyPublishers.ofString(text(body))));
        assertThat(response.statusCode())
                .as("%s %s: %s", method, path, response.body())
                .isBetween(200, 299);
        return parsed(response.body());
    }

    private HttpRequest.Builder request(String path) {
        try {
            String token = Files.readString(data().resolve("admin-token")).strip();
            return HttpRequest.newBuilder(url().resolve(path))
                    .timeout(Duration.ofSeconds(20))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends any request, as nobody in particular. */
    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    JsonNode parsed(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of a metric, summed over its labels that contain the text; 0 when there is none. */
    double metric(String name, String labels) {
        String all = send(HttpRequest.newBuilder(url().resolve("/q/metrics"))).body();
        return all.lines()
                .filter(line -> line.startsWith(name) && line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    // ---- the books

    /** What the account holds, in millionths. */
    long balanceMicros(String user) {
        return get("/api/v1/accounts/" + user).path("balance_micros").asLong();
    }

    /** What is put aside for live calls, in millionths. */
    long heldMicros(String user) {
        return get("/api/v1/accounts/" + user).path("held_micros").asLong();
    }

    /** The record of the only call of that user that began after the instant; waits until it is written. */
    JsonNode cdrSince(String user, Instant since) {
        String path = "/api/v1/cdrs?user=" + user + "&from=" + since;
        JsonNode found = Await.value(() -> "a record of " + user + "'s call", RECORDED, () -> {
            JsonNode cdrs = get(path).path("cdrs");
            return cdrs.isEmpty() ? Optional.empty() : Optional.of(cdrs);
        });
        assertThat(found.size()).as("records of one call: %s", found).isEqualTo(1);
        return found.path(0);
    }

    /** Every invariant of the books holds: transfers sum to zero, balances are the sums of their entries. */
    void assertBooksRight() {
        JsonNode check = get("/api/v1/ledger/check");
        assertThat(check.path("clean").asBoolean()).as(check.toString()).isTrue();
    }

    /** Nothing is put aside for calls that are over. */
    void assertNothingHeld() {
        Await.until(
                "no reservation is left",
                RECORDED,
                () -> get("/api/v1/ledger/check").path("reservations").asLong() == 0);
    }

    // ---- life and death

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it in the middle of whatever it does, as a power cut would; its database server survives as an orphan. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(process);
    }

    /** Starts it again on the same data and the same ports. */
    void restart() {
        try {
            carrier.awaitPortsFree();
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end, as Ctrl-C does. */
    int stop() {
        process.destroy();
        return awaitEnd(process);
    }

    private static int awaitEnd(Process process) {
        try {
            assertThat(process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS))
                    .as("ended within %s", STOP)
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (process.isAlive()) {
                stop();
                // The database may take a moment longer than the application.
                Path running = data().resolve("postgres/cluster/data18/postmaster.pid");
                Await.until("the database has stopped", STOP, () -> !Files.exists(running));
            }
        } finally {
            process.destroyForcibly();
            http.close();
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
