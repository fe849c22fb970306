package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.billing.policy.PolicyDecision;
import io.tollgate.billing.policy.PolicyRule;
import io.tollgate.gateway.policy.CallPolicy;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PoliciesTest extends ApiTest {
    private static final String LONDON = "+442079460123";

    @Inject
    CallPolicy policy;

    private String opened() {
        String user = "p" + UUID.randomUUID().toString().substring(0, 12);
        admin().post(
                        "/api/v1/accounts",
                        "{\"username\":\"" + user
                                + "\",\"password\":\"correct horse\",\"currency\":\"EUR\",\"home_country\":\"GB\"}")
                .is(201);
        return user;
    }

    private JsonNode limits(String user) {
        return admin().get("/api/v1/accounts/" + user + "/limits").is(200);
    }

    private PolicyDecision begins(String user, long wanted) {
        return policy.begin(user, policy.limitsOf(user), UUID.randomUUID(), LONDON, 1, wanted);
    }

    @Test
    void anAccountStartsInTheStandardClass() {
        JsonNode limits = limits(opened());

        assertThat(limits.get("class_name").asText()).isEqualTo("standard");
        assertThat(limits.get("own")).isEmpty();
        assertThat(limits.get("effective").get("denied_kinds").toString()).contains("premium", "satellite");
        assertThat(limits.get("effective").get("concurrent_calls").asInt())
                .as("the house's own")
                .isEqualTo(4);
        assertThat(limits.get("effective").get("max_call_seconds").asInt()).isEqualTo(14_400);
    }

    @Test
    void aClassIsMadeAndAnAccountPutIntoItWithALimitOfItsOwn() {
        String name = "c" + UUID.randomUUID().toString().substring(0, 8);
        admin().put(
                        "/api/v1/policies/" + name,
                        "application/json",
                        "{\"denied_kinds\":[\"mobile\"],\"daily_spend_micros\":5000000,\"max_call_seconds\":60}")
                .is(200);
        assertThat(admin().get("/api/v1/policies").is(200).get("policies").findValuesAsText("name"))
                .contains(name, "standard", "unrestricted");
        String user = opened();

        JsonNode limits = admin().put(
                        "/api/v1/accounts/" + user + "/limits",
                        "application/json",
                        "{\"class_name\":\"" + name
                                + "\",\"own\":{\"concurrent_calls\":20,\"denied_prefixes\":[\"4490\"]}}")
                .is(200);

        JsonNode effective = limits.get("effective");
        assertThat(effective.get("denied_kinds").toString()).isEqualTo("[\"mobile\"]");
        assertThat(effective.get("denied_prefixes").toString()).isEqualTo("[\"4490\"]");
        assertThat(effective.get("concurrent_calls").asInt()).isEqualTo(20);
        assertThat(effective.get("daily_spend_micros").asLong()).isEqualTo(5_000_000);
        assertThat(effective.get("max_call_seconds").asInt()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"denied_kinds\":[\"telepathy\"]}",
                "{\"denied_prefixes\":[\"+44\"]}",
                "{\"denied_prefixes\":[\"0\"]}",
                "{\"daily_spend_micros\":-1}",
                "{\"max_call_seconds\":0}",
                "{\"max_call_seconds\":1.5}",
                "{\"no_such_limit\":1}",
                "[]",
                "null"
            })
    void limitsThatMeanNothingAreRefusedAndChangeNothing(String body) {
        JsonNode before = admin().get("/api/v1/policies/standard").is(200);

        admin().put("/api/v1/policies/standard", "application/json", body).problem(400);

        assertThat(admin().get("/api/v1/policies/standard").is(200)).isEqualTo(before);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        admin().get("/api/v1/policies/none").problem(404);
        admin().put("/api/v1/policies/Bad%20Name", "application/json", "{}").problem(400);
        admin().get("/api/v1/accounts/nobody/limits").problem(404);
        admin().put("/api/v1/accounts/" + opened() + "/limits", "application/json", "{\"class_name\":\"none\"}")
                .problem(400);
    }

    @Test
    void onlyOperatorsSeeLimits() {
        assertThat(admin().as(null).get("/api/v1/policies").status()).isEqualTo(401);
        assertThat(admin().as(null).get("/api/v1/accounts/alice/limits").status())
                .isEqualTo(401);
    }

    @Test
    void callsInProgressCountAndARefusedOneIsToldByItsRule() {
        String user = opened();
        admin().put("/api/v1/accounts/" + user + "/limits", "application/json", "{\"own\":{\"concurrent_calls\":2}}")
                .is(200);
        CopyOnWriteArrayList<String> told = new CopyOnWriteArrayList<>();
        policy.listen(news -> {
            if (news.user().equals(user)) {
                told.add(news.what() + " " + news.rule().word());
            }
        });

        assertThat(begins(user, 1_000)).isInstanceOf(PolicyDecision.Allowed.class);
        assertThat(begins(user, 1_000)).isInstanceOf(PolicyDecision.Allowed.class);
        assertThat(begins(user, 1_000))
                .isEqualTo(new PolicyDecision.Refused(PolicyRule.CONCURRENT_CALLS, "2 in progress, at most 2"));

        assertThat(told).containsExactly("policy-refused concurrent-calls");
        JsonNode used = limits(user).get("used");
        assertThat(used.get("concurrent_calls").asInt()).isEqualTo(2);
        assertThat(used.get("committed_micros").asLong()).isEqualTo(2_000);
    }

    @Test
    void unusualSpendingSuspendsTheAccountUntilTheOperatorMakesItActiveAgain() {
        String user = opened();

        assertThat(begins(user, 20_000_001))
                .isInstanceOfSatisfying(
                        PolicyDecision.Refused.class,
                        refused -> assertThat(refused.rule()).isEqualTo(PolicyRule.UNUSUAL_SPEND));

        assertThat(admin().get("/api/v1/accounts/" + user).is(200).get("status").asText())
                .isEqualTo("suspended");
        JsonNode why = limits(user).get("suspension");
        assertThat(why.get("rule").asText()).isEqualTo("unusual-spend");
        assertThat(why.get("actor").asText()).isEqualTo("gateway");

        admin().patch("/api/v1/accounts/" + user, "{\"status\":\"active\"}").is(200);
        assertThat(limits(user).has("suspension")).isFalse();
        assertThat(begins(user, 1_000)).isInstanceOf(PolicyDecision.Allowed.class);
    }
}
