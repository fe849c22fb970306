package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.gateway.switchboard.CallQualityTest;
import io.tollgate.gateway.switchboard.LiveCalls;
import io.tollgate.gateway.switchboard.StandInCall;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LiveCallsTest extends ApiTest {
    @Inject
    LiveCalls calls;

    @Test
    void anOperatorSeesACallAndEndsIt() {
        StandInCall call = new StandInCall("alice", "carrier");
        call.begin(calls);
        try {
            JsonNode listed = admin().get("/api/v1/calls").is(200).get("calls");
            assertThat(listed.findValuesAsText("id")).contains(call.id().toString());
            JsonNode one = admin().get("/api/v1/calls/" + call.id()).is(200);
            assertThat(one.get("held_micros").asLong()).isEqualTo(17_000);
            assertThat(one.get("state").asText()).isEqualTo("dialling");
            assertThat(admin().get("/api/v1/calls/" + call.id() + "/explanation")
                            .problem(404))
                    .contains("in progress");

            admin().delete("/api/v1/calls/" + call.id()).is(202);

            assertThat(call.endedBy()).containsExactly("admin");
        } finally {
            call.end(calls);
        }
        admin().delete("/api/v1/calls/" + call.id()).problem(404);
    }

    @Test
    void whatACallSoundsLikeIsShownAndCounted() throws Exception {
        StandInCall call = new StandInCall("alice", "carrier");
        call.begin(calls);
        try {
            JsonNode before = admin().get("/api/v1/calls/" + call.id()).is(200).get("quality");
            assertThat(before.get("verdict").asText()).isEqualTo("unknown");
            assertThat(before.has("from_trunk")).isFalse();
            call.sound(CallQualityTest.poor());
            JsonNode quality = admin().get("/api/v1/calls/" + call.id()).is(200).get("quality");
            assertThat(quality.get("verdict").asText()).isEqualTo("poor");
            assertThat(quality.get("causes").get(0).asText()).contains("12 %", "lost");
            assertThat(quality.get("from_trunk").get("loss_pct").asDouble()).isEqualTo(12.4);
            assertThat(quality.get("from_trunk").get("recent_mos").asDouble()).isEqualTo(2.2);
            assertThat(quality.get("from_user").get("r_factor").asDouble()).isEqualTo(86);
            assertThat(metrics()).containsPattern("tollgate_calls_quality\\{verdict=\"poor\"[^}]*} 1");
        } finally {
            call.end(calls);
        }
        // Other tests' calls may have been counted too, but all of them sounded the same.
        assertThat(metrics())
                .containsPattern("tollgate_voice_r_factor_bucket\\{from=\"trunk\",le=\"50.0\"} [1-9]")
                .containsPattern("tollgate_voice_r_factor_bucket\\{from=\"user\",le=\"80.0\"} 0")
                .containsPattern("tollgate_voice_r_factor_bucket\\{from=\"user\",le=\"90.0\"} [1-9]")
                .containsPattern("tollgate_voice_loss_pct_bucket\\{from=\"trunk\",le=\"10.0\"} 0")
                .containsPattern("tollgate_voice_loss_pct_bucket\\{from=\"trunk\",le=\"20.0\"} [1-9]")
                .contains("tollgate_voice_mos_max{from=\"trunk\"} 2.2");
    }

    private String metrics() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(base.resolve("/q/metrics")).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Test
    void aTrunkWithACallOnItStays() {
        String trunk = "busy-" + UUID.randomUUID();
        admin().post("/api/v1/trunks", "{\"id\":\"" + trunk + "\",\"host\":\"sip.example.net\"}")
                .is(201);
        StandInCall call = new StandInCall("alice", trunk);
        call.begin(calls);
        assertThat(admin().get("/api/v1/trunks/" + trunk + "/status")
                        .is(200)
                        .get("channels_in_use")
                        .asInt())
                .isEqualTo(1);
        assertThat(admin().delete("/api/v1/trunks/" + trunk).problem(409)).contains("Calls are on this trunk");
        call.end(calls);
        admin().delete("/api/v1/trunks/" + trunk).is(204);
    }

    @Test
    void whatHappensToACallIsStreamed() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/v1/events"))
                .header("Authorization", "Bearer " + adminToken.value())
                .header("Accept", "text/event-stream")
                .build();
        HttpClient http = HttpClient.newHttpClient();
        try {
            HttpResponse<Stream<String>> stream = http.send(request, HttpResponse.BodyHandlers.ofLines());
            assertThat(stream.statusCode()).isEqualTo(200);
            Thread reader = Thread.ofVirtual().start(() -> read(stream.body(), lines));
            // The headers may come before the subscription; the first comment does not.
            assertThat(lines.poll(20, TimeUnit.SECONDS)).startsWith(":");
            StandInCall call = new StandInCall("alice", "carrier");
            call.begin(calls);
            assertThat(next(lines, "started", call).get("state").asText()).isEqualTo("dialling");
            call.become("talking");
            assertThat(next(lines, "changed", call).get("state").asText()).isEqualTo("talking");
            call.sound(CallQualityTest.poor());
            JsonNode changed = next(lines, "changed", call);
            assertThat(changed.get("quality").get("verdict").asText()).isEqualTo("poor");
            call.end(calls);
            next(lines, "ended", call);
            assertThat(reader.isAlive()).as("the stream stays open").isTrue();
        } finally {
            http.shutdownNow();
        }
    }

    /** Until the client is shut down, which ends the stream with an exception. */
    private static void read(Stream<String> body, BlockingQueue<String> lines) {
        try {
            body.forEach(lines::add);
        } catch (UncheckedIOException e) {
            lines.add("closed: " + e.getMessage());
        }
    }

    /** The call of the next event of this name. */
    private static JsonNode next(BlockingQueue<String> lines, String event, StandInCall call) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        boolean named = false;
        List<String> seen = new ArrayList<>();
        while (System.nanoTime() - deadline < 0) {
            String line = lines.poll(1, TimeUnit.SECONDS);
            if (line == null) {
                continue;
            }
            seen.add(line);
            if (line.startsWith("event:")) {
                named = line.substring(6).strip().equals(event);
            } else if (named && line.startsWith("data:")) {
                JsonNode told = new ObjectMapper().readTree(line.substring(5));
                if (told.get("call").get("id").asText().equals(call.id().toString())) {
                    return told.get("call");
                }
            }
        }
        throw new AssertionError("no event " + event + " in 20 s, seen before: " + seen);
    }
}
