package io.tollgate.billing.payment.stripe.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.billing.payment.PaymentProvider;
import io.tollgate.billing.payment.stripe.MinorUnits;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The client's side of Stripe's interface, as far as top-ups need it. */
public final class StripeApi implements PaymentProvider {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    /** Pinned, so that answers do not change their shape under us. */
    private static final String VERSION = "2024-06-20";

    private static final int PAYMENT_REQUIRED = 402;

    private final URI base;
    private final String secretKey;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /**
     * @param base {@code https://api.stripe.com}, or a simulation of it
     * @param secretKey {@code sk_…}
     */
    public StripeApi(URI base, String secretKey) {
        this.base = base;
        this.secretKey = secretKey;
    }

    private record Answer(int status, JsonNode json) {
        String text(String pointer) {
            return json.at(pointer).asText("");
        }
    }

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public Checkout open(Order order) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("mode", "payment");
        form.put("client_reference_id", order.topUp().toString());
        form.put("success_url", order.returnTo());
        form.put("cancel_url", order.returnTo());
        form.put("billing_address_collection", "required");
        form.put("line_items[0][quantity]", "1");
        form.put("line_items[0][price_data][currency]", order.currency().toLowerCase(Locale.ROOT));
        form.put("line_items[0][price_data][unit_amount]", minor(order));
        form.put("line_items[0][price_data][product_data][name]", "Calling credit");
        form.put("metadata[topup]", order.topUp().toString());
        form.put("payment_intent_data[metadata][topup]", order.topUp().toString());
        if (order.keepCard()) {
            form.put("customer_creation", "always");
            form.put("payment_intent_data[setup_future_usage]", "off_session");
        }
        try {
            Answer answer = post("/v1/checkout/sessions", form, order.topUp().toString());
            String session = answer.text("/id");
            String url = answer.text("/url");
            return answer.status() == 200 && !session.isEmpty() && !url.isEmpty()
                    ? new Checkout.Opened(session, url)
                    : new Checkout.Failed("HTTP " + answer.status() + " " + answer.text("/error/message"));
        } catch (IOException e) {
            return new Checkout.Failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Recharge recharge(Order order, String customer, String method) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("amount", minor(order));
        form.put("currency", order.currency().toLowerCase(Locale.ROOT));
        form.put("customer", customer);
        form.put("payment_method", method);
        form.put("off_session", "true");
        form.put("confirm", "true");
        form.put("metadata[topup]", order.topUp().toString());
        try {
            Answer answer = post("/v1/payment_intents", form, order.topUp().toString());
            if (answer.status() == PAYMENT_REQUIRED) {
                String reason = answer.text("/error/decline_code");
                return new Recharge.Declined(
                        reason.isEmpty() ? answer.text("/error/code") : reason, answer.text("/error/message"));
            }
            if (answer.status() != 200) {
                return new Recharge.Unknown("HTTP " + answer.status() + " " + answer.text("/error/message"));
            }
            return switch (answer.text("/status")) {
                case "succeeded", "processing" -> new Recharge.Accepted(answer.text("/id"));
                // The bank wants to see the card's holder, who is not there.
                case "requires_action", "requires_payment_method" ->
                    new Recharge.Declined("authentication_required", "The bank asks for the card's holder.");
                default -> new Recharge.Unknown("status " + answer.text("/status"));
            };
        } catch (IOException e) {
            return new Recharge.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private static String minor(Order order) {
        return Long.toString(MinorUnits.of(order.amountMicros(), order.currency()));
    }

    private Answer post(String path, Map<String, String> form, String idempotencyKey) throws IOException {
        String body = form.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + secretKey)
                .header("Stripe-Version", VERSION)
                .header("Idempotency-Key", idempotencyKey)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (JsonProcessingException e) {
            throw new IOException("the provider's answer is no JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
