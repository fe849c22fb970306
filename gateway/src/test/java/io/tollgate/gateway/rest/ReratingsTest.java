package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReratingsTest extends ApiTest {
    private static final Instant START = Instant.parse("2026-04-01T10:00:00Z");

    @Inject
    PostgresLedger ledger;

    /** A version of a deck with one rate for Britain, by the minute. */
    private long deck(String name, String rate) {
        JsonNode deck = admin().post("/api/v1/decks", "{\"name\":\"%s\",\"currency\":\"EUR\"}".formatted(name))
                .is(201);
        String path = "/api/v1/decks/" + deck.get("id").asLong();
        admin().put(
                        path + "/rates",
                        "text/csv",
                        "prefix,destination,rate,increments\n44,United Kingdom," + rate + ",60/60\n")
                .is(200);
        admin().post(path + "/activate", "").is(200);
        return deck.get("id").asLong();
    }

    private UUID call(String user, long deck) {
        UUID id = UUID.randomUUID();
        ledger.settle(new Cdr(
                id,
                Cdr.Direction.OUTBOUND,
                user,
                "d",
                new Cdr.Numbers("020 7946 0123", "+442079460123", null),
                new Cdr.Tariff("United Kingdom", "44", deck, 1),
                "carrier",
                "opus/pcmu",
                new Cdr.Times(START, START, START, START.plusSeconds(61)),
                61_000,
                120,
                40_000,
                0,
                "EUR",
                new Cdr.Ending("normal", "caller", 200, 16),
                Cdr.Quality.UNMEASURED,
                "{}"));
        return id;
    }

    private static String body(UUID id, String user, long deck) {
        return """
                {"id":"%s","from":"2026-04-01T00:00:00Z","to":"2026-04-02T00:00:00Z","user":"%s","deck_id":%d,
                 "reason":"the wrong deck was in force"}""".formatted(id, user, deck);
    }

    @Test
    void aPeriodIsPricedAgainByAnotherVersionAndTheDifferenceBookedOnce() {
        String user = account();
        String name = "rr-" + UUID.randomUUID();
        long dear = deck(name, "0.02");
        UUID call = call(user, dear);
        long cheap = deck(name + "x", "0.015");
        UUID run = UUID.randomUUID();

        JsonNode preview =
                admin().post("/api/v1/reratings", body(run, user, cheap)).is(201);

        assertThat(preview.get("state").asText()).isEqualTo("previewed");
        assertThat(preview.get("calls").asLong()).isEqualTo(1);
        JsonNode total = preview.get("totals").get(0);
        assertThat(total.get("difference_micros").asLong()).isEqualTo(-10_000);
        String path = "/api/v1/reratings/" + run;
        JsonNode line = admin().get(path + "/lines").is(200).get("lines").get(0);
        assertThat(line.get("call_id").asText()).isEqualTo(call.toString());
        assertThat(line.get("new_micros").asLong()).isEqualTo(30_000);

        admin().post(path + "/apply", "").is(200);
        admin().post(path + "/apply", "").is(200);

        JsonNode entries =
                admin().get("/api/v1/accounts/" + user + "/statement").is(200).get("entries");
        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).get("kind").asText()).isEqualTo("correction");
        assertThat(entries.get(0).get("amount_micros").asLong()).isEqualTo(10_000);
        assertThat(entries.get(0).get("reference").asText()).isEqualTo(call.toString());
        JsonNode record = admin().get("/api/v1/cdrs/" + call).is(200);
        assertThat(record.get("cost_micros").asLong()).isEqualTo(40_000);
        JsonNode corrections = record.get("corrections");
        assertThat(corrections).hasSize(1);
        assertThat(corrections.get(0).get("amount_micros").asLong()).isEqualTo(10_000);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        UUID id = UUID.randomUUID();
        assertThat(admin().post("/api/v1/reratings", body(id, "nobody", 999_999_999))
                        .problem(400))
                .contains("deck_id");
        assertThat(admin().post(
                                "/api/v1/reratings",
                                "{\"id\":\"%s\",\"from\":\"2026-04-02T00:00:00Z\",\"to\":\"2026-04-01T00:00:00Z\",\"reason\":\"x\"}"
                                        .formatted(id))
                        .problem(400))
                .contains("to");
        admin().get("/api/v1/reratings/" + id).problem(404);
        admin().post("/api/v1/reratings/" + id + "/apply", "").problem(404);
        user(account()).post("/api/v1/reratings/" + id + "/apply", "").problem(403);
        String user = account();
        long deck = deck("rr-" + UUID.randomUUID(), "0.02");
        admin().post("/api/v1/reratings", body(id, user, deck)).is(201);
        admin().post("/api/v1/reratings", body(id, user, deck)).problem(409);
        assertThat(admin().delete("/api/v1/reratings/" + id).status()).isEqualTo(204);
        assertThat(admin().post("/api/v1/reratings/" + id + "/apply", "").problem(409))
                .contains("discarded");
    }
}
