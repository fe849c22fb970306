package io.tollgate.gateway.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.billing.payment.stripe.StripeSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A payment provider that looks like Stripe from our side and moves no money: it opens checkout pages, charges kept cards,
 * refunds, lets banks dispute, and tells our webhook of all that by signed HTTP requests.
 *
 * <p>Beside the interface that {@code StripeApi} uses there are {@code POST /v1/refunds} and, for what only a bank does,
 * {@code POST /simulate/dispute} with {@code payment_intent} and {@code won}.
 */
public final class SimulatedStripe implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SimulatedStripe.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_FORM = 64 * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpServer server;
    private final String secretKey;
    private final String webhookSecret;
    private volatile @Nullable URI webhook;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong serial = new AtomicLong(System.currentTimeMillis());
    private final Map<String, Map<String, String>> sessions = new ConcurrentHashMap<>();
    private final Map<String, Charge> charges = new ConcurrentHashMap<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    /** A card that the page offers. */
    public enum Card {
        GOOD("GB", "Card of a British bank"),
        FOREIGN("BR", "Card of a Brazilian bank"),
        DECLINED("GB", "Card that its bank declines");

        private final String country;
        private final String words;

        Card(String country, String words) {
            this.country = country;
            this.words = words;
        }
    }

    /** A message as it was or will be sent. */
    public record Message(String id, String json) {}

    private record Charge(
            String id,
            String payment,
            String topUp,
            long amount,
            String currency,
            long refunded,
            Card card,
            boolean declined,
            @Nullable String customer) {
        Charge refunding(long total) {
            return new Charge(id, payment, topUp, amount, currency, total, card, declined, customer);
        }
    }

    /** Starts it on loopback with fresh secrets. */
    public SimulatedStripe(int port) throws IOException {
        SecureRandom random = new SecureRandom();
        secretKey = "sk_test_" + token(random);
        webhookSecret = "whsec_" + token(random);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    private static String token(SecureRandom random) {
        byte[] bytes = new byte[18];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bytes)
                .replace('-', 'x')
                .replace('_', 'y');
    }

    public URI api() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public String secretKey() {
        return secretKey;
    }

    public String webhookSecret() {
        return webhookSecret;
    }

    /** Where messages go; until then they are dropped. */
    public void tell(URI where) {
        webhook = where;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    // ---- what happens to payments

    /** The buyer pays on a session's page. Gives the messages without sending them. */
    public Message[] pay(String session, Card card) {
        Map<String, String> order = Objects.requireNonNull(sessions.get(session), "no such session");
        String payment = order.computeIfAbsent("payment", key -> id("pi_"));
        boolean keep = "off_session".equals(order.get("payment_intent_data[setup_future_usage]"));
        Charge charge = new Charge(
                id("ch_"),
                payment,
                order.getOrDefault("metadata[topup]", ""),
                Long.parseLong(order.get("line_items[0][price_data][unit_amount]")),
                order.getOrDefault("line_items[0][price_data][currency]", "eur"),
                0,
                card,
                card == Card.DECLINED,
                keep ? id("cus_") : null);
        charges.put(payment, charge);
        if (charge.declined()) {
            return new Message[] {chargeMessage("charge.failed", charge)};
        }
        return new Message[] {
            chargeMessage("charge.succeeded", charge), sessionMessage("checkout.session.completed", session, charge)
        };
    }

    /** The buyer lets the page run out. */
    public Message expire(String session) {
        return sessionMessage("checkout.session.expired", session, null);
    }

    /** The house gives back some of a payment; the message carries what has been given back in all. */
    public Message refund(String payment, long minor) {
        Charge charge = Objects.requireNonNull(
                charges.computeIfPresent(
                        payment,
                        (id, before) -> before.refunding(Math.min(before.amount(), before.refunded() + minor))),
                "no such payment");
        return chargeMessage("charge.refunded", charge);
    }

    /** The buyer's bank takes a payment back, or gives it back again. */
    public Message dispute(String payment, boolean won) {
        Charge charge = Objects.requireNonNull(charges.get(payment), "no such payment");
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", "dp_" + payment.substring(3));
        object.put("object", "dispute");
        object.put("amount", charge.amount());
        object.put("currency", charge.currency());
        object.put("charge", charge.id());
        object.put("payment_intent", payment);
        object.put("status", won ? "won" : "needs_response");
        object.put("reason", "fraudulent");
        return message(won ? "charge.dispute.funds_reinstated" : "charge.dispute.funds_withdrawn", object);
    }

    private Message chargeMessage(String type, Charge charge) {
        Map<String, Object> card = Map.of("brand", "visa", "country", charge.card().country, "last4", "4242");
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", charge.id());
        object.put("object", "charge");
        object.put("amount", charge.amount());
        object.put("amount_refunded", charge.refunded());
        object.put("billing_details", Map.of("address", Map.of("country", "GB")));
        object.put("currency", charge.currency());
        object.put("customer", charge.customer());
        object.put("failure_code", charge.declined() ? "card_declined" : null);
        object.put("failure_message", charge.declined() ? "Your card has insufficient funds." : null);
        object.put("metadata", charge.topUp().isEmpty() ? Map.of() : Map.of("topup", charge.topUp()));
        object.put("outcome", charge.declined() ? Map.of("reason", "insufficient_funds") : Map.of());
        object.put("paid", !charge.declined());
        object.put("payment_intent", charge.payment());
        object.put("payment_method", "pm_" + charge.payment().substring(3));
        object.put("payment_method_details", Map.of("type", "card", "card", card));
        object.put("status", charge.declined() ? "failed" : "succeeded");
        return message(type, object);
    }

    private Message sessionMessage(String type, String session, @Nullable Charge charge) {
        Map<String, String> order = Objects.requireNonNull(sessions.get(session), "no such session");
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", session);
        object.put("object", "checkout.session");
        object.put("client_reference_id", order.get("client_reference_id"));
        object.put("metadata", Map.of("topup", order.getOrDefault("metadata[topup]", "")));
        object.put("mode", "payment");
        object.put("payment_intent", charge == null ? null : charge.payment());
        object.put("payment_status", charge == null ? "unpaid" : "paid");
        return message(type, object);
    }

    private Message message(String type, Map<String, Object> object) {
        String id = id("evt_");
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("id", id);
        event.put("object", "event");
        event.put("api_version", "2024-06-20");
        event.put("created", Instant.now().getEpochSecond());
        event.put("data", Map.of("object", object));
        event.put("livemode", false);
        event.put("pending_webhooks", 1);
        event.put("type", type);
        return new Message(id, json(event));
    }

    /** Sends a message once, signed, and gives the HTTP status of the answer; 0 when there was none. */
    public int send(Message message) {
        URI where = webhook;
        if (where == null) {
            return 0;
        }
        byte[] body = message.json().getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(where)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Stripe-Signature", StripeSignature.sign(body, webhookSecret, Instant.now()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status >= 300) {
                LOG.warnf("the simulated provider's message %s was answered by %d", message.id(), status);
            }
            return status;
        } catch (IOException e) {
            LOG.warnf("the simulated provider's message %s did not arrive: %s", message.id(), e.getMessage());
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    // ---- the HTTP side

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readNBytes(MAX_FORM);
            Map<String, String> form = form(new String(body, StandardCharsets.UTF_8));
            if (path.startsWith("/pay/")) {
                page(exchange, path.substring("/pay/".length()), form);
            } else if (!("Bearer " + secretKey)
                            .equals(exchange.getRequestHeaders().getFirst("Authorization"))
                    && path.startsWith("/v1/")) {
                answer(exchange, 401, "application/json", "{\"error\":{\"message\":\"Invalid API Key provided\"}}");
            } else if (exchange.getRequestMethod().equals("POST")) {
                order(exchange, path, form);
            } else {
                answer(exchange, 404, "application/json", "{\"error\":{\"message\":\"Unrecognized request URL\"}}");
            }
        } catch (RuntimeException e) {
            LOG.warnf("the simulated provider was asked something it does not know: %s", e.getMessage());
            answer(exchange, 400, "application/json", "{\"error\":{\"message\":\"Bad request\"}}");
        }
    }

    private void order(HttpExchange exchange, String path, Map<String, String> form) throws IOException {
        switch (path) {
            case "/v1/checkout/sessions" ->
                answer(exchange, 200, "application/json", once(exchange, () -> {
                    String id = id("cs_test_");
                    sessions.put(id, new ConcurrentHashMap<>(form));
                    return json(Map.of("id", id, "object", "checkout.session", "url", api() + "/pay/" + id));
                }));
            case "/v1/payment_intents" -> recharge(exchange, form);
            case "/v1/refunds" -> {
                String payment = form.getOrDefault("payment_intent", "");
                send(refund(payment, Long.parseLong(form.getOrDefault("amount", "999999999"))));
                answer(exchange, 200, "application/json", json(Map.of("object", "refund", "payment_intent", payment)));
            }
            case "/simulate/dispute" -> {
                send(dispute(form.getOrDefault("payment_intent", ""), "true".equals(form.get("won"))));
                answer(exchange, 200, "application/json", "{}");
            }
            default ->
                answer(exchange, 404, "application/json", "{\"error\":{\"message\":\"Unrecognized request URL\"}}");
        }
    }

    private interface Making {
        String make();
    }

    /** The same idempotency key gets the same answer. */
    private String once(HttpExchange exchange, Making making) {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        return key == null ? making.make() : answers.computeIfAbsent(key, k -> making.make());
    }

    /** A kept card is charged; one whose customer is named {@code cus_declined} is refused, as its bank would. */
    private void recharge(HttpExchange exchange, Map<String, String> form) throws IOException {
        String customer = form.getOrDefault("customer", "");
        boolean declined = customer.startsWith("cus_declined");
        String[] fresh = {null};
        String payment = once(exchange, () -> fresh[0] = id("pi_"));
        if (fresh[0] != null) {
            Charge charge = new Charge(
                    id("ch_"),
                    payment,
                    form.getOrDefault("metadata[topup]", ""),
                    Long.parseLong(form.getOrDefault("amount", "0")),
                    form.getOrDefault("currency", "eur"),
                    0,
                    declined ? Card.DECLINED : Card.GOOD,
                    declined,
                    customer);
            charges.put(payment, charge);
            Message message = chargeMessage(declined ? "charge.failed" : "charge.succeeded", charge);
            Thread.ofVirtual().start(() -> send(message));
        }
        if (declined) {
            answer(
                    exchange,
                    402,
                    "application/json",
                    "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\",\"decline_code\":\"insufficient_funds\","
                            + "\"message\":\"Your card has insufficient funds.\"}}");
        } else {
            answer(exchange, 200, "application/json", json(Map.of("id", payment, "status", "succeeded")));
        }
    }

    private void page(HttpExchange exchange, String session, Map<String, String> form) throws IOException {
        Map<String, String> order = sessions.get(session);
        if (order == null) {
            answer(exchange, 404, "text/html; charset=utf-8", "<p>There is no such page.");
        } else if (exchange.getRequestMethod().equals("POST")) {
            for (Message message : pay(session, Card.valueOf(form.getOrDefault("card", "GOOD")))) {
                send(message);
            }
            exchange.getResponseHeaders().set("Location", order.getOrDefault("success_url", "/"));
            exchange.sendResponseHeaders(303, -1);
        } else {
            StringBuilder html = new StringBuilder("""
                    <!doctype html><html lang="en"><meta charset="utf-8"><title>Simulated payment</title>
                    <body style="font:1.1rem system-ui;max-width:26rem;margin:3rem auto"><h1>Simulated payment</h1>
                    <p>This page belongs to the demo. No card is charged and no money moves.</p>
                    """);
            html.append("<p>Calling credit: <b>")
                    .append(Long.parseLong(order.getOrDefault("line_items[0][price_data][unit_amount]", "0")) / 100)
                    .append(' ')
                    .append(order.getOrDefault("line_items[0][price_data][currency]", "")
                            .replaceAll("[^a-z]", ""))
                    .append("</b></p><form method=\"post\">");
            for (Card card : Card.values()) {
                html.append("<p><button name=\"card\" value=\"")
                        .append(card.name())
                        .append("\">Pay: ")
                        .append(card.words)
                        .append("</button></p>");
            }
            answer(exchange, 200, "text/html; charset=utf-8", html + "</form></body></html>");
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private String id(String prefix) {
        return prefix + Long.toString(serial.incrementAndGet(), 36);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
