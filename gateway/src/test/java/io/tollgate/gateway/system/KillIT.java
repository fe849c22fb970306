package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A gateway that is killed in the middle of calls owes nobody anything when it is back. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KillIT {
    private static final String VOICE = "+442079460124";
    private static final String NEVER_ANSWERS = "+442079460102";
    private static final long MINUTE_MICROS = 17_000;
    private static final Duration TALK = Duration.ofSeconds(8);
    private static final Duration SOON = Duration.ofSeconds(30);

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start("kill");
    }

    @AfterAll
    static void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    @Order(1)
    void aCallThatWasKilledIsChargedOnceForWhatWasTalked() {
        long before = gateway.balanceMicros("alice");
        Instant since = Instant.now();
        int mark = gateway.carrier().events().size();
        try (PeerProcess caller = PeerProcess.call(gateway, "alice", VOICE, "--seconds", "120")) {
            caller.awaitWords("calling " + VOICE, SOON);
            Instant answered = Instant.parse(gateway.carrier()
                    .await(mark, "answered")
                    .more()
                    .path("time")
                    .asText());
            Await.until("they talk for " + TALK, SOON, () -> Instant.now().isAfter(answered.plus(TALK)));
            assertThat(gateway.heldMicros("alice")).as("held in mid-call").isPositive();
            assertThat(caller.isAlive()).isTrue();

            gateway.kill();
        }
        Instant killed = Instant.now();
        gateway.restart();

        gateway.assertNothingHeld();
        JsonNode cdr = gateway.cdrSince("alice", since);
        assertThat(cdr.path("cause").asText()).isEqualTo("gateway-failure");
        assertThat(cdr.path("talk_ms").asLong())
                .as("from the answer to the last sign of life, %s", cdr)
                .isBetween(1_000L, Duration.between(since, killed).toMillis());
        assertThat(cdr.path("cost_micros").asLong()).isEqualTo(MINUTE_MICROS);
        assertThat(before - gateway.balanceMicros("alice")).isEqualTo(MINUTE_MICROS);
        gateway.assertBooksRight();
    }

    @Test
    @Order(2)
    void aCallThatWasKilledWhileRingingIsFree() {
        long before = gateway.balanceMicros("bob");
        Instant since = Instant.now();
        int mark = gateway.carrier().events().size();
        try (PeerProcess caller = PeerProcess.call(gateway, "bob", NEVER_ANSWERS)) {
            caller.awaitWords("calling " + NEVER_ANSWERS, SOON);
            gateway.carrier().await(mark, "ringing");
            assertThat(caller.isAlive()).isTrue();

            gateway.kill();
        }
        gateway.restart();

        gateway.assertNothingHeld();
        JsonNode cdr = gateway.cdrSince("bob", since);
        assertThat(cdr.path("cause").asText()).isEqualTo("gateway-failure");
        assertThat(cdr.path("talk_ms").asLong()).isZero();
        assertThat(cdr.path("cost_micros").asLong()).isZero();
        assertThat(gateway.balanceMicros("bob")).isEqualTo(before);
        gateway.assertBooksRight();
    }

    @Test
    @Order(3)
    void anotherStartChargesNothingAgainAndCallsGoOn() {
        long alice = gateway.balanceMicros("alice");
        long records = gateway.get("/api/v1/cdrs").path("cdrs").size();

        gateway.kill();
        gateway.restart();

        assertThat(gateway.balanceMicros("alice")).isEqualTo(alice);
        assertThat(gateway.get("/api/v1/cdrs").path("cdrs").size()).isEqualTo((int) records);
        PlacedCall.place(gateway, "alice", VOICE, "--seconds", "2")
                .ended("answered", "normal", 200, 0)
                .everybodyAgrees();
    }

    @Test
    @Order(4)
    void aGatewayThatIsAskedToEndEndsCleanlyAndTakesItsCarrierWithIt() {
        int code = gateway.stop();

        assertThat(code).as("143 is the JVM's own code for SIGTERM").isIn(0, 143);
        gateway.carrier().awaitPortsFree();
        gateway.restart();
        gateway.assertBooksRight();
    }
}
