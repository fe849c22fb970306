package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A peer on the command line, as {@code ./tollgate call} and {@code ./tollgate listen} start it. */
final class PeerProcess implements AutoCloseable {
    private static final Duration CONNECTED = Duration.ofSeconds(30);

    private final RunningGateway gateway;
    private final Process process;
    private final Path out;
    private final Path err;

    private PeerProcess(RunningGateway gateway, Process process, Path out, Path err) {
        this.gateway = gateway;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * How a command ended.
     *
     * @param json the last line that it printed
     */
    record Ended(int exitCode, JsonNode json, String words) {
        String text(String field) {
            return json.path(field).asText();
        }

        long number(String field) {
            return json.path(field).asLong();
        }

        /** An amount such as {@code 0.017 EUR}, in millionths. */
        long micros(String field) {
            String amount = text(field);
            return new BigDecimal(amount.substring(0, amount.indexOf(' ')))
                    .movePointRight(6)
                    .longValueExact();
        }
    }

    /** Calls a number as a user whose password the demo data hold. */
    static PeerProcess call(RunningGateway gateway, String user, String number, String... more) {
        return start(gateway, "call", user, number, more);
    }

    /** Waits for calls, and returns when it is connected. */
    static PeerProcess listen(RunningGateway gateway, String user, String... more) {
        PeerProcess peer = start(gateway, "listen", user, "", more);
        peer.awaitWords("waiting for calls", CONNECTED);
        return peer;
    }

    private static PeerProcess start(
            RunningGateway gateway, String command, String user, String number, String... more) {
        Path app = RunningGateway.app();
        try {
            Path folder = Files.createTempDirectory(gateway.folder(), "peer-");
            List<String> line = new ArrayList<>(List.of(
                    RunningGateway.java(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx256m",
                    "-cp",
                    app.resolve("lib/main") + "/*:" + app.resolve("lib/boot") + "/*",
                    "io.tollgate.overlay.peer.cli.PeerCommands",
                    command));
            if (!number.isEmpty()) {
                line.add(number);
            }
            line.addAll(List.of(
                    "--as",
                    user,
                    "--server",
                    gateway.url().toString(),
                    "--data",
                    gateway.data().toString(),
                    "--keys",
                    folder.resolve("keys.json").toString(),
                    "--json"));
            line.addAll(Arrays.asList(more));
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(line)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().keySet().removeIf(key -> key.startsWith("TOLLGATE_"));
            return new PeerProcess(gateway, builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has told the person who watches. */
    String words() {
        try {
            return Files.readString(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it says that. */
    void awaitWords(String text, Duration within) {
        Await.value(() -> "the peer says '" + text + "'\n" + words(), within, () -> {
            if (words().contains(text)) {
                return Optional.of(true);
            }
            if (!process.isAlive()) {
                throw new AssertionError("the peer ended before it said '" + text + "'\n" + words());
            }
            return Optional.empty();
        });
    }

    /** Waits for its end. */
    Ended ended(Duration within) {
        try {
            assertThat(process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS))
                    .as("the peer ended within %s\n%s", within, words())
                    .isTrue();
            List<String> lines = Files.readAllLines(out);
            assertThat(lines).as("JSON, besides\n%s", words()).isNotEmpty();
            return new Ended(process.exitValue(), gateway.parsed(lines.getLast()), words());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Stops its processor: it stays connected and does nothing any more, like a phone in a drawer. */
    void freeze() throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Hangs up, as Ctrl-C does. */
    void interrupt() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
