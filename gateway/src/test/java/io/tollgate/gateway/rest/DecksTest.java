package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Each test has a currency of its own, for an account is priced by the deck that was activated last. */
@QuarkusTest
class DecksTest extends ApiTest {
    private static final String ROWS = """
            prefix,destination,rate,connection fee,increments
            44,United Kingdom,0.017,0.05,60/60
            447,"United Kingdom, mobile",0.25,0,30/6
            4470,United Kingdom - personal,9.99,0,60/60
            """;

    private JsonNode draft(String name, String currency) {
        return admin().post(
                        "/api/v1/decks",
                        "{\"name\":\"%s\",\"currency\":\"%s\",\"tax_bp\":2000}".formatted(name, currency))
                .is(201);
    }

    private static String fresh() {
        return "deck-" + UUID.randomUUID();
    }

    private Api.Answer fill(JsonNode deck, String csv) {
        return admin().put("/api/v1/decks/" + deck.get("id").asLong() + "/rates", "text/csv", csv);
    }

    private Api.Answer activate(JsonNode deck) {
        return admin().post("/api/v1/decks/" + deck.get("id").asLong() + "/activate", "");
    }

    @Test
    void aDeckGoesFromDraftToForceAndIsRetiredByItsNextVersion() {
        String name = fresh();
        JsonNode first = draft(name, "SEK");
        assertThat(first.get("state").asText()).isEqualTo("draft");
        assertThat(activate(first).problem(409)).contains("without rates");
        assertThat(fill(first, ROWS).is(200).get("rates").asInt()).isEqualTo(3);
        assertThat(activate(first).is(200).get("state").asText()).isEqualTo("active");
        assertThat(fill(first, ROWS).problem(409)).contains("new version");
        assertThat(admin().delete("/api/v1/decks/" + first.get("id").asLong()).problem(409))
                .contains("records");
        assertThat(activate(first).problem(409)).contains("new version");

        JsonNode second = draft(name, "SEK");
        assertThat(second.get("version").asInt()).isEqualTo(first.get("version").asInt() + 1);
        fill(second, "prefix,destination,rate\n44,United Kingdom,1\n").is(200);
        activate(second).is(200);

        JsonNode versions = admin().get("/api/v1/decks?name=" + name).is(200).get("decks");
        assertThat(versions).hasSize(2);
        assertThat(versions.get(0).get("state").asText()).isEqualTo("active");
        assertThat(versions.get(1).get("state").asText()).isEqualTo("retired");
        JsonNode now = admin().get("/api/v1/rates/lookup?number=%2B442079460123&currency=SEK")
                .is(200);
        assertThat(now.get("rate").get("per_minute_micros").asLong()).isEqualTo(1_000_000);
    }

    @Test
    void aDraftCanBeThrownAway() {
        JsonNode draft = draft(fresh(), "NOK");
        fill(draft, ROWS).is(200);
        admin().delete("/api/v1/decks/" + draft.get("id").asLong()).is(204);
        admin().get("/api/v1/decks/" + draft.get("id").asLong()).problem(404);
        admin().get("/api/v1/decks/" + draft.get("id").asLong() + "/rates").problem(404);
        admin().delete("/api/v1/decks/" + draft.get("id").asLong()).problem(404);
        fill(draft, ROWS).problem(404);
        activate(draft).problem(404);
    }

    @Test
    void aBrokenFileIsRefusedWithRowAndColumnAndNothingIsTakenOver() {
        JsonNode deck = draft(fresh(), "DKK");
        fill(deck, ROWS).is(200);

        Api.Answer refused = fill(deck, """
                prefix,destination,rate
                44,United Kingdom,0.017
                49,Germany,cheap
                4x9,Germany - Berlin,0.02
                44,United Kingdom again,0.03
                """);

        String detail = refused.problem(422);
        JsonNode problem = refused.json();
        assertThat(problem.get("total").asLong()).isEqualTo(3);
        assertThat(problem.get("errors")).hasSize(3);
        assertThat(problem.get("errors").get(0).get("where").asText()).isEqualTo("row 3, column rate");
        assertThat(problem.get("errors").get(0).get("detail").asText()).startsWith("\"cheap\" ");
        assertThat(problem.get("errors").get(1).get("where").asText()).isEqualTo("row 4, column prefix");
        assertThat(problem.get("errors").get(2).get("where").asText()).isEqualTo("row 5, column prefix");
        assertThat(detail).contains("3 faults").contains("row 3, column rate");
        JsonNode kept = admin().get("/api/v1/decks/" + deck.get("id").asLong() + "/rates")
                .is(200);
        assertThat(kept.get("rates")).hasSize(3);
        assertThat(fill(deck, "").problem(422)).isNotBlank();
        assertThat(fill(deck, "\u0000\u0001,\n").problem(422)).isNotBlank();
        assertThat(admin().put("/api/v1/decks/" + deck.get("id").asLong() + "/rates", "application/json", "{}")
                        .problem(415))
                .isNotBlank();
    }

    @Test
    void whatIsExportedCanBeImportedAndComesOutTheSame() {
        JsonNode deck = draft(fresh(), "PLN");
        fill(deck, ROWS).is(200);
        Api.Answer exported = admin().get("/api/v1/decks/" + deck.get("id").asLong() + "/rates", "text/csv");
        assertThat(exported.http().headers().firstValue("Content-Disposition")).isPresent();
        assertThat(exported.status()).isEqualTo(200);
        assertThat(exported.mediaType().orElseThrow()).startsWith("text/csv");
        assertThat(exported.body().lines()).hasSize(4);

        JsonNode copy = draft(fresh(), "PLN");
        fill(copy, exported.body()).is(200);

        assertThat(admin().get("/api/v1/decks/" + copy.get("id").asLong() + "/rates", "text/csv")
                        .body())
                .isEqualTo(exported.body());
        JsonNode json = admin().get("/api/v1/decks/" + copy.get("id").asLong() + "/rates?prefix=447")
                .is(200);
        assertThat(json.get("rates")).hasSize(2);
        assertThat(json.get("rates").get(0).get("destination").asText()).isEqualTo("United Kingdom, mobile");
        assertThat(json.get("rates").get(0).get("increment_s").asInt()).isEqualTo(6);
    }

    @Test
    void aLookupNamesTheRowAndPricesATalkTimeAsACallWouldBe() {
        JsonNode deck = draft(fresh(), "CZK");
        fill(deck, ROWS).is(200);
        activate(deck).is(200);

        JsonNode found = admin().get("/api/v1/rates/lookup?number=020%207946%200123&country=GB&currency=CZK&seconds=61")
                .is(200);

        assertThat(found.get("status").asText()).isEqualTo("priced");
        assertThat(found.get("number").asText()).isEqualTo("+442079460123");
        assertThat(found.get("formatted").asText()).isEqualTo("+44 20 7946 0123");
        assertThat(found.get("rate").get("prefix").asText()).isEqualTo("44");
        assertThat(found.get("deck").get("id").asLong())
                .isEqualTo(deck.get("id").asLong());
        JsonNode charge = found.get("charge");
        assertThat(charge.get("billed_seconds").asLong()).isEqualTo(120);
        assertThat(charge.get("total_micros").asLong()).isEqualTo(50_000 + 2 * 17_000);
        assertThat(charge.get("tax_micros").asLong()).isEqualTo(14_000);
        assertThat(charge.get("intervals")).hasSize(3);
        assertThat(charge.get("intervals").get(0).get("kind").asText()).isEqualTo("connection");
        assertThat(charge.get("intervals").get(2).get("micros").asLong()).isEqualTo(17_000);
    }

    @Test
    void aLookupSaysWhyANumberCannotBeCalled() {
        String lookup = "/api/v1/rates/lookup?currency=EUR&number=";
        assertThat(admin().get(lookup + "%2B442079460123&currency=GBP")
                        .is(200)
                        .get("status")
                        .asText())
                .isIn("unknown-destination", "priced");
        assertThat(admin().get(lookup + "999&country=GB").is(200).get("status").asText())
                .isEqualTo("emergency");
        assertThat(admin().get(lookup + "echo123&country=GB")
                        .is(200)
                        .get("status")
                        .asText())
                .isEqualTo("free");
        assertThat(admin().get(lookup + "12&country=GB").is(200).get("status").asText())
                .isEqualTo("invalid-number");
        assertThat(admin().get(lookup + "02079460123").problem(400)).contains("+");
        assertThat(admin().get(lookup + "%2B44&country=XX").problem(400)).contains("country");
        assertThat(admin().get("/api/v1/rates/lookup?number=%2B442079460123").problem(400))
                .contains("currency");
        assertThat(admin().get("/api/v1/rates/lookup?number=%2B442079460123&account=nobody-here")
                        .problem(404))
                .contains("account");
        assertThat(admin().get("/api/v1/rates/lookup?currency=EUR").problem(400))
                .contains("number");
        assertThat(admin().get(lookup + "%2B442079460123&seconds=99999999").problem(400))
                .contains("seconds");
    }

    @Test
    void aSpreadsheetAndAFileOfOldWindowsAreTakenLikeCsv() throws IOException {
        JsonNode deck = draft(fresh(), "NOK");
        String rates = "/api/v1/decks/" + deck.get("id").asLong() + "/rates";

        admin().put(rates, DecksResource.XLSX, spreadsheet("44, 4470-4471", "United Kingdom", "0.017"))
                .is(200);
        assertThat(prefixes(rates)).containsExactly("44", "4470", "4471");

        byte[] windows = "prefix;destination;rate\n43;Österreich;0,02\n".getBytes(Charset.forName("windows-1252"));
        admin().put(rates, DecksResource.CSV, windows).is(200);
        assertThat(admin().get(rates).is(200).at("/rates/0/destination").asText())
                .isEqualTo("Österreich");

        JsonNode refused = admin().put(rates, DecksResource.XLSX, spreadsheet("44", "United Kingdom", "much"))
                .is(422);
        assertThat(refused.at("/errors/0").toString()).contains("rate").contains("much");
        assertThat(prefixes(rates)).as("nothing was taken over").containsExactly("43");
        admin().put(rates, DecksResource.XLSX, "PK\u0003\u0004 and nothing more")
                .is(422);
    }

    @Test
    void whatAVersionWouldChangeIsReadBeforeItIsActivated() {
        String name = fresh();
        JsonNode first = draft(name, "DKK");
        fill(first, ROWS).is(200);
        JsonNode all = admin().get("/api/v1/decks/" + first.get("id").asLong() + "/changes")
                .is(200);
        assertThat(all.has("against")).isFalse();
        assertThat(all.get("added").asInt()).isEqualTo(3);
        activate(first).is(200);
        JsonNode second = draft(name, "DKK");
        fill(second, """
                prefix,destination,rate,connection fee,increments
                44,United Kingdom,0.017,0.05,60/60
                447,"United Kingdom, mobile",0.50,0,1/1
                33,France,0.02,0,60/60
                """).is(200);

        String path = "/api/v1/decks/" + second.get("id").asLong() + "/changes";
        JsonNode changes = admin().get(path).is(200);

        assertThat(changes.get("against").asLong()).isEqualTo(first.get("id").asLong());
        assertThat(changes.toString()).contains("\"added\":1", "\"ended\":1", "\"changed\":1", "\"same\":1");
        assertThat(changes.get("rows").findValuesAsText("prefix")).containsExactly("33", "447", "4470");
        assertThat(changes.get("rows").findValuesAsText("what")).containsExactly("added", "changed", "ended");
        assertThat(changes.get("increases")).hasSize(1);
        assertThat(changes.at("/increases/0/before_micros").asLong()).isEqualTo(250_000);
        assertThat(changes.at("/increases/0/after_micros").asLong()).isEqualTo(500_000);
        JsonNode page = admin().get(path + "?limit=1&after=33").is(200);
        assertThat(page.get("rows").findValuesAsText("prefix")).containsExactly("447");
        assertThat(page.get("next").asText()).isEqualTo("447");
        assertThat(admin().get("/api/v1/decks/999999999/changes").problem(404)).contains("no such deck");
        assertThat(admin().get(path + "?against=999999999").problem(404)).contains("no such deck");
    }

    private List<String> prefixes(String rates) {
        return admin().get(rates).is(200).get("rates").findValuesAsText("prefix");
    }

    /** The least that Office Open XML asks of a workbook with one row below its heading. */
    private static byte[] spreadsheet(String prefix, String destination, String rate) throws IOException {
        Map<String, String> parts = Map.of(
                "xl/workbook.xml",
                "<workbook xmlns:r=\"r\"><sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
                "xl/_rels/workbook.xml.rels",
                "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/one.xml\"/></Relationships>",
                "xl/worksheets/one.xml",
                "<worksheet><sheetData>" + row("prefix", "destination", "rate") + row(prefix, destination, rate)
                        + "</sheetData></worksheet>");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file.toByteArray();
    }

    private static String row(String... cells) {
        return Stream.of(cells)
                .map(cell -> "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>")
                .collect(Collectors.joining("", "<row>", "</row>"));
    }
}
