package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RolesTest extends ApiTest {
    private static final List<String> OPEN =
            List.of("/api/v1/version", "/api/v1/login", "/api/v1/login/renew", "/api/v1/payments/stripe/webhook");

    private record Operation(String method, String path) {}

    /** Every operation of the API that the OpenAPI document names, with parameters filled in. */
    private List<Operation> operations() {
        JsonNode paths = nobody().get("/q/openapi?format=json").is(200).get("paths");
        List<Operation> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            if (path.getKey().startsWith("/api/v1/") && !OPEN.contains(path.getKey())) {
                String filled = path.getKey()
                        .replaceAll("\\{[a-z]+}", "1")
                        .replaceAll(
                                "(calls|topups|adjustments|notices|contracts|me/numbers|me/packages)/1",
                                "$1/" + new UUID(1, 1));
                path.getValue().properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(method ->
                                List.of("get", "post", "put", "patch", "delete").contains(method))
                        .forEach(method -> found.add(new Operation(method.toUpperCase(Locale.ROOT), filled)));
            }
        }
        assertThat(found).hasSizeGreaterThan(35);
        return found;
    }

    @Test
    void withoutACredentialNothingIsTold() {
        for (Operation operation : operations()) {
            Api.Answer answer = nobody().send(operation.method(), operation.path(), null, null, null);
            assertThat(answer.problem(401)).as("%s", operation).contains("Bearer");
            assertThat(answer.http().headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"tollgate\"");
            assertThat(nobody().as("forged")
                            .send(operation.method(), operation.path(), null, null, null)
                            .problem(401))
                    .as("%s", operation)
                    .contains("Bearer");
        }
    }

    @Test
    void usersDoNotAdminister() {
        Api user = user(account());
        for (Operation operation : operations()) {
            if (operation.path().startsWith("/api/v1/me")
                    || operation.path().endsWith("/explanation")
                    || operation.path().endsWith("/recording")) {
                continue;
            }
            assertThat(user.send(operation.method(), operation.path(), null, null, null)
                            .problem(403))
                    .as("%s", operation)
                    .contains("role");
        }
    }

    @Test
    void theOperatorHasNoAccountOfItsOwn() {
        admin().get("/api/v1/me").problem(403);
    }

    @Test
    void aPathThatIsNotThereIsAProblemToo() {
        admin().get("/api/v1/acounts").problem(404);
        admin().get("/api/v1/decks/12x").problem(400);
        admin().get("/api/v1/calls/12").problem(400);
        admin().get("/api/v1/accounts?limit=many").problem(400);
        assertThat(admin().get("/api/v1/accounts?limit=0").problem(400)).contains("limit");
        admin().put("/api/v1/accounts", "application/json", "{}").problem(405);
        admin().send("POST", "/api/v1/accounts", "text/plain", "hello", null).problem(415);
    }
}
