package io.tollgate.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.SettleOutcome;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CallsTest extends ApiTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00.123Z");
    private static final long TALK_MS = 61_007;
    private static final long COST = 50_000 + 2 * 17_000;

    @Inject
    PostgresLedger ledger;

    /** An active deck for calls to settle by. */
    private JsonNode deck() {
        JsonNode deck = admin().post(
                        "/api/v1/decks", "{\"name\":\"calls-%s\",\"currency\":\"EUR\"}".formatted(UUID.randomUUID()))
                .is(201);
        String path = "/api/v1/decks/" + deck.get("id").asLong();
        admin().put(
                        path + "/rates",
                        "text/csv",
                        "prefix,destination,rate,connection fee,increments\n44,United Kingdom,0.017,0.05,60/60\n")
                .is(200);
        return admin().post(path + "/activate", "").is(200);
    }

    private UUID settled(String user, JsonNode deck, Instant started, boolean answered) {
        UUID id = UUID.randomUUID();
        @Nullable Instant pickedUp = answered ? started.plusSeconds(4) : null;
        Cdr cdr = new Cdr(
                id,
                Cdr.Direction.OUTBOUND,
                user,
                "device-1",
                new Cdr.Numbers("020 7946 0123", "+442079460123", "=HYPERLINK(\"x\")"),
                new Cdr.Tariff(
                        "United Kingdom",
                        "44",
                        deck.get("id").asLong(),
                        deck.get("version").asInt()),
                "carrier",
                "opus/pcmu",
                new Cdr.Times(started, started.plusSeconds(1), pickedUp, started.plusMillis(4_000 + TALK_MS)),
                answered ? TALK_MS : 0,
                answered ? 120 : 0,
                answered ? COST : 0,
                0,
                "EUR",
                answered ? new Cdr.Ending("normal", "caller", 200, 16) : new Cdr.Ending("busy", "callee", 486, 17),
                new Cdr.Quality(
                        0.5,
                        12.25,
                        4.1,
                        new Cdr.Stream(3_051, 0.5, 0.25, 12.25, 0.75, 142.5, -24.5, 84.0, 4.1),
                        new Cdr.Stream(2_700, 12.0, 0.0, 3.0, 12.0, 150.0, null, 43.0, 2.2),
                        "overlay opus -> pcmu trunk"),
                "{\"detail\":\"gateway of carrier\",\"attempts\":[" + attempt(id, started) + "],"
                        + "\"sip\":[{\"first_line\":\"INVITE\"}],\"decisions\":[],"
                        + "\"quality\":{\"causes\":[\"12 % of the packets were lost\"]}}");
        assertThat(ledger.settle(cdr)).isInstanceOf(SettleOutcome.Settled.class);
        return id;
    }

    private static String attempt(UUID call, Instant started) {
        return """
                {"id":"%s","ordinal":1,"kind":"TRUNK","target":"alpha","sent":"+442079460123","dialled":"020 7946 0123",
                 "started_at":"%s","ended_at":"%s","pdd_ms":812,"cause":"carrier-failure","side":"network",
                 "sip_status":503,"q850":34}""".formatted(UUID.nameUUIDFromBytes(call.toString().getBytes(UTF_8)), started, started.plusSeconds(1));
    }

    @Test
    void aRecordNamesItsAttemptsAndWhatWasBooked() {
        String user = account();
        UUID id = settled(user, deck(), START, true);
        JsonNode told = admin().get("/api/v1/cdrs/" + id).is(200);
        assertThat(told.get("attempts")).hasSize(1);
        JsonNode attempt = told.get("attempts").get(0);
        assertThat(attempt.get("target").asText()).isEqualTo("alpha");
        assertThat(attempt.get("sip_status").asInt()).isEqualTo(503);
        assertThat(attempt.get("pdd_ms").asLong()).isEqualTo(812);
        assertThat(attempt.has("answered_at")).isFalse();
        assertThat(told.get("entries")).hasSize(2);
        assertThat(user(user).get("/api/v1/calls/" + id + "/explanation").body())
                .doesNotContain("alpha");
    }

    @Test
    void aPeriodIsExportedAsCsvJsonAndParquet() {
        String user = account();
        JsonNode deck = deck();
        settled(user, deck, START, true);
        settled(user, deck, START.plusSeconds(1), false);
        String path = "/api/v1/cdrs/export?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&user=" + user + "&format=";
        assertThat(admin().get(path + "csv", "*/*").body().lines()).hasSize(3);
        List<String> lines = admin().get(path + "jsonl", "*/*").body().lines().toList();
        assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(line).contains("\"user\":\"" + user));
        assertThat(admin().get(path + "parquet", "*/*").body())
                .startsWith("PAR1")
                .endsWith("PAR1");
        assertThat(admin().get(path + "xls", "*/*").problem(400)).contains("csv, jsonl, parquet");
        assertThat(admin().get("/api/v1/cdrs/export?from=2026-03-01T00:00:00Z").problem(400))
                .contains("to");
        String attempts = "/api/v1/cdrs/export?records=attempts&target=alpha&format=jsonl"
                + "&from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z";
        assertThat(admin().get(attempts, "*/*").body()).contains("\"pdd_ms\":812");
        user(user).get(path + "csv").problem(403);
    }

    @Test
    void aFinishedCallIsExplainedWithItsChargeAndItsEntries() {
        String user = account();
        UUID id = settled(user, deck(), START, true);

        JsonNode told = admin().get("/api/v1/calls/" + id + "/explanation").is(200);

        assertThat(told.get("charge_agrees").asBoolean()).isTrue();
        assertThat(told.get("charge").get("total_micros").asLong()).isEqualTo(COST);
        assertThat(told.get("charge").get("intervals")).hasSize(3);
        assertThat(told.get("entries")).hasSize(2);
        assertThat(told.get("entries").findValues("amount_micros").stream()
                        .mapToLong(JsonNode::asLong)
                        .sum())
                .isZero();
        assertThat(told.get("story").get("sip")).hasSize(1);
        assertThat(told.get("call").get("trunk").asText()).isEqualTo("carrier");
        assertThat(told.get("sound").asText())
                .isEqualTo("The sound was poor (score 2.2 of 4.5): 12 % of the packets were lost.");
        JsonNode heard = told.get("call").get("from_trunk");
        assertThat(heard.get("loss_pct").asDouble()).isEqualTo(12);
        assertThat(heard.has("level_dbov")).isFalse();
        assertThat(told.get("call").get("pipeline").asText()).isEqualTo("overlay opus -> pcmu trunk");
        assertThat(told.get("sentence").asText())
                .isEqualTo("On 1 March 2026 at 10:00:00 UTC " + user + " called +442079460123 (United Kingdom), talked"
                        + " for 61.0 s and paid 0.084 EUR (0.05 for the connection, 0.017 for the first 60 s, 0.017 for"
                        + " 60 s more): call ended.");
    }

    @Test
    void anUnansweredCallCostsNothingAndSaysSo() {
        UUID id = settled(account(), deck(), START, false);
        JsonNode told = admin().get("/api/v1/calls/" + id + "/explanation").is(200);
        assertThat(told.get("entries")).isEmpty();
        assertThat(told.get("charge").get("total_micros").asLong()).isZero();
        assertThat(told.get("sentence").asText()).endsWith("was not answered and cost nothing: the line is busy.");
    }

    @Test
    void aUserReadsOwnCallsOnlyAndNotTheCarriersSide() {
        String user = account();
        UUID id = settled(user, deck(), START, true);

        Api.Answer own = user(user).get("/api/v1/calls/" + id + "/explanation");

        assertThat(own.is(200).get("entries")).hasSize(1);
        assertThat(own.body()).doesNotContain("carrier").doesNotContain("house:");
        user(account()).get("/api/v1/calls/" + id + "/explanation").problem(404);
        admin().get("/api/v1/calls/" + UUID.randomUUID() + "/explanation").problem(404);
    }

    @Test
    void recordsAreListedByUserTimeDirectionAndCausePageByPage() {
        String user = account();
        JsonNode deck = deck();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(
                    settled(user, deck, START.plusSeconds(60L * i), i % 2 == 0).toString());
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    admin().get("/api/v1/cdrs?limit=2&user=" + user + cursor).is(200);
            page.get("cdrs").forEach(cdr -> listed.add(cdr.get("id").asText()));
            cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : "";
        } while (!cursor.isEmpty());
        assertThat(listed).isEqualTo(ids);
        String mine = "/api/v1/cdrs?user=" + user;
        assertThat(admin().get(mine + "&cause=busy").is(200).get("cdrs")).hasSize(2);
        assertThat(admin().get(mine + "&direction=inbound").is(200).get("cdrs")).isEmpty();
        assertThat(admin().get(mine + "&from=2026-03-01T10:01:00Z&to=2026-03-01T10:03:00Z")
                        .is(200)
                        .get("cdrs"))
                .hasSize(2);
        assertThat(admin().get(mine + "&direction=sideways").problem(400)).contains("outbound, inbound");
        assertThat(admin().get(mine + "&from=yesterday").problem(400)).contains("from");
        assertThat(admin().get(mine + "&cursor=here").problem(400)).contains("cursor");
        assertThat(admin().get(mine + "&limit=1001").problem(400)).contains("limit");
        assertThat(admin().get("/api/v1/cdrs/" + ids.getFirst())
                        .is(200)
                        .get("cost_micros")
                        .asLong())
                .isEqualTo(COST);
        admin().get("/api/v1/cdrs/" + UUID.randomUUID()).problem(404);
    }

    @Test
    void recordsComeAsCsvInWhichForeignTextIsNoFormula() {
        String user = account();
        JsonNode deck = deck();
        settled(user, deck, START, true);
        settled(user, deck, START.plusSeconds(60), true);

        Api.Answer csv = admin().get("/api/v1/cdrs?limit=1&user=" + user, "text/csv");

        assertThat(csv.status()).as(csv.body()).isEqualTo(200);
        assertThat(csv.mediaType().orElseThrow()).startsWith("text/csv");
        List<String> lines = csv.body().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst())
                .startsWith("id,direction,user,device,dialled,number,caller")
                .contains(",currency,carrier_cost_micros,carrier_currency,cause,")
                .contains(",mos,user_packets,user_loss_pct,", ",user_mos,trunk_packets,")
                .endsWith(",trunk_r_factor,trunk_mos,pipeline");
        assertThat(lines.get(1))
                .endsWith("4.1,3051,0.5,0.25,12.25,0.75,142.5,-24.5,84.0,4.1,2700,12.0,0.0,3.0,12.0,150.0,,43.0,2.2,"
                        + "overlay opus -> pcmu trunk");
        assertThat(lines.get(1)).contains(",+442079460123,\"'=HYPERLINK(\"\"x\"\")\",United Kingdom,44,");
        assertThat(csv.http().headers().firstValue("Next-Cursor")).isPresent();
    }

    @Test
    void callsThatAreNotInProgressCannotBeEnded() {
        assertThat(admin().get("/api/v1/calls").is(200).get("calls").isArray()).isTrue();
        admin().delete("/api/v1/calls/" + UUID.randomUUID()).problem(404);
        admin().get("/api/v1/calls/" + UUID.randomUUID()).problem(404);
    }
}
