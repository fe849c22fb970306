package io.tollgate.billing.payment.stripe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.payment.Fact;
import io.tollgate.billing.payment.PaymentEvent;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of webhooks. */
public final class StripeEvents {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxNumberLength(20)
                            .maxStringLength(20_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    /** Ids such as {@code evt_1NG8Du2eZvKYlo2C}: what does not look like one is not looked up. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{1,255}");

    private static final Pattern TYPE = Pattern.compile("[a-z0-9_.]{1,100}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final int MAX_WORDS = 200;

    private StripeEvents() {}

    /** What a body turned out to be. */
    public sealed interface Reading {
        record Read(PaymentEvent event) implements Reading {}

        /** @param why in plain words, a sentence without its point */
        record Unreadable(String why) implements Reading {}
    }

    /** The reason why a body is no event; never leaves this class. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Wrong(String why) {
            super(why, null, false, false);
        }
    }

    /** Reads an event whose signature has been checked. */
    public static Reading read(byte[] body) {
        try {
            JsonNode event = JSON.readTree(body);
            if (event == null || !event.isObject()) {
                throw new Wrong("The body is no JSON object");
            }
            String type = matching(event, "type", TYPE);
            JsonNode object = event.path("data").path("object");
            if (!object.isObject()) {
                throw new Wrong("/data/object is missing");
            }
            return new Reading.Read(new PaymentEvent(matching(event, "id", ID), type, fact(type, object)));
        } catch (Wrong e) {
            return new Reading.Unreadable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Reading.Unreadable("The body is not the JSON that was expected");
        }
    }

    private static @Nullable Fact fact(String type, JsonNode object) {
        return switch (type) {
            case "charge.succeeded", "charge.pending", "charge.failed", "charge.refunded", "charge.updated" ->
                charge(object);
            case "charge.dispute.funds_withdrawn" -> dispute(object, true, false);
            case "charge.dispute.funds_reinstated" -> dispute(object, true, true);
            case "checkout.session.completed" -> session(object, false);
            case "checkout.session.expired" -> session(object, true);
            default -> null;
        };
    }

    private static @Nullable Fact charge(JsonNode charge) {
        String payment = id(charge, "payment_intent");
        if (payment == null) {
            // Charges made without a payment intent are none of ours.
            return null;
        }
        String currency = currency(charge);
        JsonNode card = charge.path("payment_method_details").path("card");
        Fact.Status status = switch (text(charge, "status")) {
            case "succeeded" -> Fact.Status.SUCCEEDED;
            case "pending" -> Fact.Status.PENDING;
            case "failed" -> Fact.Status.FAILED;
            case null, default -> throw new Wrong("/data/object/status is none of succeeded, pending, failed");
        };
        String declined = status == Fact.Status.FAILED ? declineCode(charge) : null;
        return new Fact.Charge(
                topUp(charge),
                payment,
                status,
                amount(charge, "amount", currency),
                currency,
                charge.has("amount_refunded") ? amount(charge, "amount_refunded", currency) : 0,
                new Fact.Card(
                        country(card.path("country")),
                        country(charge.path("billing_details").path("address").path("country")),
                        id(charge, "customer"),
                        id(charge, "payment_method"),
                        declined,
                        declined == null ? null : words(charge, "failure_message")));
    }

    private static String declineCode(JsonNode charge) {
        String reason = words(charge.path("outcome"), "reason");
        String code = reason == null ? words(charge, "failure_code") : reason;
        return code == null ? "declined" : code;
    }

    private static Fact dispute(JsonNode dispute, boolean withdrawn, boolean reinstated) {
        String currency = currency(dispute);
        String payment = id(dispute, "payment_intent");
        if (payment == null) {
            throw new Wrong("/data/object/payment_intent is missing");
        }
        return new Fact.Dispute(
                matching(dispute, "id", ID),
                payment,
                amount(dispute, "amount", currency),
                currency,
                withdrawn,
                reinstated);
    }

    private static Fact session(JsonNode session, boolean expired) {
        return new Fact.Session(topUp(session), matching(session, "id", ID), id(session, "payment_intent"), expired);
    }

    private static @Nullable UUID topUp(JsonNode object) {
        JsonNode ours = object.path("metadata").path("topup");
        if (!ours.isTextual()) {
            return null;
        }
        try {
            return UUID.fromString(ours.textValue());
        } catch (IllegalArgumentException e) {
            throw new Wrong("/data/object/metadata/topup is no id of ours");
        }
    }

    private static String currency(JsonNode object) {
        String currency = MinorUnits.currency(String.valueOf(text(object, "currency")));
        if (!Money.isCurrency(currency)) {
            throw new Wrong("/data/object/currency is no currency");
        }
        return currency;
    }

    private static long amount(JsonNode object, String name, String currency) {
        JsonNode amount = object.path(name);
        if (!amount.isIntegralNumber() || !amount.canConvertToLong() || amount.longValue() < 0) {
            throw new Wrong("/data/object/" + name + " is no amount");
        }
        try {
            return MinorUnits.micros(amount.longValue(), currency);
        } catch (ArithmeticException e) {
            throw new Wrong("/data/object/" + name + " is beyond reason");
        }
    }

    private static String matching(JsonNode object, String name, Pattern pattern) {
        String text = text(object, name);
        if (text == null || !pattern.matcher(text).matches()) {
            throw new Wrong(name + " is missing or malformed");
        }
        return text;
    }

    /** An id, or the object that it stands for when the account has it expanded. */
    private static @Nullable String id(JsonNode object, String name) {
        JsonNode node = object.path(name);
        String text = node.isObject() ? text(node, "id") : node.textValue();
        if (text != null && !ID.matcher(text).matches()) {
            throw new Wrong("/data/object/" + name + " is malformed");
        }
        return text;
    }

    private static @Nullable String country(JsonNode node) {
        String text = node.textValue();
        return text != null && COUNTRY.matcher(text).matches() ? text : null;
    }

    private static @Nullable String words(JsonNode object, String name) {
        String text = text(object, name);
        if (text == null) {
            return null;
        }
        String plain = text.replaceAll("[\\p{Cc}\\p{Cs}]", " ");
        return plain.substring(0, Math.min(plain.length(), MAX_WORDS));
    }

    private static @Nullable String text(JsonNode object, String name) {
        return object.path(name).textValue();
    }
}
