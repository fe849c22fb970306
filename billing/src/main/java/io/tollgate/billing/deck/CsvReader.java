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
final class CsvReader implements RowSource {

    private static final int EOF = -1;

    private final Reader in;
    private final char separator;
    private final DeckLimits limits;
    private final StringBuilder cell = new StringBuilder();
    private final char[] buffer = new char[1 << 13];
    private int at;
    private int end;
    private long row;

    /**
     * @param in need not be buffered; the caller closes it
     * @param before rows that were taken from {@code in} already
     */
    CsvReader(Reader in, char separator, DeckLimits limits, long before) {
        this.in = in;
        this.separator = separator;
        this.limits = limits;
        row = before;
    }

    @Override
    public long row() {
        return row;
    }

    /** The next row; blank lines are rows with one empty cell. */
    @Override
    public CsvRecord next() throws IOException {
        if (peek() == EOF) {
            return new CsvRecord.End();
        }
        row++;
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
            int last = read();
            if (last != separator) {
                if (last == '\r' && peek() == '\n') {
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
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer, 0, buffer.length));
            if (end == 0) {
                return EOF;
            }
        }
        return buffer[at];
    }

    private int read() throws IOException {
        int c = peek();
        if (c != EOF) {
            at++;
        }
        return c;
    }
}
