package io.tollgate.billing.deck;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of separated cells (RFC 4180 section 2), one at a time, with any separator and any line end.
 *
 * <p>Stricter than spreadsheets where they guess: a quote inside an unquoted cell and text behind a closing quote
 * break the row.
 */
final class CsvReader {

    private static final int EOF = -1;
    private static final int NOTHING = -2;

    private final Reader in;
    private final char separator;
    private final DeckLimits limits;
    private final StringBuilder cell = new StringBuilder();
    private int ahead = NOTHING;

    /** @param in best buffered; the caller closes it */
    CsvReader(Reader in, char separator, DeckLimits limits) {
        this.in = in;
        this.separator = separator;
        this.limits = limits;
    }

    /** The next row; blank lines are rows with one empty cell. */
    CsvRecord next() throws IOException {
        if (peek() == EOF) {
            return new CsvRecord.End();
        }
        List<String> cells = new ArrayList<>();
        while (true) {
            String trouble = peek() == '"' ? quotedCell() : plainCell();
            if (trouble.isEmpty() && cells.size() == limits.maxColumns()) {
                trouble = "has more than " + limits.maxColumns() + " cells";
            }
            if (!trouble.isEmpty()) {
                skipLine();
                return new CsvRecord.Broken(trouble);
            }
            cells.add(cell.toString());
            int end = read();
            if (end != separator) {
                if (end == '\r' && peek() == '\n') {
                    read();
                }
                return new CsvRecord.Cells(cells);
            }
        }
    }

    private String plainCell() throws IOException {
        cell.setLength(0);
        while (true) {
            int c = peek();
            if (c == separator || endsLine(c)) {
                return "";
            }
            if (c == '"') {
                return "has a quotation mark inside an unquoted cell";
            }
            if (cell.length() == limits.maxFieldChars()) {
                return tooLong();
            }
            cell.append((char) read());
        }
    }

    private String quotedCell() throws IOException {
        cell.setLength(0);
        read();
        while (true) {
            int c = read();
            if (c == EOF) {
                return "has an opening quotation mark without a closing one";
            }
            if (c == '"') {
                if (peek() != '"') {
                    break;
                }
                read();
            }
            if (cell.length() == limits.maxFieldChars()) {
                return tooLong();
            }
            cell.append((char) c);
        }
        int after = peek();
        return after == separator || endsLine(after) ? "" : "has text after a closing quotation mark";
    }

    private String tooLong() {
        return "has a cell of more than " + limits.maxFieldChars() + " characters";
    }

    private void skipLine() throws IOException {
        int c = read();
        while (!endsLine(c)) {
            c = read();
        }
        if (c == '\r' && peek() == '\n') {
            read();
        }
    }

    private static boolean endsLine(int c) {
        return c == '\n' || c == '\r' || c == EOF;
    }

    private int peek() throws IOException {
        if (ahead == NOTHING) {
            ahead = in.read();
        }
        return ahead;
    }

    private int read() throws IOException {
        int c = peek();
        if (c != EOF) {
            ahead = NOTHING;
        }
        return c;
    }
}
