package io.tollgate.billing.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Comma-separated text (RFC 4180) in UTF-8 with a heading. Text that a spreadsheet would take for a formula is marked. */
final class CsvRows<T> implements RowWriter<T> {
    private static final String LINE_END = "\r\n";
    /** A plain number, signed or not, is no formula. */
    private static final Pattern FORMULA = Pattern.compile("[=@\\t\\r].*|[+-](?![0-9.]+$).*", Pattern.DOTALL);

    private static final Pattern QUOTED = Pattern.compile("[,;\"\\r\\n]");

    private final Writer out;
    private final List<Column<T>> columns;

    CsvRows(OutputStream out, List<Column<T>> columns) throws IOException {
        this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        this.columns = columns;
        this.out.write(columns.stream().map(Column::name).collect(Collectors.joining(",")) + LINE_END);
    }

    @Override
    public void write(T row) throws IOException {
        boolean first = true;
        for (Column<T> column : columns) {
            if (!first) {
                out.write(',');
            }
            first = false;
            out.write(cell(column.value().apply(row)));
        }
        out.write(LINE_END);
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Instant instant) {
            return Instants.text(instant);
        }
        String text = value.toString();
        if (!(value instanceof String)) {
            return text;
        }
        String safe = FORMULA.matcher(text).matches() ? "'" + text : text;
        return QUOTED.matcher(safe).find() ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}
