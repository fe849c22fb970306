package io.tollgate.gateway.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tollgate.billing.outbox.OutboxEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** An event as consumers get it. */
public final class EventJson {
    private static final JsonFactory JSON = new JsonFactory();

    private EventJson() {}

    /** A JSON object with {@code id}, {@code kind}, {@code subject}, {@code at} and {@code data}. */
    public static String of(OutboxEvent event) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("id", Long.toString(event.id()));
            json.writeStringField("kind", event.kind());
            json.writeStringField("subject", event.subject());
            json.writeStringField("at", event.at().toString());
            json.writeFieldName("data");
            json.writeRawValue(event.body());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }
}
