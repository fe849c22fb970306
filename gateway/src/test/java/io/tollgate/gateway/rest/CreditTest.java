package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Vouchers, approvals, refunds, rented numbers and rules about credit, as operators and users reach them. */
@QuarkusTest
class CreditTest extends ApiTest {
    @Inject
    PostgresLedger ledger;

    private String rich(String micros) {
        String user = account();
        admin().post(
                        "/api/v1/accounts/" + user + "/credit",
                        "{\"id\":\"" + UUID.randomUUID() + "\",\"amount_micros\":" + micros + ",\"kind\":\"topup\"}")
                .is(201);
        return user;
    }

    private long balance(String user) {
        return admin().get("/api/v1/accounts/" + user)
                .is(200)
                .get("balance_micros")
                .asLong();
    }

    private Api operator() {
        String name = "op" + UUID.randomUUID();
        return admin().as(admin().post("/api/v1/operators", "{\"name\":\"" + name + "\"}")
                .is(201)
                .get("token")
                .asText());
    }

    @Test
    void aBatchOfVouchersIsShownOnceAndRedeemedByUsers() {
        String reference = "spring-" + UUID.randomUUID();
        Api.Answer made = admin().post("/api/v1/vouchers", """
                        {"reference":"%s","count":3,"amount":"5.00","currency":"EUR","expires_at":"2999-01-01T00:00:00Z"}""".formatted(reference));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String[] rows = made.body().split("\r\n");
        assertThat(rows).hasSize(4);
        String code = rows[1].split(",")[1];
        String user = account();
        JsonNode credited = user(user)
                .post("/api/v1/me/vouchers", "{\"code\":\"" + code.toLowerCase(java.util.Locale.ROOT) + "\"}")
                .is(200);
        assertThat(credited.get("amount").asText()).isEqualTo("5.00");
        assertThat(user(user)
                        .post("/api/v1/me/vouchers", "{\"code\":\"" + code + "\"}")
                        .is(200)
                        .get("repeated")
                        .asBoolean())
                .isTrue();
        user(account())
                .post("/api/v1/me/vouchers", "{\"code\":\"" + code + "\"}")
                .problem(409);
        assertThat(balance(user)).isEqualTo(5_000_000);
        assertThat(admin().get("/api/v1/vouchers/" + reference)
                        .is(200)
                        .get("redeemed")
                        .asInt())
                .isEqualTo(1);
        admin().post("/api/v1/vouchers/" + reference + "/revoke", "").is(200);
        assertThat(user(user)
                        .post("/api/v1/me/vouchers", "{\"code\":\"" + rows[2].split(",")[1] + "\"}")
                        .problem(409))
                .contains("revoked");
        for (int i = 0; i < 10; i++) {
            user(user)
                    .post("/api/v1/me/vouchers", "{\"code\":\"00000-00000-00000-00000\"}")
                    .problem(422);
        }
        user(user).post("/api/v1/me/vouchers", "{\"code\":\"" + code + "\"}").problem(429);
        admin().post("/api/v1/vouchers", """
                        {"reference":"x","count":3,"amount":"5.00","currency":"EUR","expires_at":"2001-01-01T00:00:00Z"}""").problem(400);
    }

    @Test
    void aboveTheLimitASecondOperatorApproves() {
        String user = account();
        String id = UUID.randomUUID().toString();
        String order = "{\"id\":\"" + id + "\",\"amount\":\"5000.01\",\"kind\":\"adjustment\",\"reason\":\"goodwill\"}";
        String path = "/api/v1/accounts/" + user + "/credit";
        assertThat(admin().post(path, order).is(202).get("status").asText()).isEqualTo("waiting");
        assertThat(balance(user)).isZero();
        assertThat(admin().get("/api/v1/adjustments").is(200).findValuesAsText("id"))
                .contains(id);
        assertThat(admin().post("/api/v1/adjustments/" + id + "/approve", "").problem(409))
                .contains("Another operator");
        Api second = operator();
        second.post("/api/v1/adjustments/" + id + "/approve", "").is(201);
        second.post("/api/v1/adjustments/" + id + "/approve", "").problem(404);
        assertThat(admin().post(path, order).is(200).get("repeated").asBoolean())
                .isTrue();
        assertThat(balance(user)).isEqualTo(5_000_010_000L);
        second.post("/api/v1/operators", "{\"name\":\"accomplice\"}").problem(403);
        admin().as("op_forged").get("/api/v1/adjustments").problem(401);
    }

    @Test
    void aCallIsRefundedUpToItsCostAndItsExplanationSaysSo() {
        String user = rich("10000000");
        UUID call = UUID.randomUUID();
        Instant start = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
        ledger.settle(new Cdr(
                call,
                Cdr.Direction.OUTBOUND,
                user,
                null,
                new Cdr.Numbers("+4420", "+442079460123", null),
                Cdr.Tariff.NONE,
                null,
                null,
                new Cdr.Times(start, start, start, start.plusSeconds(60)),
                60_000,
                60,
                1_200_000,
                200_000,
                "EUR",
                new Cdr.Ending("normal", "caller", 200, 16),
                Cdr.Quality.UNMEASURED,
                "{}"));
        String refund = "{\"id\":\"%s\",\"call\":\"" + call + "\",\"amount\":\"0.60\",\"reason\":\"one-way sound\"}";
        admin().post("/api/v1/adjustments/refunds", refund.formatted(UUID.randomUUID()))
                .is(201);
        admin().post("/api/v1/adjustments/refunds", refund.formatted(UUID.randomUUID()))
                .is(201);
        assertThat(admin().post("/api/v1/adjustments/refunds", refund.formatted(UUID.randomUUID()))
                        .problem(409))
                .contains("0.00 EUR");
        assertThat(balance(user)).isEqualTo(10_000_000);
        JsonNode entries =
                admin().get("/api/v1/calls/" + call + "/explanation").is(200).get("entries");
        assertThat(entries.findValuesAsText("kind")).contains("refund");
        assertThat(entries.findValuesAsText("account")).contains("house:tax:EUR");
        admin().post(
                        "/api/v1/adjustments/refunds",
                        "{\"id\":\"" + UUID.randomUUID() + "\",\"call\":\"" + UUID.randomUUID() + "\"}")
                .problem(404);
    }

    @Test
    void aUserRentsANumberCancelsItAndGivesItUp() {
        String number = "+35312345678";
        admin().post("/api/v1/numbers", "{\"number\":\"" + number + "\"}").is(201);
        admin().put(
                        "/api/v1/price-list/numbers",
                        "application/json",
                        "{\"country\":\"IE\",\"currency\":\"EUR\",\"months\":1,\"price\":\"3.00\",\"setup\":\"1.00\"}")
                .is(200);
        String user = rich("5000000");
        Api api = user(user);
        assertThat(api.get("/api/v1/me/numbers/available?country=IE")
                        .is(200)
                        .get("offers")
                        .toString())
                .contains(number)
                .contains("3.00");
        String id = UUID.randomUUID().toString();
        String wish = "{\"id\":\"" + id + "\",\"item\":\"" + number + "\"}";
        assertThat(api.post("/api/v1/me/numbers", wish).is(201).get("state").asText())
                .isEqualTo("active");
        api.post("/api/v1/me/numbers", wish).is(200);
        assertThat(balance(user)).isEqualTo(1_000_000);
        assertThat(api.get("/api/v1/me").is(200).get("numbers").toString()).contains(number);
        user(rich("5000000"))
                .post("/api/v1/me/numbers", "{\"id\":\"" + UUID.randomUUID() + "\",\"item\":\"" + number + "\"}")
                .problem(409);
        admin().delete("/api/v1/numbers/35312345678/owner").problem(409);
        assertThat(api.patch("/api/v1/me/numbers/" + id, "{\"renews\":false}")
                        .is(200)
                        .get("renews")
                        .asBoolean())
                .isFalse();
        user(account()).delete("/api/v1/me/numbers/" + id).problem(404);
        assertThat(api.delete("/api/v1/me/numbers/" + id).is(200).get("state").asText())
                .isEqualTo("held-back");
        assertThat(api.get("/api/v1/me").is(200).get("numbers").toString()).doesNotContain(number);
        assertThat(admin().get("/api/v1/contracts/" + id + "/history").is(200).findValuesAsText("what"))
                .contains("made", "paid period 1", "connected", "disconnected");
        admin().delete("/api/v1/contracts/" + id).is(200);
        admin().delete("/api/v1/numbers/35312345678").is(204);
    }

    @Test
    void rulesAboutLowCreditAreSetByTheUser() {
        Api api = user(account());
        assertThat(api.put("/api/v1/me/credit-rules/low-credit", "application/json", "{\"threshold\":\"2.00\"}")
                        .is(200)
                        .get("low_credit")
                        .asText())
                .isEqualTo("2.00");
        assertThat(api.put("/api/v1/me/credit-rules/low-credit", "application/json", "{\"threshold\":null}")
                        .is(200)
                        .has("low_credit"))
                .isFalse();
        assertThat(api.put(
                                "/api/v1/me/credit-rules/recharge",
                                "application/json",
                                "{\"threshold\":\"2\",\"amount\":\"10\",\"daily_max\":\"20\",\"monthly_max\":\"50\"}")
                        .problem(409))
                .contains("No card");
        api.delete("/api/v1/me/credit-rules/recharge").problem(404);
    }
}
