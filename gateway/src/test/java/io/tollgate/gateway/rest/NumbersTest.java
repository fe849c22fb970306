package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NumbersTest extends ApiTest {
    private static String number(String number) {
        return "{\"number\":\"" + number + "\"}";
    }

    @Test
    void aNumberGoesFromStockToItsOwnerAndBack() {
        String owner = account();
        JsonNode added =
                admin().post("/api/v1/numbers", number("+442079460301")).is(201);
        assertThat(added.get("country").asText()).isEqualTo("GB");
        assertThat(added.has("user")).isFalse();
        assertThat(admin().post("/api/v1/numbers", number("+442079460301")).problem(409))
                .contains("already");

        JsonNode assigned = admin().put(
                        "/api/v1/numbers/+442079460301/owner", "application/json", "{\"user\":\"" + owner + "\"}")
                .is(200);
        assertThat(assigned.get("user").asText()).isEqualTo(owner);
        assertThat(assigned.get("assigned_at").asText()).isNotBlank();
        assertThat(admin().get("/api/v1/accounts/" + owner)
                        .is(200)
                        .get("numbers")
                        .get(0)
                        .asText())
                .isEqualTo("+442079460301");
        assertThat(admin().get("/api/v1/numbers?user=" + owner).is(200).get("numbers"))
                .hasSize(1);
        assertThat(admin().get("/api/v1/numbers?assigned=false&after=%2B442079460300&limit=1")
                        .is(200)
                        .findValuesAsText("number"))
                .doesNotContain("+442079460301");
        assertThat(admin().delete("/api/v1/numbers/442079460301").problem(409)).contains("owner first");

        admin().delete("/api/v1/numbers/442079460301/owner").is(204);
        assertThat(admin().get("/api/v1/numbers/442079460301").is(200).has("user"))
                .isFalse();
        admin().delete("/api/v1/numbers/442079460301").is(204);
        admin().get("/api/v1/numbers/442079460301").problem(404);
    }

    @Test
    void whatIsNoNumberOrNoUserIsRefused() {
        admin().post("/api/v1/numbers", number("+442079460302")).is(201);
        assertThat(admin().post("/api/v1/numbers", number("02079460301")).problem(400))
                .contains("number");
        assertThat(admin().post("/api/v1/numbers", "{\"number\":\"+442079460303\",\"country\":\"XX\"}")
                        .problem(400))
                .contains("country");
        assertThat(admin().put("/api/v1/numbers/442079460302/owner", "application/json", "{\"user\":\"nobody-here\"}")
                        .problem(422))
                .contains("no user");
        admin().put("/api/v1/numbers/442079460399/owner", "application/json", "{\"user\":\"nobody-here\"}")
                .problem(404);
        admin().put("/api/v1/numbers/nonsense/owner", "application/json", "{\"user\":\"nobody-here\"}")
                .problem(404);
        String closed = account();
        admin().patch("/api/v1/accounts/" + closed, "{\"status\":\"closed\"}").is(200);
        assertThat(admin().put(
                                "/api/v1/numbers/442079460302/owner",
                                "application/json",
                                "{\"user\":\"" + closed + "\"}")
                        .problem(409))
                .contains("closed");
    }
}
