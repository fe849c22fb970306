package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StaticPagesTest extends ApiTest {
    @Test
    void theOpenApiDocumentNamesEveryEndpointAndItsReferencesHold() {
        JsonNode document = nobody().get("/q/openapi?format=json").is(200);
        assertThat(document.get("openapi").asText()).startsWith("3.");
        assertThat(document.get("info").get("title").asText()).isEqualTo("Tollgate");
        assertThat(document.at("/components/securitySchemes/bearer/scheme").asText())
                .isEqualTo("bearer");
        List<String> paths = new ArrayList<>();
        document.get("paths").fieldNames().forEachRemaining(paths::add);
        assertThat(paths)
                .contains(
                        "/api/v1/accounts",
                        "/api/v1/accounts/{user}",
                        "/api/v1/accounts/{user}/credit",
                        "/api/v1/accounts/{user}/statement",
                        "/api/v1/decks",
                        "/api/v1/decks/{id}",
                        "/api/v1/decks/{id}/rates",
                        "/api/v1/decks/{id}/activate",
                        "/api/v1/rates/lookup",
                        "/api/v1/numbers",
                        "/api/v1/numbers/{number}",
                        "/api/v1/numbers/{number}/owner",
                        "/api/v1/trunks",
                        "/api/v1/trunks/{id}",
                        "/api/v1/trunks/{id}/status",
                        "/api/v1/routes",
                        "/api/v1/routes/{id}",
                        "/api/v1/calls",
                        "/api/v1/calls/{id}",
                        "/api/v1/calls/{id}/explanation",
                        "/api/v1/cdrs",
                        "/api/v1/events",
                        "/api/v1/ledger/check");
        for (JsonNode reference : document.findValues("$ref")) {
            String pointer = reference.asText().substring(1);
            assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
        }
        JsonNode fields = document.at("/components/schemas/NewAccount/properties");
        assertThat(fields.has("home_country")).isTrue();
        assertThat(fields.has("homeCountry")).isFalse();
        assertThat(document.at("/paths/~1api~1v1~1accounts/get/security/0/bearer")
                        .isMissingNode())
                .isFalse();
        assertThat(document.at("/paths/~1api~1v1~1decks~1{id}~1rates/put/requestBody/content")
                        .has("text/csv"))
                .isTrue();
    }

    @Test
    void swaggerUiIsThere() {
        Api.Answer page = nobody().get("/q/swagger-ui/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("swagger-ui");
    }

    @Test
    void metricsAreThere() {
        Api.Answer metrics = nobody().get("/q/metrics");
        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.body()).contains("tollgate_calls_live").contains("tollgate_minutes_served_total");
    }

    @Test
    void healthIsAnswered() {
        Api.Answer health = nobody().get("/q/health");
        assertThat(health.json().get("checks").findValuesAsText("name")).contains("gateway");
        assertThat(nobody().get("/q/health/live").is(200).get("status").asText())
                .isEqualTo("UP");
    }
}
