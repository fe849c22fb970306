package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.billing.payment.stripe.StripeSignature;
import io.tollgate.gateway.credit.Till;
import io.tollgate.gateway.demo.SimulatedStripe;
import io.tollgate.gateway.demo.SimulatedStripe.Card;
import io.tollgate.gateway.demo.SimulatedStripe.Message;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credit bought by card, end to end: our page's requests, the provider's page and its signed messages over HTTP. */
@QuarkusTest
class PaymentsTest extends ApiTest {
    private static final String WEBHOOK = "/api/v1/payments/stripe/webhook";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    Till till;

    @SuppressWarnings("NullAway.Init")
    private SimulatedStripe stripe;

    @BeforeEach
    void openTheProvider() throws IOException {
        stripe = new SimulatedStripe(0);
        stripe.tell(base.resolve(WEBHOOK));
        till.simulate(stripe.api(), stripe.secretKey(), stripe.webhookSecret());
    }

    @AfterEach
    void closeTheProvider() {
        stripe.close();
    }

    private JsonNode begin(String user, boolean keepCard) {
        return user(user)
                .post(
                        "/api/v1/me/topups",
                        "{\"id\":\"" + UUID.randomUUID() + "\",\"amount\":\"10.00\",\"keep_card\":" + keepCard + "}")
                .is(201);
    }

    private static String session(JsonNode topUp) {
        String url = topUp.get("url").asText();
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private void pay(JsonNode topUp, Card card) {
        for (Message message : stripe.pay(session(topUp), card)) {
            assertThat(stripe.send(message)).isEqualTo(200);
        }
    }

    private JsonNode topUp(String user, JsonNode begun) {
        return user(user).get("/api/v1/me/topups/" + begun.get("id").asText()).is(200);
    }

    private long balance(String user) {
        return admin().get("/api/v1/accounts/" + user)
                .is(200)
                .get("balance_micros")
                .asLong();
    }

    private int post(byte[] body, @Nullable String signature) throws Exception {
        return answer(body, signature).statusCode();
    }

    private HttpResponse<String> answer(byte[] body, @Nullable String signature) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(WEBHOOK))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (signature != null) {
            request.header("Stripe-Signature", signature);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aUserBuysTenEurosAndTheyAreThereOnce() throws Exception {
        String user = account();
        JsonNode offer = user(user).get("/api/v1/me/topups/offer").is(200);
        assertThat(offer.get("amounts").toString()).isEqualTo("[\"10.00\",\"25.00\"]");
        JsonNode begun = begin(user, false);
        assertThat(begun.get("state").asText()).isEqualTo("open");
        HttpRequest page = HttpRequest.newBuilder(URI.create(begun.get("url").asText()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("card=GOOD"))
                .build();
        assertThat(HTTP.send(page, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(303);
        JsonNode paid = topUp(user, begun);
        assertThat(paid.get("state").asText()).isEqualTo("paid");
        assertThat(paid.get("credited_micros").asLong()).isEqualTo(10_000_000);
        assertThat(balance(user)).isEqualTo(10_000_000);
        assertThat(user(user)
                        .get("/api/v1/me/notices")
                        .is(200)
                        .get("notices")
                        .get(0)
                        .get("kind")
                        .asText())
                .isEqualTo("topup-credited");
    }

    @Test
    void messagesRepeatedReorderedAndTwiceAtOnceCreditAndBookBackExactlyOnce() throws Exception {
        String user = account();
        JsonNode begun = begin(user, false);
        List<Message> messages = new ArrayList<>(List.of(stripe.pay(session(begun), Card.GOOD)));
        String payment = JSON.readTree(messages.getFirst().json())
                .at("/data/object/payment_intent")
                .asText();
        messages.add(stripe.refund(payment, 100));
        messages.add(stripe.refund(payment, 200));
        messages.add(stripe.dispute(payment, false));
        messages.add(stripe.dispute(payment, true));
        List<Message> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.addAll(messages.reversed());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<Integer>> sent = all.stream()
                    .map(message -> threads.submit(() -> stripe.send(message)))
                    .toList();
            for (Future<Integer> one : sent) {
                assertThat(one.get()).isEqualTo(200);
            }
        }
        assertThat(balance(user)).isEqualTo(7_000_000);
        assertThat(topUp(user, begun).get("state").asText()).isEqualTo("partly-refunded");
        assertThat(admin().get("/api/v1/ledger/check").is(200).get("clean").asBoolean())
                .isTrue();
    }

    private static final com.fasterxml.jackson.databind.ObjectMapper JSON =
            new com.fasterxml.jackson.databind.ObjectMapper();

    @Test
    void declinedAndForeignCardsAreThereForTheOperatorToSee() {
        String user = account();
        JsonNode declined = begin(user, false);
        pay(declined, Card.DECLINED);
        assertThat(topUp(user, declined).get("decline_code").asText()).isEqualTo("insufficient_funds");
        JsonNode foreign = begin(user, false);
        pay(foreign, Card.FOREIGN);
        assertThat(balance(user)).isEqualTo(10_000_000);
        JsonNode odd =
                admin().get("/api/v1/topups?odd=true&user=" + user).is(200).get("topups");
        assertThat(odd).hasSize(2);
        assertThat(odd.get(0).get("flag").asText()).isEqualTo("card-country");
        assertThat(odd.get(0).get("card_country").asText()).isEqualTo("BR");
        JsonNode expired = begin(user, false);
        assertThat(stripe.send(stripe.expire(session(expired)))).isEqualTo(200);
        assertThat(topUp(user, expired).get("state").asText()).isEqualTo("expired");
    }

    @Test
    void whatIsWronglyAskedForIsRefused() {
        String user = account();
        String id = UUID.randomUUID().toString();
        Api api = user(user);
        assertThat(api.post("/api/v1/me/topups", "{\"id\":\"" + id + "\",\"amount\":\"11\"}")
                        .problem(400))
                .contains("10.00, 25.00");
        JsonNode first = api.post("/api/v1/me/topups", "{\"id\":\"" + id + "\",\"amount\":\"10\"}")
                .is(201);
        JsonNode second = api.post("/api/v1/me/topups", "{\"id\":\"" + id + "\",\"amount\":\"10\"}")
                .is(201);
        assertThat(second.get("url")).isEqualTo(first.get("url"));
        api.post("/api/v1/me/topups", "{\"id\":\"" + id + "\",\"amount\":\"25\"}")
                .problem(409);
        user(account())
                .post("/api/v1/me/topups", "{\"id\":\"" + id + "\",\"amount\":\"10\"}")
                .problem(409);
        user(account()).get("/api/v1/me/topups/" + id).problem(404);
        admin().post("/api/v1/topups/" + id + "/release", "").problem(409);
        stripe.close();
        assertThat(api.post("/api/v1/me/topups", "{\"id\":\"" + UUID.randomUUID() + "\",\"amount\":\"10\"}")
                        .problem(502))
                .contains("Nothing was charged");
    }

    @Test
    void aMessageIsBelievedForItsSignatureOnly() throws Exception {
        String user = account();
        Message paid = stripe.pay(session(begin(user, false)), Card.GOOD)[0];
        byte[] body = paid.json().getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.now();
        assertThat(post(body, null)).isEqualTo(400);
        assertThat(post(body, "nonsense")).isEqualTo(400);
        assertThat(post(body, StripeSignature.sign(body, "whsec_guessed", now))).isEqualTo(400);
        assertThat(answer(body, StripeSignature.sign(body, stripe.webhookSecret(), now.minusSeconds(400)))
                        .body())
                .contains("older");
        assertThat(answer(body, StripeSignature.sign(body, stripe.webhookSecret(), now.plusSeconds(400)))
                        .body())
                .contains("future");
        byte[] large = new byte[300 * 1024];
        assertThat(post(large, StripeSignature.sign(large, stripe.webhookSecret(), now)))
                .isEqualTo(413);
        byte[] dollars = paid.json()
                .replace("\"eur\"", "\"usd\"")
                .replace("evt_", "evt_x")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(post(dollars, StripeSignature.sign(dollars, stripe.webhookSecret(), now)))
                .isEqualTo(422);
        byte[] unknown = "{\"id\":\"evt_%s\",\"type\":\"invoice.paid\",\"data\":{\"object\":{}}}"
                .formatted(UUID.randomUUID().toString().replace("-", ""))
                .getBytes(StandardCharsets.UTF_8);
        assertThat(answer(unknown, StripeSignature.sign(unknown, stripe.webhookSecret(), now))
                        .body())
                .contains("ignored");
        assertThat(balance(user)).isZero();
        assertThat(post(body, StripeSignature.sign(body, stripe.webhookSecret(), now)))
                .isEqualTo(200);
        assertThat(balance(user)).isEqualTo(10_000_000);
    }

    @Test
    void tenThousandDamagedMessagesGetAClearAnswerAndBookNothing() throws Exception {
        String user = account();
        byte[] original =
                stripe.pay(session(begin(user, false)), Card.GOOD)[0].json().getBytes(StandardCharsets.UTF_8);
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        // Half of them are signed by somebody who has the secret but writes nonsense.
        int[] statuses = new int[600];
        for (int i = 0; i < 10_000; i++) {
            byte[] body = original.clone();
            for (int wounds = random.nextInt(1, 5); wounds > 0; wounds--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            String type = new String(body, StandardCharsets.ISO_8859_1);
            if (type.contains("\"status\":\"succeeded\"") && type.contains("\"topup\":\"" + topUpId(original) + "\"")) {
                // A mutant that still says who paid is not damaged enough to be refused.
                int at = new String(body, StandardCharsets.ISO_8859_1).indexOf("succeeded");
                body[at] = 'S';
            }
            String signature =
                    StripeSignature.sign(i % 2 == 0 ? body : original, stripe.webhookSecret(), Instant.now());
            HttpResponse<String> answer = answer(body, signature);
            assertThat(answer.statusCode())
                    .as("seed %d: %s", seed, answer.body())
                    .isIn(200, 400, 422);
            if (answer.statusCode() != 200) {
                assertThat(answer.body()).contains("urn:tollgate:problem:").doesNotContain("Exception");
            }
            statuses[answer.statusCode()]++;
        }
        assertThat(statuses[400]).as("seed %d", seed).isGreaterThan(5_000);
        assertThat(balance(user)).as("seed %d", seed).isZero();
    }

    private static String topUpId(byte[] body) throws IOException {
        return JSON.readTree(body).at("/data/object/metadata/topup").asText();
    }
}
