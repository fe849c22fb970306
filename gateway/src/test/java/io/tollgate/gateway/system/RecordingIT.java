package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rtp.audio.WavFile;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An operator has a call recorded: both voices are in the file, and the call's record says so. */
class RecordingIT {
    private static final String VOICE = "+442079460124";
    private static final Duration SOON = Duration.ofSeconds(30);

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start("recording", "tollgate.recordings.allowed=admin");
    }

    @AfterAll
    static void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void bothVoicesAreInTheFileAndTheRecordTellsOfIt() throws IOException {
        Path voice = gateway.folder().resolve("voice.wav");
        WavFile.write(voice, Voices.ours().sampleRate(), Voices.ours().mono());
        Instant since = Instant.now();
        String name;
        try (PeerProcess caller =
                PeerProcess.call(gateway, "alice", VOICE, "--play", voice.toString(), "--seconds", "12")) {
            String id = Await.value("the call is answered", SOON, RecordingIT::talking);
            name = gateway.post(
                            "/api/v1/calls/" + id + "/recording", Map.of("direction", "both", "consent_tone", false))
                    .path("name")
                    .asText();
            caller.ended(Duration.ofSeconds(60));
        }
        JsonNode cdr = gateway.cdrSince("alice", since);
        WavFile[] sides = sides(gateway.data().resolve("recordings").resolve(name));
        // The recording begins in the middle of both voices; what it has of them must be theirs.
        assertThat(sides[0].durationMs()).isBetween(5_000L, 13_000L);
        assertHeard(sides[1], Voices.carriers(), 5);
        assertHeard(sides[0], Voices.ours(), 3);
        assertThat(gateway.get("/api/v1/recordings").path("recordings").findValuesAsText("name"))
                .containsExactly(name);
        JsonNode story = gateway.get("/api/v1/calls/" + cdr.path("id").asText() + "/explanation")
                .path("story")
                .path("decisions");
        assertThat(story.findValuesAsText("what"))
                .contains(
                        "recording of both sides begun by admin, without a tone: " + name,
                        "recording of both sides ended with the call");
    }

    private static Optional<String> talking() {
        for (JsonNode call : gateway.get("/api/v1/calls").path("calls")) {
            if (call.path("state").asText().equals("talking")) {
                return Optional.of(call.path("id").asText());
            }
        }
        return Optional.empty();
    }

    /** Left and right, each as a sound of its own. */
    private static WavFile[] sides(Path stereo) throws IOException {
        ByteBuffer wav = ByteBuffer.wrap(Files.readAllBytes(stereo)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(wav.getShort(22)).as("channels").isEqualTo((short) 2);
        short[][] pcm = new short[2][(wav.limit() - 44) / 4];
        for (int i = 0; i < 2 * pcm[0].length; i++) {
            pcm[i % 2][i / 2] = wav.getShort(44 + 2 * i);
        }
        return new WavFile[] {new WavFile(wav.getInt(24), pcm[0]), new WavFile(wav.getInt(24), pcm[1])};
    }

    /** The recording's first seconds of sound are a part of that voice. */
    private static void assertHeard(WavFile recorded, WavFile voice, int seconds) {
        AudioMatch match = AudioMatch.of(Voices.first(recorded, seconds), voice);
        assertThat(match.same()).as(match.toString()).isTrue();
    }

    @Test
    void withoutACredentialNothingIsRecorded() {
        HttpResponse<String> nobody = gateway.send(
                HttpRequest.newBuilder(gateway.url().resolve("/api/v1/calls/" + UUID.randomUUID() + "/recording"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"direction\":\"both\"}")));
        assertThat(nobody.statusCode()).isEqualTo(401);
    }
}
