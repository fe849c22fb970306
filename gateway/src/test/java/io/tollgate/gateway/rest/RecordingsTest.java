package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.gateway.start.DataFolder;
import io.tollgate.gateway.switchboard.LiveCalls;
import io.tollgate.gateway.switchboard.RecordingWish;
import io.tollgate.gateway.switchboard.RecordingWish.Heard;
import io.tollgate.gateway.switchboard.StandInCall;
import io.tollgate.rtp.audio.WavFile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RecordingsTest extends ApiTest {
    private static final String BOTH = "{\"direction\":\"both\",\"consent_tone\":false}";
    private static final String WITH_TONE = "{\"direction\":\"caller\",\"consent_tone\":true}";

    @Inject
    LiveCalls calls;

    @Inject
    DataFolder data;

    private final List<StandInCall> begun = new ArrayList<>();

    private StandInCall talking(String user) {
        StandInCall call = new StandInCall(user, "carrier");
        call.become("talking");
        call.begin(calls);
        begun.add(call);
        return call;
    }

    @AfterEach
    void hangUp() {
        begun.forEach(call -> call.end(calls));
    }

    private static String recording(StandInCall call) {
        return "/api/v1/calls/" + call.id() + "/recording";
    }

    @Test
    void anOperatorRecordsACallFetchesTheFileAndDeletesIt() throws Exception {
        StandInCall call = talking("alice");
        JsonNode made = admin().post(recording(call), BOTH).is(201);
        String name = made.get("name").asText();
        assertThat(made.get("direction").asText()).isEqualTo("both");
        assertThat(made.get("call").asText()).isEqualTo(call.id().toString());
        assertThat(call.wishes()).containsExactly(new RecordingWish(Heard.BOTH, false));
        assertThat(admin().post(recording(call), BOTH).problem(409)).contains("already");
        assertThat(admin().delete("/api/v1/recordings/" + name).problem(409)).contains("stop");

        admin().delete(recording(call)).is(204);
        assertThat(admin().delete(recording(call)).problem(404)).contains("not being recorded");

        JsonNode listed = admin().get("/api/v1/recordings").is(200).get("recordings");
        assertThat(listed.findValuesAsText("name")).contains(name);
        assertThat(WavFile.parse(fetched(name)).mono()).hasSize(8_000);
        onlyTheOwnerReads(data.file("recordings").resolve(name));

        admin().delete("/api/v1/recordings/" + name).is(204);
        admin().get("/api/v1/recordings/" + name).problem(404);
        admin().delete("/api/v1/recordings/" + name).problem(404);
    }

    private byte[] fetched(String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/v1/recordings/" + name))
                .header("Authorization", "Bearer " + adminToken.value())
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("audio/wav");
            assertThat(answer.headers().firstValue("Content-Disposition"))
                    .hasValueSatisfying(value -> assertThat(value).contains(name));
            return answer.body();
        }
    }

    private static void onlyTheOwnerReads(Path file) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void usersRecordTheirOwnCallsWithTheToneAndNoOthers() {
        String user = account();
        StandInCall own = talking(user);
        StandInCall other = talking("somebody-else");
        assertThat(user(user).post(recording(own), BOTH).problem(422)).contains("tone");
        user(user).post(recording(own), "{\"direction\":\"callee\"}").is(201);
        assertThat(own.wishes()).containsExactly(new RecordingWish(Heard.CALLEE, true));
        assertThat(user(user).post(recording(other), WITH_TONE).problem(404)).contains("No such call");
        assertThat(other.wishes()).isEmpty();
        user(user).delete(recording(other)).problem(404);
        user(user).delete(recording(own)).is(204);
        assertThat(own.recorded()).isFalse();
        user(user).get("/api/v1/recordings").problem(403);
    }

    @Test
    void aCallThatIsNotAnsweredIsNotRecorded() {
        StandInCall call = talking("alice");
        call.become("alerting");
        assertThat(admin().post(recording(call), WITH_TONE).problem(409)).contains("while both sides talk");
        call.end(calls);
        admin().post(recording(call), WITH_TONE).problem(404);
        admin().post("/api/v1/calls/" + UUID.randomUUID() + "/recording", WITH_TONE)
                .problem(404);
    }

    @Test
    void noMoreAreMadeAtOnceThanAllowed() {
        StandInCall first = talking("alice");
        StandInCall second = talking("alice");
        StandInCall third = talking("alice");
        admin().post(recording(first), WITH_TONE).is(201);
        admin().post(recording(second), WITH_TONE).is(201);
        assertThat(admin().post(recording(third), WITH_TONE).problem(409)).contains("tollgate.recordings.at-once");
        admin().delete(recording(first)).is(204);
        admin().post(recording(third), WITH_TONE).is(201);
    }

    @Test
    void whatIsWrongWithARequestIsTold() {
        StandInCall call = talking("alice");
        assertThat(admin().post(recording(call), "{\"direction\":\"sideways\"}").problem(400))
                .contains("caller, callee, both");
        admin().post(recording(call), "{}").problem(400);
        admin().post(recording(call), "[]").problem(400);
        assertThat(call.wishes()).isEmpty();
    }

    @Test
    void namesThatAreNoRecordingsReachNoFile() throws IOException {
        Path secret = data.file("recordings").resolveSibling("secret.wav");
        Files.writeString(secret, "secret");
        for (String name : List.of("secret.wav", "..%2Fsecret.wav", "%2e%2e%2fsecret.wav", "x", "..", "%00.wav")) {
            Api.Answer answer = admin().get("/api/v1/recordings/" + name);
            assertThat(answer.status()).as(name).isIn(400, 404, 405, 200);
            assertThat(answer.body()).as(name).doesNotContain("secret");
        }
    }
}
