package io.tollgate.billing.deck;

import io.tollgate.billing.rating.Rate;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a rate deck from separated text or from a spreadsheet.
 *
 * <p>Text is UTF-8, UTF-16 or Windows-1252 ({@link DeckText}). The separator is the one of comma, semicolon, tab and bar
 * that occurs most often in the heading row, unless a first line such as {@code sep=;} names it. Of a spreadsheet
 * ({@code .xlsx}) the first visible sheet is read ({@link XlsxReader}). Headings are matched by meaning, in any order;
 * prefix, destination and rate must be there.
 *
 * <p>Rows are handed on as they come. What is kept of a file does not depend on its rows but for its prefixes, 18 to 36
 * bytes each, and the listed problems.
 */
public final class DeckReader {

    private static final int HEADING_CHARS = 1 << 13;
    private static final String SEPARATORS = ",;\t|";
    private static final int PROGRESS_ROWS = 1_000;

    private DeckReader() {}

    /**
     * Reads a file, text or spreadsheet.
     *
     * @param sink gets the rows until the first problem; what it got is worth nothing when the reading is refused
     * @throws IOException when the file cannot be read or the sink fails
     */
    public static DeckReading read(File file, ReadOptions options, DeckSink sink, DeckSink.Progress progress)
            throws IOException {
        Problems problems = new Problems(options.problems());
        switch (FileKind.of(file)) {
            case TEXT -> {
                try (InputStream in = new FileInputStream(file)) {
                    return new Reading(options, problems, sink, progress).text(in);
                }
            }
            case SPREADSHEET -> {
                return new Reading(options, problems, sink, progress).spreadsheet(file);
            }
            case OLD_SPREADSHEET -> problems.add(0, "", "", "is an old Excel file (.xls); save it as .xlsx or CSV");
        }
        return new DeckReading.Refused(
                problems.kept(), problems.total(), 0, new FileShape("xls", "", "", "", List.of()));
    }

    /**
     * Reads a file, text or spreadsheet, into memory.
     *
     * @throws IOException when the file cannot be read
     */
    public static DeckImport read(File file, DeckDefaults defaults, DeckLimits limits) throws IOException {
        List<Rate> rates = new ArrayList<>();
        return imported(read(file, new ReadOptions(defaults, limits), rates::add, DeckSink.Progress.NONE), rates);
    }

    /**
     * Reads separated text into memory.
     *
     * @param in the file; read to its end or to the limit, not closed
     * @throws IOException only when {@code in} itself fails
     */
    public static DeckImport read(InputStream in, DeckDefaults defaults, DeckLimits limits) throws IOException {
        List<Rate> rates = new ArrayList<>();
        ReadOptions options = new ReadOptions(defaults, limits);
        Problems problems = new Problems(options.problems());
        return imported(new Reading(options, problems, rates::add, DeckSink.Progress.NONE).text(in), rates);
    }

    /** Reads a text that is in memory already. */
    public static DeckImport read(byte[] file, DeckDefaults defaults, DeckLimits limits) {
        try {
            return read(new ByteArrayInputStream(file), defaults, limits);
        } catch (IOException cannotBe) {
            throw new UncheckedIOException(cannotBe);
        }
    }

    private static DeckImport imported(DeckReading reading, List<Rate> rates) {
        return switch (reading) {
            case DeckReading.Taken taken ->
                new DeckImport.Imported(taken.currency(), rates, taken.shape().ignored());
            case DeckReading.Refused refused -> new DeckImport.Rejected(refused.problems(), refused.total());
        };
    }

    /** One file in the reading. */
    private static final class Reading {
        private final DeckLimits limits;
        private final Problems problems;
        private final DeckSink.Progress progress;
        private final DeckRows rows;

        Reading(ReadOptions options, Problems problems, DeckSink sink, DeckSink.Progress progress) {
            this.limits = options.limits();
            this.problems = problems;
            this.progress = progress;
            this.rows = new DeckRows(options, problems, sink::take);
        }

        DeckReading text(InputStream in) throws IOException {
            BoundedInput bounded = new BoundedInput(in, limits.maxBytes());
            DeckText text = DeckText.of(bounded);
            char separator = ',';
            long last = 0;
            try {
                BufferedReader lines = new BufferedReader(text, 2 * HEADING_CHARS);
                Optional<Character> named = separatorLine(lines);
                separator = named.isPresent() ? named.get() : separatorOf(lines);
                last = table(new CsvReader(lines, separator, limits, named.isPresent() ? 1 : 0), bounded);
            } catch (CharacterCodingException notText) {
                problems.add(
                        0,
                        "",
                        "",
                        "is not text in UTF-8, UTF-16 or Windows-1252; save it as \"CSV UTF-8\" and try again");
            }
            if (bounded.exceeded()) {
                problems.add(0, "", "", "is larger than " + limits.maxBytes() + " bytes");
            }
            return result(last, "csv", text.encoding(), String.valueOf(separator));
        }

        DeckReading spreadsheet(File file) throws IOException {
            long last = 0;
            if (file.length() > limits.maxBytes()) {
                problems.add(0, "", "", "is larger than " + limits.maxBytes() + " bytes");
            } else {
                try (XlsxReader sheet = XlsxReader.open(file, limits)) {
                    last = table(sheet, sheet.input());
                } catch (XlsxFault fault) {
                    problems.add(0, "", "", String.valueOf(fault.getMessage()));
                }
            }
            return result(last, "xlsx", "UTF-8", "");
        }

        private DeckReading result(long last, String format, String encoding, String separator) {
            Optional<String> currency = rows.finish(last);
            FileShape shape = new FileShape(format, encoding, separator, rows.decimalMark(), rows.meanings());
            return currency.<DeckReading>map(code -> new DeckReading.Taken(code, rows.count(), rows.taken(), shape))
                    .orElseGet(() -> new DeckReading.Refused(problems.kept(), problems.total(), rows.count(), shape));
        }

        /** Gives the number of the last row that was read. */
        private long table(RowSource source, BoundedInput bytes) throws IOException {
            while (true) {
                switch (source.next()) {
                    case CsvRecord.End() -> {
                        progress.at(bytes.taken(), rows.count(), problems.total());
                        return source.row();
                    }
                    case CsvRecord.Broken(String why) -> problems.add(source.row(), "", "", why);
                    case CsvRecord.Cells(List<String> cells) -> {
                        if (isBlank(cells)) {
                            continue;
                        }
                        if (rows.count() == limits.maxRows()) {
                            problems.add(source.row(), "", "", "is beyond the limit of " + limits.maxRows() + " rows");
                            return source.row();
                        }
                        if (!rows.accept(source.row(), cells)) {
                            return source.row();
                        }
                        if (rows.count() % PROGRESS_ROWS == 0) {
                            progress.at(bytes.taken(), rows.count(), problems.total());
                        }
                    }
                }
            }
        }

        private static boolean isBlank(List<String> cells) {
            for (String cell : cells) {
                if (!cell.isBlank()) {
                    return false;
                }
            }
            return true;
        }
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
