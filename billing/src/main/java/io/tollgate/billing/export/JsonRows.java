package io.tollgate.billing.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/** One JSON object a line, in UTF-8; what is unknown is absent. */
final class JsonRows<T> implements RowWriter<T> {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator out;
    private final List<Column<T>> columns;

    JsonRows(OutputStream out, List<Column<T>> columns) throws IOException {
        this.out = JSON.createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .setPrettyPrinter(new MinimalPrettyPrinter(""));
        this.columns = columns;
    }

    @Override
    public void write(T row) throws IOException {
        out.writeStartObject();
        for (Column<T> column : columns) {
            switch (column.value().apply(row)) {
                case null -> {}
                case Long whole -> out.writeNumberField(column.name(), whole);
                case Double real -> out.writeNumberField(column.name(), real);
                case Instant instant -> out.writeStringField(column.name(), Instants.text(instant));
                case Object text -> out.writeStringField(column.name(), text.toString());
            }
        }
        out.writeEndObject();
        out.writeRaw('\n');
    }

    @Override
    public void finish() throws IOException {
        out.close();
    }
}
