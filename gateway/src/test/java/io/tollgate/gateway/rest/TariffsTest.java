package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.SettleOutcome;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.number.Dialled;
import io.tollgate.billing.number.NumberPlan;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.gateway.books.Tariffs;
import io.tollgate.gateway.trunks.Costs;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Agreements of accounts, decks with terms, and the carriers' side. Each test has a currency of its own. */
@QuarkusTest
class TariffsTest extends ApiTest {
    private static final Instant START = Instant.parse("2026-06-17T17:59:00Z");

    @Inject
    PostgresLedger ledger;

    @Inject
    Tariffs tariffs;

    @Inject
    Costs costs;

    private JsonNode deck(String name, String currency, String terms, String rows) {
        return deck(name, currency, terms, rows, "");
    }

    private JsonNode deck(String name, String currency, String terms, String rows, String rowTerms) {
        JsonNode deck = admin().post(
                        "/api/v1/decks", "{\"name\":\"%s\",\"currency\":\"%s\"%s}".formatted(name, currency, terms))
                .is(201);
        String path = "/api/v1/decks/" + deck.get("id").asLong();
        admin().put(path + "/rates", "text/csv", "prefix,destination,rate,increments\n" + rows)
                .is(200);
        if (!rowTerms.isEmpty()) {
            admin().put(path + "/rate-terms", "application/json", rowTerms).is(200);
        }
        admin().post(path + "/activate", "").is(200);
        return deck;
    }

    private static String fresh(String what) {
        return what + "-" + UUID.randomUUID();
    }

    private String openedIn(String currency) {
        String user = fresh("user");
        admin().post(
                        "/api/v1/accounts",
                        "{\"username\":\"%s\",\"password\":\"long enough\",\"currency\":\"%s\",\"home_country\":\"GB\"}"
                                .formatted(user, currency))
                .is(201);
        return user;
    }

    private JsonNode lookup(String parameters) {
        return admin().get("/api/v1/rates/lookup?number=%2B442079460123&seconds=60" + parameters)
                .is(200);
    }

    @Test
    void anAccountIsPricedByTheDeckAndDiscountOfItsAgreement() {
        deck(fresh("retail"), "NOK", "", "44,United Kingdom,0.20,60/60\n");
        String vip = fresh("vip");
        deck(
                vip,
                "NOK",
                ",\"named_only\":true,\"rounding\":\"up\",\"rounding_unit_micros\":10000",
                "44,UK,0.10,60/60\n");
        String user = openedIn("NOK");
        String path = "/api/v1/accounts/" + user + "/tariff";
        assertThat(admin().get(path).is(200).get("discount_bp").asInt()).isZero();
        assertThat(lookup("&account=" + user).get("charge").get("total_micros").asLong())
                .as("a deck for named accounts only prices nobody else")
                .isEqualTo(200_000);

        JsonNode agreed = admin().put(
                        path,
                        "application/json",
                        "{\"deck\":\"%s\",\"discount_bp\":500,\"zone\":\"Europe/Oslo\",\"max_call_s\":7200}"
                                .formatted(vip))
                .is(200);

        assertThat(agreed.get("zone").asText()).isEqualTo("Europe/Oslo");
        JsonNode charge = lookup("&account=" + user).get("charge");
        assertThat(charge.get("total_micros").asLong()).isEqualTo(100_000); // 0.095, up to the cent
        assertThat(charge.get("discount_bp").asInt()).isEqualTo(500);
        assertThat(charge.get("zone").asText()).isEqualTo("Europe/Oslo");
        assertThat(charge.get("intervals").findValuesAsText("kind")).containsExactly("first", "discount", "rounding");
        admin().delete(path).is(204);
        assertThat(lookup("&account=" + user).get("charge").get("total_micros").asLong())
                .isEqualTo(200_000);
    }

    @Test
    void anAgreementThatCannotBeIsRefusedByField() {
        String user = openedIn("DKK");
        String path = "/api/v1/accounts/" + user + "/tariff";
        for (String wrong : new String[] {
            "{\"deck\":\"no-such-deck\"}",
            "{\"discount_bp\":10001}",
            "{\"zone\":\"Mars/Olympus\"}",
            "{\"max_call_s\":0}"
        }) {
            String field = wrong.substring(2, wrong.indexOf('"', 2));
            assertThat(admin().put(path, "application/json", wrong).problem(400))
                    .contains(field);
        }
        assertThat(admin().put("/api/v1/accounts/nobody-here/tariff", "application/json", "{}")
                        .problem(404))
                .contains("account");
        assertThat(admin().get(path).is(200).has("actor")).isFalse();
    }

    @Test
    void theStartOfACallPicksTheDeckInForceAndBandsArePricedByTheClock() {
        String name = fresh("retail");
        JsonNode deck = deck(
                name,
                "ISK",
                ",\"band_zone\":\"DESTINATION\",\"effective_from\":\"2026-06-01T00:00:00Z\","
                        + "\"effective_to\":\"2027-01-01T00:00:00Z\"",
                "44,United Kingdom,0.012,1/1\n");
        assertThat(deck.get("effective_to").asText()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(lookup("&currency=ISK&start=2026-05-31T23:59:59Z")
                        .get("status")
                        .asText())
                .isEqualTo("unknown-destination");
        assertThat(lookup("&currency=ISK&start=2026-06-17T12:00:00Z")
                        .get("status")
                        .asText())
                .isEqualTo("priced");
        assertThat(lookup("&currency=ISK&start=2027-01-01T00:00:00Z")
                        .get("status")
                        .asText())
                .isEqualTo("unknown-destination");
        assertThat(admin().get("/api/v1/rates/lookup?number=%2B442079460123&currency=ISK&start=noon")
                        .problem(400))
                .contains("start");

        JsonNode banded = deck(
                fresh("banded"),
                "HUF",
                ",\"band_zone\":\"DESTINATION\"",
                "44,UK,0.012,1/1\n",
                "{\"prefix\":\"44\",\"bands\":\"peak mon-fri 08:00-18:00 0.06\",\"grace_s\":3}");
        String rateTerms = "/api/v1/decks/" + banded.get("id").asLong() + "/rate-terms";
        assertThat(admin().put(rateTerms, "application/json", "{\"grace_s\":1}").problem(409))
                .contains("draft");
        assertThat(admin().put(rateTerms, "application/json", "{\"bands\":\"always\"}")
                        .problem(400))
                .contains("bands");
        // 17:59:30 in London is 16:59:30 in Greenwich, in summer
        JsonNode charge = lookup("&currency=HUF&start=2026-06-17T16:59:30Z").get("charge");
        assertThat(charge.get("zone").asText()).isEqualTo("Europe/London");
        assertThat(charge.get("total_micros").asLong()).isEqualTo(36_000);
        assertThat(charge.get("intervals").get(1).get("band").asText()).isEqualTo("peak");
    }

    @Test
    void aRouteThatLosesMoneyIsLeftOutUnlessItMayLose() {
        deck(fresh("retail"), "PLN", ",\"tax_bp\":2000", "883,Networks,0.12,60/60\n");
        String dear = fresh("dear");
        deck(dear, "PLN", ",\"side\":\"buy\"", "883,Networks,0.11,60/60\n");
        String cheap = fresh("cheap");
        deck(cheap, "PLN", ",\"side\":\"buy\"", "883,Networks,0.09,60/60\n");
        String dearTrunk = trunk(dear);
        String cheapTrunk = trunk(cheap);
        JsonNode route = route(dearTrunk, 1);
        route(cheapTrunk, 2);
        Dialled.Number number = (Dialled.Number) NumberPlan.normalise("+883510098765", "GB");
        CallTariff price = ((Tariffs.Priced.At) tariffs.price("PLN", number, START)).tariff();

        Costs.Choice choice = costs.routes(price, number); // 0.10 without tax, against 0.11 and 0.09
        assertThat(choice.trunks()).containsExactly(cheapTrunk);
        assertThat(choice.skipped()).singleElement().asString().contains(dearTrunk);

        admin().patch("/api/v1/routes/" + route.get("id").asLong(), "{\"allow_loss\":true}")
                .is(200);
        assertThat(costs.routes(price, number).trunks()).containsExactly(dearTrunk, cheapTrunk);
        assertThat(admin().patch("/api/v1/trunks/" + dearTrunk, "{\"vendor_deck\":\"nothing\"}")
                        .problem(400))
                .contains("vendor_deck");
        admin().patch("/api/v1/trunks/" + dearTrunk, "{\"vendor_deck\":null}").is(200);
        assertThat(costs.of(dearTrunk, number, START)).isEmpty();
    }

    private String trunk(String vendorDeck) {
        String id = "t" + UUID.randomUUID().toString().substring(0, 8);
        admin().post(
                        "/api/v1/trunks",
                        "{\"id\":\"%s\",\"host\":\"192.0.2.7\",\"vendor_deck\":\"%s\"}".formatted(id, vendorDeck))
                .is(201);
        return id;
    }

    private JsonNode route(String trunk, int priority) {
        return admin().post(
                        "/api/v1/routes",
                        "{\"prefix\":\"8835100987\",\"trunk\":\"%s\",\"priority\":%d}".formatted(trunk, priority))
                .is(201);
    }

    @Test
    void costAndMarginAreInTheRecordTheBooksAndTheReport() {
        JsonNode sold = deck(fresh("retail"), "RON", ",\"tax_bp\":2000", "44,United Kingdom,0.12,60/60\n");
        String vendor = fresh("vendor");
        deck(vendor, "RON", ",\"side\":\"buy\"", "442,United Kingdom,0.03,1/1\n");
        String user = openedIn("RON");
        Dialled.Number number = (Dialled.Number) NumberPlan.normalise("+442079460123", "GB");
        CallTariff price = ((Tariffs.Priced.At) tariffs.price("RON", number, START)).tariff();
        CallTariff cost = tariffs.cost(vendor, number, START).orElseThrow();
        UUID id = UUID.randomUUID();
        long talkMs = 60_001;
        var charge = price.charge(talkMs);
        Cdr cdr = new Cdr(
                id,
                Cdr.Direction.OUTBOUND,
                user,
                "device-1",
                new Cdr.Numbers("+442079460123", "+442079460123", null),
                Cdr.Tariff.of(price).charged(charge, Cdr.CarrierCost.of(cost, talkMs)),
                "carrier",
                null,
                new Cdr.Times(START, null, START, START.plusMillis(talkMs)),
                talkMs,
                charge.billedSeconds(),
                charge.totalMicros(),
                charge.taxMicros(),
                "RON",
                new Cdr.Ending("normal", "caller", 200, 16),
                Cdr.Quality.UNMEASURED,
                "{}");
        assertThat(ledger.settle(cdr)).isInstanceOf(SettleOutcome.Settled.class);

        // sold for 2 x 0.12, a sixth of it tax; bought for 61 s at 0.03
        JsonNode record = admin().get("/api/v1/cdrs/" + id).is(200);
        assertThat(record.get("cost_micros").asLong()).isEqualTo(240_000);
        assertThat(record.get("carrier_cost_micros").asLong()).isEqualTo(30_500);
        assertThat(record.get("margin_micros").asLong()).isEqualTo(169_500);
        assertThat(record.get("carrier_prefix").asText()).isEqualTo("442");
        JsonNode told = admin().get("/api/v1/calls/" + id + "/explanation").is(200);
        assertThat(told.get("charge_agrees").asBoolean()).isTrue();
        assertThat(told.get("charge").get("rate").get("prefix").asText()).isEqualTo("44");
        assertThat(told.get("entries").findValuesAsText("amount_micros")).contains("30500", "-30500", "-240000");
        JsonNode report = admin().get("/api/v1/margins?by=account&from=2026-06-17T00:00:00Z&to=2026-06-18T00:00:00Z")
                .is(200);
        JsonNode line = null;
        for (JsonNode each : report.get("margins")) {
            line = each.get("key").asText().equals(user) ? each : line;
        }
        assertThat(line).isNotNull();
        assertThat(line.get("revenue_micros").asLong()).isEqualTo(200_000);
        assertThat(line.get("margin_micros").asLong()).isEqualTo(169_500);
        assertThat(line.get("unknown_calls").asLong()).isZero();
        assertThat(admin().get("/api/v1/margins?by=weekday").problem(400)).contains("by");
        assertThat(sold.get("side").asText()).isEqualTo("sell");
    }
}
