package io.tollgate.overlay.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.overlay.peer.io.TestGateway;
import io.tollgate.rtp.audio.WavFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands as a script sees them, against a login server, a supernode and a gateway on the loopback. */
class PeerCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PrintStream OUT = System.out;

    private static TestGateway gateway;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        gateway = new TestGateway();
    }

    @AfterAll
    static void stop() {
        System.setOut(OUT);
        gateway.close();
    }

    private record Run(int code, JsonNode json) {}

    @Test
    void aCallToTheEchoIsAnsweredRecordedAndTold() throws Exception {
        Path voice = folder.resolve("voice.wav");
        Path heard = folder.resolve("heard.wav");
        short[] tone = new short[16_000 * 2];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) (12_000 * Math.sin(2 * Math.PI * 440 * i / 16_000));
        }
        WavFile.write(voice, 16_000, tone);
        Run run = run(
                "call",
                "echo123",
                "--password",
                "right",
                "--play",
                voice.toString(),
                "--record",
                heard.toString(),
                "--seconds",
                "4",
                "--dtmf",
                "12#");
        assertThat(run.code()).isZero();
        assertThat(fieldNames(run.json()))
                .containsExactly(
                        "state",
                        "cause",
                        "sip_status",
                        "setup_ms",
                        "ring_ms",
                        "talk_ms",
                        "codec",
                        "packets",
                        "lost",
                        "jitter_ms",
                        "price",
                        "balance",
                        "number",
                        "side",
                        "text");
        assertThat(run.json().get("state").asText()).isEqualTo("answered");
        assertThat(run.json().get("codec").asText()).isEqualTo("opus/48000");
        assertThat(run.json().get("packets").asInt()).isGreaterThan(50);
        assertThat(run.json().get("balance").asText()).isEqualTo("10.00 EUR");
        WavFile recording = WavFile.read(heard);
        int loudest = 0;
        for (short sample : recording.mono()) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        assertThat(loudest).isGreaterThan(6_000);
    }

    @ParameterizedTest
    @CsvSource({"poor, 3, refused, no-credit", "busy, 4, not-answered, busy", "nonsense, 3, refused, invalid-number"})
    void whatTheGatewaySaysBecomesTheExitCode(String number, int code, String state, String cause) throws Exception {
        Run run = run("call", number, "--password", "right");
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.json().get("state").asText()).isEqualTo(state);
        assertThat(run.json().get("cause").asText()).isEqualTo(cause);
    }

    @Test
    void anAnsweredCallWithoutAudioIsAMediaFailure() throws Exception {
        Run run = run("call", "mute", "--password", "right", "--seconds", "1");
        assertThat(run.code()).isEqualTo(ExitCode.NO_MEDIA);
        assertThat(run.json().get("state").asText()).isEqualTo("no-media");
    }

    @Test
    void aWrongPasswordIsNotSignedIn() throws Exception {
        Run run = run("call", "echo123", "--password", "wrong");
        assertThat(run.code()).isEqualTo(ExitCode.NOT_SIGNED_IN);
        assertThat(run.json().get("text").asText()).contains("password is wrong");
    }

    @Test
    void aDemoAccountNeedsNoPasswordOnTheCommandLine() throws Exception {
        Files.writeString(folder.resolve("demo-accounts.json"), "{\"alice\":\"right\"}");
        Run run = run("call", "busy", "--data", folder.toString());
        assertThat(run.code()).isEqualTo(ExitCode.NOT_ANSWERED);
    }

    @Test
    void aLoginThatWasKeptServesLaterCommands() throws Exception {
        assertThat(run("login", "--password", "right").code()).isZero();
        Run status = run("status", "--data", folder.resolve("nothing").toString());
        assertThat(status.code()).isZero();
        assertThat(status.json().get("gateways").get(0).get("name").asText()).isEqualTo("gateway/test");
    }

    @Test
    void aServerThatIsNotThereIsANetworkFailure() throws Exception {
        int code = PeerCommands.run(
                "call",
                "echo123",
                "--as",
                "alice",
                "--password",
                "x",
                "--server",
                "http://127.0.0.1:9",
                "--keys",
                folder.resolve("k.json").toString());
        assertThat(code).isEqualTo(ExitCode.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"--nonsense", "--seconds=0", "--dtmf=x"})
    void wrongUsageIsExitCodeOne(String option) throws Exception {
        assertThat(run("call", "echo123", "--password", "right", option).code()).isEqualTo(ExitCode.USAGE);
        assertThat(PeerCommands.run("call")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aListenerAnswersARingAndHangsUpWhenItsTimeIsOver() throws Exception {
        CompletableFuture<Run> listener = new CompletableFuture<>();
        Path heard = folder.resolve("in.wav");
        Thread.ofPlatform().start(() -> {
            try {
                listener.complete(run("listen", "--password", "right", "--seconds", "2", "--record", heard.toString()));
            } catch (Exception e) {
                listener.completeExceptionally(e);
            }
        });
        ringUntilSomebodyIsThere();
        Run run = listener.get(30, TimeUnit.SECONDS);
        assertThat(run.code()).isZero();
        assertThat(run.json().get("number").asText()).isEqualTo("+442079460999");
        assertThat(run.json().get("packets").asInt()).isGreaterThan(20);
        assertThat(WavFile.read(heard).durationMs()).isGreaterThan(1_000);
    }

    /** The listener needs a moment to connect; polled with a deadline. */
    private void ringUntilSomebodyIsThere() throws Exception {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!gateway.isThere("alice")) {
            assertThat(System.nanoTime() - endNs)
                    .as("the listener did not connect")
                    .isNegative();
        }
        gateway.ring("alice");
    }

    private static List<String> fieldNames(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Runs a command as alice with --json and reads the last line of standard output. */
    private Run run(String command, String... more) throws Exception {
        List<String> args = new ArrayList<>(List.of(
                command,
                "--as",
                "alice",
                "--server",
                gateway.server().toString(),
                "--keys",
                folder.resolve("alice.json").toString(),
                "--json"));
        args.addAll(List.of(more));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        int code = PeerCommands.run(args.toArray(String[]::new));
        System.setOut(OUT);
        String text = said.toString(StandardCharsets.UTF_8).strip();
        return new Run(code, text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text));
    }
}
