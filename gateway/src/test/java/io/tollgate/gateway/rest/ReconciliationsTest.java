package io.tollgate.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
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
class ReconciliationsTest extends ApiTest {
    private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

    @Inject
    PostgresLedger ledger;

    private final String trunk = "rec-" + UUID.randomUUID();

    private void call(String user, String number, Instant start, long talkMs) {
        UUID id = UUID.randomUUID();
        String attempt = """
                {"id":"%s","ordinal":1,"kind":"TRUNK","target":"%s","sent":"%s","started_at":"%s","answered_at":"%s",
                 "ended_at":"%s","talk_ms":%d,"cause":"normal","side":"caller","sip_status":200,"q850":16,
                 "cost_micros":10000,"cost_currency":"EUR"}""".formatted(
                        UUID.nameUUIDFromBytes(id.toString().getBytes(UTF_8)),
                        trunk,
                        number,
                        start.minusSeconds(5),
                        start,
                        start.plusMillis(talkMs),
                        talkMs);
        ledger.settle(new Cdr(
                id,
                Cdr.Direction.OUTBOUND,
                user,
                "d",
                new Cdr.Numbers(number, number, null),
                Cdr.Tariff.NONE,
                trunk,
                "opus/pcmu",
                new Cdr.Times(start.minusSeconds(5), null, start, start.plusMillis(talkMs)),
                talkMs,
                0,
                0,
                0,
                "EUR",
                new Cdr.Ending("normal", "caller", 200, 16),
                Cdr.Quality.UNMEASURED,
                "{\"attempts\":[" + attempt + "]}"));
    }

    @Test
    void aCarriersFileIsComparedCallByCall() {
        admin().post("/api/v1/trunks", "{\"id\":\"%s\",\"host\":\"192.0.2.1\"}".formatted(trunk))
                .is(201);
        String user = account();
        call(user, "+442079460001", START, 61_000);
        call(user, "+442079460002", START.plusSeconds(100), 30_000);
        call(user, "+442079460003", START.plusSeconds(200), 30_000);
        String csv = """
                Called;Begin;Secs;Amount
                00442079460002;01.05.2026 12:01:42;45;0,012
                442079460001;01.05.2026 12:00:02;61;0,01
                00442079469999;01.05.2026 13:00:00;10;0,01
                00442079460001;yesterday;10;0,01
                """;
        String path = "/api/v1/reconciliations?trunk=" + trunk + "&from=2026-05-01T00:00:00Z&to=2026-05-02T00:00:00Z"
                + "&number_column=Called&start_column=Begin&duration_column=Secs&cost_column=Amount&currency=EUR"
                + "&start_format=dd.MM.uuuu%20HH:mm:ss&zone=Europe/Berlin&decimal_mark=,&file=may.csv";

        JsonNode done = admin().send("POST", path, "text/csv", csv, null).is(201);

        assertThat(done.get("matched").asInt()).isEqualTo(1);
        assertThat(done.get("differing").asInt()).isEqualTo(1);
        assertThat(done.get("missing_ours").asInt()).isEqualTo(1);
        assertThat(done.get("missing_theirs").asInt()).isEqualTo(1);
        assertThat(done.get("faulty").asInt()).isEqualTo(1);
        assertThat(done.get("clock_offset_ms").asLong()).isEqualTo(2_000);
        String report = "/api/v1/reconciliations/" + done.get("id").asText();
        JsonNode differing = admin().get(report + "/findings?finding=differing")
                .is(200)
                .get("findings")
                .get(0);
        assertThat(differing.get("duration_difference_ms").asLong()).isEqualTo(15_000);
        assertThat(differing.get("cost_difference_micros").asLong()).isEqualTo(2_000);
        assertThat(differing.get("their_row").asInt()).isEqualTo(2);
        assertThat(admin().get(report + "/findings.csv", "text/csv").body().lines())
                .hasSize(6)
                .anySatisfy(line -> assertThat(line).startsWith("faulty,").contains("column Begin"));
        assertThat(admin().send("POST", path.replace("Called", "Number"), "text/csv", csv, null)
                        .problem(422))
                .contains("Called, Begin, Secs, Amount");
        assertThat(admin().send("POST", path.replace("Europe/Berlin", "Mars"), "text/csv", csv, null)
                        .problem(400))
                .contains("zone");
        assertThat(admin().send("POST", path.replace("trunk=rec-", "trunk=no-"), "text/csv", csv, null)
                        .problem(400))
                .contains("trunk");
        user(user).send("POST", path, "text/csv", csv, null).problem(403);
        assertThat(admin().delete(report).status()).isEqualTo(204);
        admin().get(report).problem(404);
    }
}
