package io.tollgate.billing.ledger.jdbc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.Split;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of operations as the database functions read them: for a CDR, keys are the columns of table cdr. An
 * explanation that is no JSON object is left out.
 */
final class CdrJson {
    private static final JsonFactory JSON = new JsonFactory();

    private CdrJson() {}

    static String write(Cdr cdr, Split split, String explanation) {
        return object(json -> {
            json.writeStringField("direction", cdr.direction().name());
            text(json, "device", cdr.device());
            text(json, "dialled", cdr.numbers().dialled());
            text(json, "number", cdr.numbers().sent());
            text(json, "caller", cdr.numbers().caller());
            text(json, "destination", cdr.tariff().destination());
            text(json, "rate_prefix", cdr.tariff().prefix());
            number(json, "deck_id", cdr.tariff().deckId());
            number(json, "deck_version", cdr.tariff().deckVersion());
            text(json, "trunk", cdr.trunk());
            text(json, "codec", cdr.codec());
            instant(json, "started_at", cdr.times().started());
            instant(json, "ringing_at", cdr.times().ringing());
            instant(json, "answered_at", cdr.times().answered());
            instant(json, "ended_at", cdr.times().ended());
            json.writeNumberField("talk_ms", cdr.talkMs());
            json.writeNumberField("billed_seconds", cdr.billedSeconds());
            json.writeNumberField("cost_micros", cdr.costMicros());
            json.writeNumberField("tax_micros", cdr.taxMicros());
            carriers(json, split);
            text(json, "currency", cdr.currency());
            json.writeStringField("cause", cdr.ending().cause());
            json.writeStringField("side", cdr.ending().side());
            json.writeNumberField("sip_status", cdr.ending().sipStatus());
            json.writeNumberField("q850", cdr.ending().q850());
            number(json, "quality_loss_pct", cdr.quality().lossPct());
            number(json, "quality_jitter_ms", cdr.quality().jitterMs());
            number(json, "quality_mos", cdr.quality().mos());
            stream(json, "user", cdr.quality().fromUser());
            stream(json, "trunk", cdr.quality().fromTrunk());
            text(json, "pipeline", cdr.quality().pipeline());
            json.writeFieldName("explanation");
            json.writeRawValue(isObject(explanation) ? explanation : "{}");
        });
    }

    private static void carriers(JsonGenerator json, Split split) throws IOException {
        if (split.roundingMicros() != 0) {
            json.writeNumberField("rounding_micros", split.roundingMicros());
        }
        if (split.carrierCostMicros() != 0) {
            json.writeNumberField("carrier_cost_micros", split.carrierCostMicros());
            text(json, "carrier_currency", split.carrierCurrency());
        }
    }

    private static void stream(JsonGenerator json, String from, Cdr.@Nullable Stream stream) throws IOException {
        if (stream == null) {
            return;
        }
        number(json, from + "_packets", stream.packets());
        number(json, from + "_loss_pct", stream.lossPct());
        number(json, from + "_discard_pct", stream.discardPct());
        number(json, from + "_jitter_ms", stream.jitterMs());
        number(json, from + "_concealed_pct", stream.concealedPct());
        number(json, from + "_delay_ms", stream.delayMs());
        number(json, from + "_level_dbov", stream.levelDbov());
        number(json, from + "_r_factor", stream.rFactor());
        number(json, from + "_mos", stream.mos());
    }

    static String write(Credit credit) {
        return object(json -> {
            json.writeStringField("kind", credit.kind().name());
            json.writeStringField("house", credit.kind().house());
            text(json, "reference", credit.reference());
            text(json, "reason", credit.reason());
            text(json, "actor", credit.actor());
            json.writeBooleanField("covered", credit.kind().covered() && credit.amountMicros() < 0);
            text(json, "trunk", credit.split().trunk());
            text(json, "destination", credit.split().destination());
            json.writeNumberField("tax_micros", credit.split().taxMicros());
            carriers(json, credit.split());
        });
    }

    /** Raw text goes into the body only when it is one whole JSON object: else it could overwrite the fields beside it. */
    private static boolean isObject(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            json.skipChildren();
            return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static String object(Fields fields) {
        var text = new StringWriter(1024);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            // PostgreSQL keeps no NUL in a text.
            json.writeStringField(name, value.replace("\0", ""));
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable Number value) throws IOException {
        if (value instanceof Double real && !Double.isFinite(real)) {
            return;
        }
        if (value != null) {
            json.writeFieldName(name);
            json.writeNumber(value.toString());
        }
    }

    private static void instant(JsonGenerator json, String name, @Nullable Instant value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.truncatedTo(ChronoUnit.MILLIS).toString());
        }
    }
}
