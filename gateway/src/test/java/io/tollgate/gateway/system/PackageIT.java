package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The minutes of a package go before money, in calls that are really made. */
class PackageIT {
    private static final String VOICE = "+442079460124";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long SECOND_MICROS = 1_000;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start("package", "tollgate.calls.warning=3s");
        gateway.activateDeck("packaged", "EUR", """
                prefix,destination,group,rate,connection fee,increments
                44,United Kingdom,UK landline,0.06,0,1/1
                """);
    }

    @AfterAll
    static void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
    }

    private static void grant(String user, long seconds) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        gateway.post(
                "/api/v1/accounts/" + user + "/allowances",
                Map.of(
                        "id",
                        UUID.randomUUID().toString(),
                        "group",
                        "UK landline",
                        "starts_at",
                        now.minusSeconds(60).toString(),
                        "ends_at",
                        now.plus(Duration.ofDays(30)).toString(),
                        "seconds",
                        seconds,
                        "reference",
                        "uk-small"));
    }

    private static JsonNode allowance(String user) {
        return gateway.get("/api/v1/accounts/" + user + "/allowances")
                .path("allowances")
                .path(0);
    }

    private static JsonNode explanation(JsonNode cdr) {
        return gateway.get("/api/v1/calls/" + cdr.path("id").asText() + "/explanation");
    }

    @Test
    void aCallCostsNothingUntilThePackageIsUsedUpAndThenTheRate() {
        gateway.setBalance("alice", 1_000_000);
        grant("alice", 9);

        PlacedCall within =
                PlacedCall.place(gateway, "alice", VOICE, "--seconds", "4").everybodyAgrees();

        long first = within.cdr().path("billed_seconds").asLong();
        assertThat(first).as(within.toString()).isBetween(3L, 6L);
        assertThat(within.paidMicros()).isZero();
        assertThat(allowance("alice").path("used_s").asLong()).isEqualTo(first);
        assertThat(allowance("alice").path("held_s").asLong()).isZero();
        assertThat(explanation(within.cdr()).path("sentence").asText())
                .contains("paid nothing (" + first + " s from package uk-small)");

        PlacedCall beyond =
                PlacedCall.place(gateway, "alice", VOICE, "--seconds", "9").everybodyAgrees();

        long left = 9 - first;
        long rest = beyond.cdr().path("billed_seconds").asLong() - left;
        assertThat(rest).as(beyond.toString()).isPositive();
        assertThat(beyond.paidMicros()).isEqualTo(rest * SECOND_MICROS);
        assertThat(allowance("alice").path("left_s").asLong()).isZero();
        assertThat(explanation(beyond.cdr()).path("sentence").asText())
                .contains(left + " s from package uk-small")
                .contains("by rate row 44");
    }

    @Test
    void aPackageAlonePlacesACallThatEndsWithIt() {
        gateway.setBalance("carol", 0);
        grant("carol", 6);

        PlacedCall call =
                PlacedCall.place(gateway, "carol", VOICE, "--seconds", "40").everybodyAgrees();

        assertThat(call.peer().text("cause")).as(call.toString()).isEqualTo("credit-exhausted");
        assertThat(call.cdr().path("talk_ms").asLong()).isEqualTo(6_000);
        assertThat(call.paidMicros()).isZero();
        assertThat(allowance("carol").path("used_s").asLong()).isEqualTo(6);
    }

    @Test
    void aKillInTheMiddleSettlesMinutesAndMoneyExactlyOnce() {
        gateway.setBalance("bob", 1_000_000);
        grant("bob", 4);
        Instant since = Instant.now();
        int mark = gateway.carrier().events().size();
        try (PeerProcess caller = PeerProcess.call(gateway, "bob", VOICE, "--seconds", "120")) {
            caller.awaitWords("calling " + VOICE, SOON);
            Instant answered = Instant.parse(gateway.carrier()
                    .await(mark, "answered")
                    .more()
                    .path("time")
                    .asText());
            Await.until(
                    "they talk beyond the package", SOON, () -> Instant.now().isAfter(answered.plusSeconds(12)));
            assertThat(gateway.heldMicros("bob")).as("held in mid-call").isPositive();
            assertThat(allowance("bob").path("held_s").asLong()).isEqualTo(4);

            gateway.kill();
        }
        gateway.restart();

        settledOnce(since);
        gateway.kill();
        gateway.restart();
        settledOnce(since);
    }

    private static void settledOnce(Instant since) {
        gateway.assertNothingHeld();
        JsonNode cdr = gateway.cdrSince("bob", since);
        assertThat(cdr.path("cause").asText()).isEqualTo("gateway-failure");
        long rest = cdr.path("billed_seconds").asLong() - 4;
        assertThat(rest).as(cdr.toString()).isPositive();
        assertThat(cdr.path("cost_micros").asLong()).isEqualTo(rest * SECOND_MICROS);
        assertThat(1_000_000 - gateway.balanceMicros("bob")).isEqualTo(rest * SECOND_MICROS);
        assertThat(allowance("bob").path("used_s").asLong()).isEqualTo(4);
        assertThat(allowance("bob").path("held_s").asLong()).isZero();
        gateway.assertBooksRight();
    }
}
