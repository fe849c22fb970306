package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rtp.audio.WavFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Prepaid control and the operator's rules, through everything that a call goes through. */
class PrepaidIT {
    private static final String VOICE = "+442079460124";
    private static final String EMERGENCY = "112";
    private static final Duration SOON = Duration.ofSeconds(30);
    /** By the second, so that calls end soon. */
    private static final long SECOND_MICROS = 1_000;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(
                "prepaid",
                "tollgate.calls.warning=6s",
                "tollgate.emergency.policy=pass",
                "tollgate.emergency.trunk=demo");
        gateway.activateDeck("seconds", "EUR", """
                prefix,destination,rate,connection fee,increments
                44,United Kingdom,0.06,0,1/1
                339,France - dear,3.00,0,60/60
                33,France,0.06,0,1/1
                """);
    }

    @AfterAll
    static void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void aCallIsWarnedAndCutWhenTheCreditEnds() throws IOException {
        gateway.setBalance("alice", 14 * SECOND_MICROS);
        Path heard = gateway.folder().resolve("heard-cut.wav");

        PlacedCall call = PlacedCall.place(gateway, "alice", VOICE, "--record", heard.toString(), "--seconds", "60");

        call.everybodyAgrees();
        assertThat(call.peer().text("cause")).as(call.toString()).isEqualTo("credit-exhausted");
        assertThat(call.cdr().path("talk_ms").asLong()).isEqualTo(14_000);
        assertThat(call.paidMicros()).isEqualTo(14 * SECOND_MICROS);
        assertThat(gateway.balanceMicros("alice")).isZero();
        assertThat(call.peer().words()).contains("credit for 14 s").contains("credit runs out in 6 s");
        WavFile sound = WavFile.read(heard);
        List<Long> beeps = Beep.starts(sound);
        assertThat(beeps)
                .as("the warning tone, in " + sound.durationMs() + " ms")
                .hasSize(1);
        assertThat(sound.durationMs() - beeps.getFirst())
                .as("from the tone to the end")
                .isBetween(4_500L, 7_000L);
        assertThat(carriersTalkMs(call)).as("as the carrier saw it").isBetween(13_800L, 15_000L);
    }

    private static long carriersTalkMs(PlacedCall call) {
        List<Carrier.Event> events = gateway.carrier().eventsAfter(call.mark());
        Instant answered = at(events, "answered");
        Instant over = at(events, "ended");
        return Duration.between(answered, over).toMillis();
    }

    private static Instant at(List<Carrier.Event> events, String what) {
        return events.stream()
                .filter(event -> event.event().equals(what))
                .map(event -> Instant.parse(event.more().path("time").asText()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + what + " among " + events));
    }

    @Test
    void creditAddedAfterTheWarningProlongsTheCall() throws IOException {
        gateway.setBalance("bob", 12 * SECOND_MICROS);
        Path heard = gateway.folder().resolve("heard-prolonged.wav");
        Instant since = Instant.now();
        PeerProcess.Ended ended;
        try (PeerProcess caller =
                PeerProcess.call(gateway, "bob", VOICE, "--record", heard.toString(), "--seconds", "18")) {
            caller.awaitWords("credit runs out in", SOON);
            gateway.credit("bob", 1_000_000);
            caller.awaitWords("the call can go on", SOON);
            ended = caller.ended(Duration.ofSeconds(60));
        }
        JsonNode cdr = gateway.cdrSince("bob", since);
        assertThat(ended.text("cause")).as(ended.toString()).isEqualTo("normal");
        assertThat(cdr.path("talk_ms").asLong()).isGreaterThan(17_000);
        assertThat(1_000_000 + 12 * SECOND_MICROS - gateway.balanceMicros("bob"))
                .isEqualTo(cdr.path("cost_micros").asLong())
                .isEqualTo(cdr.path("billed_seconds").asLong() * SECOND_MICROS);
        assertThat(Beep.starts(WavFile.read(heard))).hasSize(1);
        gateway.assertBooksRight();
    }

    @Test
    void aRuleRefusesByItsNameAndInPlainWords() {
        gateway.setBalance("carol", 10_000_000);

        PlacedCall dear = PlacedCall.place(gateway, "carol", "+33912345678");

        assertThat(dear.peer().text("cause")).as(dear.toString()).isEqualTo("rate-ceiling");
        assertThat(dear.peer().exitCode()).isEqualTo(3);
        dear.wasFree().touchedNoTrunk();
        JsonNode story = gateway.get("/api/v1/calls/" + dear.cdr().path("id").asText() + "/explanation")
                .path("story");
        assertThat(story.path("detail").asText())
                .isEqualTo("rule rate-ceiling: 3000000 micros a minute, at most 2000000");
        assertThat(gateway.metric("tollgate_policy_refused_total", "rule=\"rate-ceiling\""))
                .isEqualTo(1);
    }

    @Test
    void anEmergencyCallPassesUnbilledFromASuspendedAccountWithoutCredit() {
        gateway.setBalance("carol", 0);
        int mark = gateway.carrier().events().size();
        gateway.patch("/api/v1/accounts/carol", Map.of("status", "suspended"));
        try {
            PlacedCall call = PlacedCall.place(gateway, "carol", EMERGENCY, "--seconds", "2");

            assertThat(gateway.carrier().eventsAfter(mark).toString()).contains(EMERGENCY);
            assertThat(call.paidMicros()).isZero();
            assertThat(call.cdr().path("destination").asText()).isEqualTo("Emergency");
            assertThat(gateway.metric("tollgate_emergency_passed_total", "")).isPositive();
        } finally {
            gateway.patch("/api/v1/accounts/carol", Map.of("status", "active"));
        }
    }
}
