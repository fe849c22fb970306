package io.tollgate.billing.rating;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CallTariff} as the JSON object that journal and CDR keep, so that a call can be charged again by exactly what
 * priced it, whatever has become of its deck. What is usual is left out.
 */
public final class TariffText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TariffText() {}

    /** The tariff as one JSON object; its start is kept to the millisecond. */
    public static String write(CallTariff tariff) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        deck(root.putObject("deck"), tariff.deck());
        rate(root.putObject("rate"), tariff.rate());
        root.put("start", tariff.start().truncatedTo(ChronoUnit.MILLIS).toString());
        unless(root, "zone", tariff.zone().getId(), "Z");
        unless(root, "discount_bp", tariff.terms().discountBasisPoints(), 0);
        unless(root, "discount_group", tariff.terms().discountGroup(), "");
        unless(root, "class", tariff.terms().accountClass(), AccountTerms.NONE.accountClass());
        unless(root, "bundle_s", tariff.bundleSeconds(), 0);
        unless(root, "max_s", tariff.maxSeconds(), Rating.MAX_TALK_SECONDS);
        return root.toString();
    }

    private static void deck(ObjectNode node, DeckHeader deck) {
        node.put("id", deck.id()).put("version", deck.version()).put("name", deck.name());
        node.put("currency", deck.currency());
        unless(node, "tax_bp", deck.taxBasisPoints(), 0);
        DeckTerms terms = deck.terms();
        unless(node, "side", terms.side().name(), DeckTerms.Side.SELL.name());
        if (terms.taxAdded()) {
            node.put("tax_added", true);
        }
        unless(node, "rounding", terms.rounding().rule().name(), Rounding.Rule.HALF_UP.name());
        unless(node, "rounding_unit_micros", terms.rounding().unitMicros(), 1);
        unless(node, "band_zone", terms.zone().text(), BandZone.CALLER.text());
        instant(node, "effective_from", terms.effectiveFrom());
        instant(node, "effective_to", terms.effectiveTo());
    }

    private static void rate(ObjectNode node, Rate rate) {
        node.put("prefix", rate.prefix()).put("destination", rate.destination());
        node.put("per_minute_micros", rate.perMinuteMicros());
        unless(node, "connection_fee_micros", rate.connectionFeeMicros(), 0);
        node.put("first_s", rate.firstSeconds()).put("increment_s", rate.incrementSeconds());
        unless(node, "group", rate.group(), "");
        unless(node, "note", rate.note(), "");
        unless(node, "minimum_micros", rate.minimumMicros(), 0);
        unless(node, "grace_s", rate.graceSeconds(), 0);
        unless(node, "bands", rate.bands().toString(), "");
    }

    private static void unless(ObjectNode node, String name, String value, String usual) {
        if (!value.equals(usual)) {
            node.put(name, value);
        }
    }

    private static void unless(ObjectNode node, String name, long value, long usual) {
        if (value != usual) {
            node.put(name, value);
        }
    }

    private static void instant(ObjectNode node, String name, @Nullable Instant value) {
        if (value != null) {
            node.put(name, value.toString());
        }
    }

    /**
     * Reads what {@link #write} wrote; fields that it does not know are ignored.
     *
     * @throws IllegalArgumentException when the text is no tariff
     */
    public static CallTariff read(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            return new CallTariff(
                    deck(root.path("deck")),
                    rate(root.path("rate")),
                    Instant.parse(root.path("start").asText()),
                    ZoneId.of(root.path("zone").asText("Z")),
                    new AccountTerms(
                            root.path("discount_bp").asInt(0),
                            root.path("discount_group").asText(""),
                            root.path("class").asText(AccountTerms.NONE.accountClass())),
                    root.path("bundle_s").asLong(0),
                    root.path("max_s").asLong(Rating.MAX_TALK_SECONDS));
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("no tariff: " + text, e);
        }
    }

    private static DeckHeader deck(JsonNode node) {
        Rounding rounding = new Rounding(
                Rounding.Rule.valueOf(node.path("rounding").asText(Rounding.Rule.HALF_UP.name())),
                node.path("rounding_unit_micros").asLong(1));
        DeckTerms terms = new DeckTerms(
                DeckTerms.Side.valueOf(node.path("side").asText(DeckTerms.Side.SELL.name())),
                node.path("tax_added").asBoolean(false),
                rounding,
                new BandZone(node.path("band_zone").asText(BandZone.CALLER.text())),
                instant(node, "effective_from"),
                instant(node, "effective_to"));
        return new DeckHeader(
                node.path("id").asText(),
                node.path("version").asInt(),
                node.path("name").asText(),
                node.path("currency").asText(),
                node.path("tax_bp").asInt(0),
                terms);
    }

    private static @Nullable Instant instant(JsonNode node, String name) {
        return node.has(name) ? Instant.parse(node.path(name).asText()) : null;
    }

    private static Rate rate(JsonNode node) {
        return new Rate(
                node.path("prefix").asText(),
                node.path("destination").asText(),
                node.path("per_minute_micros").asLong(),
                node.path("connection_fee_micros").asLong(0),
                node.path("first_s").asInt(),
                node.path("increment_s").asInt(),
                false,
                node.path("group").asText(""),
                node.path("note").asText(""),
                node.path("minimum_micros").asLong(0),
                node.path("grace_s").asInt(0),
                RateBands.parse(node.path("bands").asText("")));
    }
}
