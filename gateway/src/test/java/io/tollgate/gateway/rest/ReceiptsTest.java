package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.billing.ledger.chain.Receipt;
import io.tollgate.billing.ledger.chain.ReceiptJson;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What users take home of the books, the check of one account, and allowances. */
@QuarkusTest
class ReceiptsTest extends ApiTest {
    private String creditedTwice() {
        String name = account();
        for (int i = 1; i <= 2; i++) {
            admin().post("/api/v1/accounts/" + name + "/credit", """
                            {"id":"%s","amount":"%d.00","kind":"topup","reference":"bank 17"}""".formatted(UUID.randomUUID(), i))
                    .is(201);
        }
        return name;
    }

    @Test
    void aReceiptVerifiesAndContinuesAnOlderOne() throws Exception {
        String name = creditedTwice();
        Api.Answer answer = user(name).get("/api/v1/me/receipt");
        answer.is(200);
        Receipt whole = ReceiptJson.read(answer.body());
        assertThat(whole.account()).isEqualTo(name);
        assertThat(whole.problems()).isEmpty();
        assertThat(whole.entries()).hasSize(2);
        assertThat(whole.entries().getLast().balanceMicros()).isEqualTo(3_000_000);
        assertThat(answer.body()).doesNotContain("house:").doesNotContain("admin");
        Api.Answer newest = user(name).get("/api/v1/me/receipt?limit=1");
        Receipt last = ReceiptJson.read(newest.body());
        assertThat(last.problems()).isEmpty();
        assertThat(last.predecessor()).isEqualTo(whole.entries().getFirst().hash());
        assertThat(user(name).get("/api/v1/me/receipt?limit=1001").problem(400)).contains("limit");
        assertThat(nobody().get("/api/v1/me/receipt").status()).isEqualTo(401);
        assertThat(admin().get("/api/v1/me/receipt").status()).isEqualTo(403);
    }

    @Test
    void oneAccountIsChecked() {
        String name = creditedTwice();
        JsonNode check = admin().get("/api/v1/ledger/check?account=" + name).is(200);
        assertThat(check.get("clean").asBoolean()).isTrue();
        assertThat(check.get("entries").asLong()).isEqualTo(2);
        assertThat(admin().get("/api/v1/ledger/check?account=no-such").problem(404))
                .contains("no such account");
    }

    @Test
    void secondsAreGrantedOnceAndTheUserSeesThem() {
        String name = account();
        String path = "/api/v1/accounts/" + name + "/allowances";
        String order = """
                {"id":"%s","group":"UK landline","starts_at":"2026-01-01T00:00:00Z","ends_at":"2096-01-01T00:00:00Z",
                "seconds":6000}""".formatted(UUID.randomUUID());
        assertThat(admin().post(path, order).is(200).get("repeated").asBoolean())
                .isFalse();
        assertThat(admin().post(path, order).is(200).get("repeated").asBoolean())
                .isTrue();
        assertThat(admin().post(path, order.replace("6000", "7000")).problem(409))
                .contains("another grant");
        assertThat(admin().post(path, order.replace("6000", "0")).problem(400)).contains("seconds");
        assertThat(admin().post(path, order.replace("2096", "2025")).problem(400))
                .contains("ends_at");
        JsonNode own = user(name).get("/api/v1/me/allowances").is(200).get("allowances");
        assertThat(own).hasSize(1);
        assertThat(own.get(0).get("left_s").asLong()).isEqualTo(6000);
        assertThat(user(name).post(path, order).status()).isEqualTo(403);
    }
}
