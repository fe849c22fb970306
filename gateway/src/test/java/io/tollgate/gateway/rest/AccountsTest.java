package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.gateway.books.Subscribers;
import io.tollgate.overlay.identity.PasswordVerifier;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class AccountsTest extends ApiTest {
    @Inject
    Subscribers subscribers;

    @Test
    void anAccountIsOpenedWithAPasswordThatOnlyItsVerifierKnows() {
        String name = "user-" + UUID.randomUUID();

        Api.Answer answer = admin().post("/api/v1/accounts", account(name));

        JsonNode opened = answer.is(201);
        assertThat(answer.http().headers().firstValue("Location").orElseThrow()).endsWith("/api/v1/accounts/" + name);
        assertThat(opened.get("username").asText()).isEqualTo(name);
        assertThat(opened.get("status").asText()).isEqualTo("active");
        assertThat(opened.get("available_micros").asLong()).isZero();
        assertThat(answer.body()).doesNotContain("correct horse").doesNotContain("argon2");
        String verifier =
                Objects.requireNonNull(subscribers.find(name).orElseThrow().passwordVerifier());
        assertThat(PasswordVerifier.verify("correct horse", verifier)).isTrue();
        assertThat(PasswordVerifier.verify("correct house", verifier)).isFalse();
    }

    @Test
    void aNameIsGivenOnce() {
        String name = account();
        assertThat(admin().post("/api/v1/accounts", account(name)).problem(409)).contains(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            username      | "house:revenue:EUR"
            username      | "Alice"
            username      | ""
            username      | null
            password      | "short"
            password      | 12345678
            currency      | "XXQ"
            currency      | "eur"
            home_country  | "ZZ"
            home_country  | "England"
            credit_limit_micros | -1
            credit_limit_micros | 1.5
            credit_limit_micros | "5"
            credit_limit_micros | 9223372036854775807
            colour        | "red"
            """)
    void aFieldThatCannotBeIsNamed(String field, String value) {
        String body =
                "{\"username\":\"user-%s\",\"password\":\"correct horse\",\"currency\":\"EUR\",\"home_country\":\"GB\"}"
                        .formatted(UUID.randomUUID());
        String changed = body.contains('"' + field + '"')
                ? body.replaceFirst("\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":" + value)
                : body.replace("}", ",\"" + field + "\":" + value + "}");
        assertThat(admin().post("/api/v1/accounts", changed).problem(400)).contains(field);
    }

    @Test
    void whatAPatchDoesNotNameStays() {
        String name = account();
        String path = "/api/v1/accounts/" + name;

        admin().patch(path, "{\"credit_limit_micros\":5000000,\"low_balance_micros\":1000000}")
                .is(200);
        JsonNode suspended = admin().patch(path, "{\"status\":\"suspended\",\"home_country\":\"DE\"}")
                .is(200);

        assertThat(suspended.get("status").asText()).isEqualTo("suspended");
        assertThat(suspended.get("credit_limit_micros").asLong()).isEqualTo(5_000_000);
        assertThat(suspended.get("available_micros").asLong()).isEqualTo(5_000_000);
        assertThat(suspended.get("low_balance_micros").asLong()).isEqualTo(1_000_000);
        assertThat(subscribers.find(name).orElseThrow().active()).isFalse();
        assertThat(admin().patch(path, "{\"low_balance_micros\":null}").is(200).has("low_balance_micros"))
                .isFalse();
        assertThat(admin().patch(path, "{\"status\":\"asleep\"}").problem(400)).contains("active, suspended, closed");
        assertThat(admin().patch(path, "{\"low_balance_micros\":-1}").problem(400))
                .contains("low_balance_micros");
    }

    @Test
    void aNewPasswordReplacesTheOld() {
        String name = account();
        admin().patch("/api/v1/accounts/" + name, "{\"password\":\"battery staple\"}")
                .is(200);
        String verifier =
                Objects.requireNonNull(subscribers.find(name).orElseThrow().passwordVerifier());
        assertThat(PasswordVerifier.verify("battery staple", verifier)).isTrue();
    }

    @Test
    void pagesTogetherAreTheWholeList() {
        List<String> opened = List.of(account(), account(), account());
        List<String> listed = new ArrayList<>();
        String after = "";
        do {
            JsonNode page =
                    admin().get("/api/v1/accounts?limit=2&after=" + after).is(200);
            page.get("accounts")
                    .forEach(account -> listed.add(account.get("username").asText()));
            after = page.path("next").asText();
        } while (!after.isEmpty());
        assertThat(listed)
                .containsAll(opened)
                .isSorted()
                .doesNotHaveDuplicates()
                .noneMatch(n -> n.startsWith("house:"));
    }

    @Test
    void creditIsBookedOnceHoweverOftenItIsOrdered() {
        String name = account();
        String order = """
                {"id":"%s","amount":"10.00","kind":"topup","reason":"thanks","reference":"bank 17"}""".formatted(UUID.randomUUID());

        JsonNode first =
                admin().post("/api/v1/accounts/" + name + "/credit", order).is(201);
        JsonNode second =
                admin().post("/api/v1/accounts/" + name + "/credit", order).is(200);

        assertThat(first.get("repeated").asBoolean()).isFalse();
        assertThat(second.get("repeated").asBoolean()).isTrue();
        assertThat(second.get("available_micros").asLong()).isEqualTo(10_000_000);
        assertThat(admin().get("/api/v1/accounts/" + name)
                        .is(200)
                        .get("balance_micros")
                        .asLong())
                .isEqualTo(10_000_000);
        JsonNode statement =
                admin().get("/api/v1/accounts/" + name + "/statement").is(200);
        assertThat(statement.get("entries")).hasSize(1);
        JsonNode entry = statement.get("entries").get(0);
        assertThat(entry.get("actor").asText()).isEqualTo("admin");
        assertThat(entry.get("kind").asText()).isEqualTo("topup");
        assertThat(entry.get("reference").asText()).isEqualTo("bank 17");
    }

    @Test
    void anIdStandsForOneTransferOnly() {
        String name = account();
        UUID id = UUID.randomUUID();
        String path = "/api/v1/accounts/" + name + "/credit";
        admin().post(path, credit(id, "\"amount_micros\":1000", "promotion")).is(201);
        assertThat(admin().post(path, credit(id, "\"amount_micros\":2000", "promotion"))
                        .problem(409))
                .contains("another transfer");
        assertThat(admin().post(path, credit(id, "\"amount_micros\":1000", "topup"))
                        .problem(409))
                .contains("another transfer");
    }

    @Test
    void creditThatCannotBeIsRefusedWithTheReason() {
        String name = account();
        String path = "/api/v1/accounts/" + name + "/credit";
        UUID id = UUID.randomUUID();
        assertThat(admin().post("/api/v1/accounts/nobody-here/credit", credit(id, "\"amount\":\"1\"", "topup"))
                        .problem(404))
                .contains("no such account");
        assertThat(admin().post(path, credit(id, "\"amount\":\"1,50\"", "topup"))
                        .problem(400))
                .contains("amount");
        assertThat(admin().post(path, credit(id, "\"amount\":\"0\"", "topup")).problem(400))
                .contains("zero");
        assertThat(admin().post(path, credit(id, "\"amount\":\"1\",\"amount_micros\":1", "topup"))
                        .problem(400))
                .contains("only one");
        assertThat(admin().post(path, credit(id, "\"reason\":\"none\"", "topup"))
                        .problem(400))
                .contains("only one");
        assertThat(admin().post(path, credit(id, "\"amount\":\"-1\"", "topup")).problem(400))
                .contains("adjustment");
        assertThat(admin().post(path, credit(id, "\"amount\":\"1000000.000001\"", "topup"))
                        .problem(400))
                .contains("million");
        assertThat(admin().post(path, credit(id, "\"amount\":\"1\"", "rental")).problem(400))
                .contains("topup, adjustment, promotion, refund");
        assertThat(admin().post(path, credit(id, "\"amount\":\"1\",\"currency\":\"USD\"", "topup"))
                        .problem(422))
                .contains("EUR");
        assertThat(admin().post(path, "{\"amount\":\"1\",\"kind\":\"topup\"}").problem(400))
                .contains("id");
        assertThat(admin().get("/api/v1/accounts/" + name)
                        .is(200)
                        .get("balance_micros")
                        .asLong())
                .isZero();

        admin().post(path, credit(id, "\"amount\":\"-1.5\"", "adjustment")).is(201);
        admin().patch("/api/v1/accounts/" + name, "{\"status\":\"closed\"}").is(200);
        assertThat(admin().post(path, credit(UUID.randomUUID(), "\"amount\":\"1\"", "topup"))
                        .problem(409))
                .contains("closed");
        assertThat(admin().get("/api/v1/ledger/check").is(200).get("clean").asBoolean())
                .isTrue();
    }

    private static String credit(UUID id, String amount, String kind) {
        return "{\"id\":\"%s\",%s,\"kind\":\"%s\"}".formatted(id, amount, kind);
    }

    @Test
    void aStatementIsReadPageByPage() {
        String name = account();
        for (int i = 1; i <= 5; i++) {
            admin().post(
                            "/api/v1/accounts/" + name + "/credit",
                            credit(UUID.randomUUID(), "\"amount_micros\":" + i, "topup"))
                    .is(201);
        }
        List<Long> amounts = new ArrayList<>();
        String before = "";
        do {
            JsonNode page = admin().get("/api/v1/accounts/" + name + "/statement?limit=2" + before)
                    .is(200);
            page.get("entries")
                    .forEach(entry -> amounts.add(entry.get("amount_micros").asLong()));
            before = page.has("next") ? "&before=" + page.get("next").asLong() : "";
        } while (!before.isEmpty());
        assertThat(amounts).containsExactly(5L, 4L, 3L, 2L, 1L);
        admin().get("/api/v1/accounts/nobody-here/statement").problem(404);
    }
}
