package io.tollgate.billing.reconcile;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of separated cells (RFC 4180). Lenient: a quotation mark inside a cell is a character of it. */
final class CsvLines {
    private static final int EOF = -1;
    private static final int MAX_CELL = 4_000;
    private static final int MAX_CELLS = 200;

    private final PushbackReader in;
    private final char separator;

    CsvLines(Reader in, char separator) {
        this.in = new PushbackReader(in, 1);
        this.separator = separator;
    }

    /**
     * The next row; null after the last.
     *
     * @throws IOException when reading fails, or a row exceeds all reason
     */
    @Nullable
    List<String> next() throws IOException {
        int c = in.read();
        if (c == EOF) {
            return null;
        }
        in.unread(c);
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        while (true) {
            c = in.read();
            if (quoted) {
                if (c == EOF) {
                    throw new IOException("a quotation mark is not closed");
                }
                if (c == '"') {
                    int after = in.read();
                    quoted = after == '"';
                    if (!quoted) {
                        if (after != EOF) {
                            in.unread(after);
                        }
                        continue;
                    }
                }
                append(cell, c);
            } else if (c == '"' && cell.isEmpty()) {
                quoted = true;
            } else if (c == separator || c == '\n' || c == '\r' || c == EOF) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
                if (cells.size() > MAX_CELLS) {
                    throw new IOException("a row has more than " + MAX_CELLS + " cells");
                }
                if (c != separator) {
                    skipLineFeed(c);
                    return cells;
                }
            } else {
                append(cell, c);
            }
        }
    }

    private static void append(StringBuilder cell, int c) throws IOException {
        if (cell.length() == MAX_CELL) {
            throw new IOException("a cell has more than " + MAX_CELL + " characters");
        }
        cell.append((char) c);
    }

    private void skipLineFeed(int c) throws IOException {
        if (c == '\r') {
            int after = in.read();
            if (after != '\n' && after != EOF) {
                in.unread(after);
            }
        }
    }
}
