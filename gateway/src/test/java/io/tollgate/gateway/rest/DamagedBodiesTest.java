package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DamagedBodiesTest extends ApiTest {
    private static final int BODIES = 2_000;
    private static final List<String> GRAINS = List.of(
            "null",
            "-1",
            "1e999",
            "9223372036854775808",
            "[]",
            "{}",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\"",
            "true",
            "\"' or 1=1 --\"",
            "{\"a\":{\"a\":{\"a\":[]}}}",
            "0.1",
            "\"\\r\\nVia: x\"",
            "[[[[[[[[",
            "\"EUR\"");

    private record Target(String method, String path, String body) {}

    private List<Target> targets(String user, String trunk) {
        return List.of(
                new Target("POST", "/api/v1/accounts", account("mutant")),
                new Target("PATCH", "/api/v1/accounts/" + user, "{\"status\":\"asleep\",\"low_balance_micros\":5}"),
                new Target(
                        "POST",
                        "/api/v1/accounts/" + user + "/credit",
                        "{\"id\":\"0199-not\",\"amount\":\"10.00\",\"kind\":\"topup\",\"reason\":\"r\",\"reference\":\"x\"}"),
                new Target("POST", "/api/v1/decks", "{\"name\":\"mutant deck\",\"currency\":\"EUR\",\"tax_bp\":2000}"),
                new Target("POST", "/api/v1/numbers", "{\"number\":\"442079460301\",\"country\":\"GB\"}"),
                new Target("PUT", "/api/v1/numbers/4420/owner", "{\"user\":\"alice\"}"),
                new Target(
                        "POST",
                        "/api/v1/trunks",
                        "{\"id\":\"m m\",\"host\":\"sip.example.net\",\"port\":5060,\"sources\":[\"192.0.2.0/24\"],\"auth_user\":\"u\",\"auth_password\":\"p\",\"codecs\":[\"PCMU\"]}"),
                new Target(
                        "PATCH",
                        "/api/v1/trunks/" + trunk,
                        "{\"host\":\"no host\",\"from_domain\":\"x\",\"max_channels\":7}"),
                new Target(
                        "POST",
                        "/api/v1/vouchers",
                        "{\"reference\":\"m m\",\"count\":2,\"amount\":\"5.00\",\"currency\":\"EUR\",\"expires_at\":\"2999-01-01T00:00:00Z\"}"),
                new Target("POST", "/api/v1/operators", "{\"name\":\"No Name\"}"),
                new Target(
                        "POST",
                        "/api/v1/adjustments/refunds",
                        "{\"id\":\"0199-not\",\"call\":\"0199-not\",\"amount\":\"0.60\",\"reason\":\"r\"}"),
                new Target(
                        "PUT",
                        "/api/v1/price-list/numbers",
                        "{\"country\":\"Gb\",\"currency\":\"EUR\",\"months\":1,\"price\":\"3.00\",\"setup\":\"1.00\",\"aligned\":true}"),
                new Target(
                        "PUT",
                        "/api/v1/price-list/packages",
                        "{\"name\":\"No Name\",\"words\":\"w\",\"currency\":\"EUR\",\"months\":1,\"price\":\"4\",\"destination_group\":\"eu\",\"seconds\":60}"),
                new Target("POST", "/api/v1/routes", "{\"prefix\":\"+4\",\"trunk\":\"" + trunk + "\",\"priority\":1}"));
    }

    /** Each original is refused already, so that nearly all of its mutants must be; those that happen to mend it may pass. */
    @Test
    void aDamagedBodyIsAProblemOfItsSenderNeverOurs() {
        String user = account();
        String trunk = "mutants";
        admin().post("/api/v1/trunks", "{\"id\":\"mutants\",\"host\":\"sip.example.net\"}")
                .is(201);
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<Target> targets = targets(user, trunk);
        int refused = 0;
        for (int i = 0; i < BODIES; i++) {
            Target target = targets.get(i % targets.size());
            String body = damaged(target.body(), random);
            Api.Answer answer = admin().send(target.method(), target.path(), "application/json", body, null);
            if (answer.status() >= 300) {
                assertThat(answer.status())
                        .as("seed %d, %s %s %s -> %s", seed, target.method(), target.path(), body, answer.body())
                        .isBetween(400, 499);
                answer.problem(answer.status());
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(BODIES * 8 / 10);
        assertThat(admin().get("/api/v1/ledger/check").is(200).get("clean").asBoolean())
                .isTrue();
    }

    private static String damaged(String body, SplittableRandom random) {
        StringBuilder text = new StringBuilder(body);
        for (int wounds = random.nextInt(1, 4); wounds > 0; wounds--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(1, 0x250));
                case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 9)));
                case 2 -> text.insert(at, GRAINS.get(random.nextInt(GRAINS.size())));
                case 3 -> {
                    int colon = text.indexOf(":", at);
                    int end = colon < 0 ? -1 : text.indexOf(",", colon);
                    if (end > 0) {
                        text.replace(colon + 1, end, GRAINS.get(random.nextInt(GRAINS.size())));
                    }
                }
                default -> text.append(text.substring(at));
            }
            if (text.isEmpty()) {
                text.append(' ');
            }
        }
        return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Test
    void strangeAddressesAreNoFailureEither() {
        for (String path : List.of(
                "/api/v1/accounts/%00",
                "/api/v1/accounts/%ED%A0%80/statement",
                "/api/v1/accounts?after=%00",
                "/api/v1/decks?name=%00",
                "/api/v1/decks/9223372036854775807",
                "/api/v1/trunks/%00",
                "/api/v1/numbers/%00",
                "/api/v1/numbers?user=%00",
                "/api/v1/cdrs?user=%00",
                "/api/v1/cdrs?cause=%00",
                "/api/v1/cdrs?cursor=99999999999999999_00000000-0000-0000-0000-000000000001",
                "/api/v1/cdrs?from=%2B999999999-01-01T00:00:00Z",
                "/api/v1/rates/lookup?number=%00&currency=EUR&country=GB",
                "/api/v1/rates/lookup?number=%2B442079460123&account=%00")) {
            assertThat(admin().get(path).status()).as(path).isBetween(200, 499);
        }
    }
}
