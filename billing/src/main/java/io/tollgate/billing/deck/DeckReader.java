package io.tollgate.billing.deck;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Reads a rate deck from comma-, semicolon- or tab-separated text.
 *
 * <p>The text is UTF-8, or UTF-16 with a byte order mark. The separator is the one of the three that occurs most often
 * in the heading row, unless a first line such as {@code sep=;} names it. Headings are matched by meaning, in any
 * order; prefix, destination and rate must be there.
 */
public final class DeckReader {

    private static final int HEADING_CHARS = 1 << 13;
    private static final String SEPARATORS = ",;\t";
    private static final int BOM_BYTES = 3;

    private DeckReader() {}

    /**
     * Reads a whole file.
     *
     * @param in the file; read to its end or to the limit, not closed
     * @throws IOException only when {@code in} itself fails
     */
    public static DeckImport read(InputStream in, DeckDefaults defaults, DeckLimits limits) throws IOException {
        BoundedInput bounded = new BoundedInput(in, limits.maxBytes());
        BufferedInputStream buffered = new BufferedInputStream(bounded);
        Charset charset = charsetOf(buffered);
        Reader text = new InputStreamReader(
                buffered,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        Problems problems = new Problems();
        DeckRows rows = new DeckRows(defaults, problems);
        long row = 0;
        try {
            BufferedReader lines = new BufferedReader(text, 2 * HEADING_CHARS);
            Optional<Character> named = separatorLine(lines);
            row = named.isPresent() ? 1 : 0;
            char separator = named.isPresent() ? named.get() : separatorOf(lines);
            row = readRows(new CsvReader(lines, separator, limits), row, rows, problems, limits);
        } catch (CharacterCodingException notText) {
            problems.add(0, "", "", "is not text in UTF-8; save it as \"CSV UTF-8\" and try again");
        }
        if (bounded.exceeded()) {
            problems.add(0, "", "", "is larger than " + limits.maxBytes() + " bytes");
        }
        return rows.result(row);
    }

    /** Reads a file that is in memory already. */
    public static DeckImport read(byte[] file, DeckDefaults defaults, DeckLimits limits) {
        try {
            return read(new ByteArrayInputStream(file), defaults, limits);
        } catch (IOException cannotBe) {
            throw new UncheckedIOException(cannotBe);
        }
    }

    private static long readRows(CsvReader csv, long before, DeckRows rows, Problems problems, DeckLimits limits)
            throws IOException {
        long row = before;
        while (true) {
            row++;
            switch (csv.next()) {
                case CsvRecord.End() -> {
                    return row - 1;
                }
                case CsvRecord.Broken(String why) -> problems.add(row, "", "", why);
                case CsvRecord.Cells(List<String> cells) -> {
                    if (cells.stream().allMatch(String::isBlank)) {
                        continue;
                    }
                    if (rows.count() == limits.maxRows()) {
                        problems.add(row, "", "", "is beyond the limit of " + limits.maxRows() + " rows");
                        return row;
                    }
                    if (!rows.accept(row, cells)) {
                        return row;
                    }
                }
            }
        }
    }

    private static Charset charsetOf(BufferedInputStream in) throws IOException {
        in.mark(BOM_BYTES);
        byte[] start = in.readNBytes(BOM_BYTES);
        in.reset();
        if (start.length == BOM_BYTES
                && start[0] == (byte) 0xEF
                && start[1] == (byte) 0xBB
                && start[2] == (byte) 0xBF) {
            in.skipNBytes(BOM_BYTES);
            return StandardCharsets.UTF_8;
        }
        boolean utf16 = start.length >= 2
                && ((start[0] == (byte) 0xFE && start[1] == (byte) 0xFF)
                        || (start[0] == (byte) 0xFF && start[1] == (byte) 0xFE));
        return utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }

    /** Consumes a first line {@code sep=;} as spreadsheets write it. */
    private static Optional<Character> separatorLine(BufferedReader lines) throws IOException {
        String start = lookAhead(lines);
        if (!start.regionMatches(true, 0, "sep=", 0, 4) || start.length() < 6) {
            return Optional.empty();
        }
        char separator = start.charAt(4);
        boolean lineEnds = start.charAt(5) == '\n' || start.charAt(5) == '\r';
        if (SEPARATORS.indexOf(separator) < 0 || !lineEnds) {
            return Optional.empty();
        }
        int consumed = start.startsWith("\r\n", 5) ? 7 : 6;
        for (int i = 0; i < consumed; i++) {
            lines.read();
        }
        return Optional.of(separator);
    }

    private static char separatorOf(BufferedReader lines) throws IOException {
        String start = lookAhead(lines);
        String heading =
                start.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        int[] counts = new int[SEPARATORS.length()];
        boolean quoted = false;
        for (int i = 0; i < heading.length(); i++) {
            char c = heading.charAt(i);
            quoted ^= c == '"';
            int which = SEPARATORS.indexOf(c);
            if (which >= 0 && !quoted) {
                counts[which]++;
            }
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return SEPARATORS.charAt(best);
    }

    private static String lookAhead(BufferedReader lines) throws IOException {
        lines.mark(HEADING_CHARS);
        char[] start = new char[HEADING_CHARS];
        int got = 0;
        while (got < start.length) {
            int more = lines.read(start, got, start.length - got);
            if (more < 0) {
                break;
            }
            got += more;
        }
        lines.reset();
        return new String(start, 0, got);
    }
}
