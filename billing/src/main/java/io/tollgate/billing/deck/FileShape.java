package io.tollgate.billing.deck;

import java.util.List;
import java.util.Optional;

/**
 * How a file was written, as far as it was found out.
 *
 * @param format {@code csv} or {@code xlsx}
 * @param encoding of its text, such as {@code UTF-8}
 * @param separator between two cells; empty for a spreadsheet
 * @param decimalMark {@code .} or {@code ,}; empty when no price has decimals
 * @param columns in the file's order
 */
public record FileShape(String format, String encoding, String separator, String decimalMark, List<Meaning> columns) {

    public FileShape {
        columns = List.copyOf(columns);
    }

    /**
     * What a column was taken for.
     *
     * @param column empty: it is not read
     */
    public record Meaning(String heading, Optional<Column> column) {}

    /** Headings that are not read. */
    public List<String> ignored() {
        return columns.stream()
                .filter(meaning -> meaning.column().isEmpty())
                .map(Meaning::heading)
                .toList();
    }
}
