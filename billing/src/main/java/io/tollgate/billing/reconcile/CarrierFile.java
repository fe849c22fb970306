package io.tollgate.billing.reconcile;

import io.tollgate.billing.money.Amount;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A carrier's file as read.
 *
 * @param calls the rows that could be read, in their order; calls of no duration are left out
 * @param unanswered rows left out because nothing was talked
 * @param faults the first rows that could not be read
 * @param faulty how many there were
 */
public record CarrierFile(List<CarrierCall> calls, int unanswered, List<Fault> faults, int faulty) {
    private static final int MAX_ROWS = 1_000_000;
    private static final int MAX_FAULTS = 1_000;
    private static final Pattern NOISE = Pattern.compile("[\\s().\\-/]");
    private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{3,14}");
    private static final Pattern EPOCH_SECONDS = Pattern.compile("[0-9]{9,11}");
    private static final Pattern CLOCK = Pattern.compile("(?:([0-9]{1,4}):)?([0-9]{1,5}):([0-9]{2})");
    private static final long MAX_DURATION_MS = 30L * 24 * 3600 * 1000;

    public CarrierFile {
        calls = List.copyOf(calls);
        faults = List.copyOf(faults);
    }

    /**
     * A row that could not be read.
     *
     * @param row its row, the heading being row 1
     * @param column heading of the cell; empty when the whole row is meant
     */
    public record Fault(int row, String column, String why) {}

    /** The file as a whole cannot be used. */
    public static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String why) {
            super(why);
        }
    }

    /**
     * Reads a file.
     *
     * @throws UnusableException when a column is missing or there are more rows than a million
     */
    public static CarrierFile read(Reader in, CarrierLayout layout) throws IOException, UnusableException {
        return new Parse(layout).all(new BufferedReader(in));
    }

    private static final class CellException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String column;

        CellException(String column, String why) {
            super(why);
            this.column = column;
        }
    }

    private static final class Parse {
        private final CarrierLayout layout;
        private final List<CarrierCall> calls = new ArrayList<>();
        private final List<Fault> faults = new ArrayList<>();
        private int unanswered;
        private int faulty;

        Parse(CarrierLayout layout) {
            this.layout = layout;
        }

        CarrierFile all(BufferedReader in) throws IOException, UnusableException {
            String heading = heading(in);
            char separator = layout.separator() == 0 ? separatorOf(heading) : layout.separator();
            CsvLines head = new CsvLines(new java.io.StringReader(heading), separator);
            List<String> names = head.next();
            Places places = places(names == null ? List.of() : names);
            CsvLines lines = new CsvLines(in, separator);
            int row = 1;
            for (List<String> cells = lines.next(); cells != null; cells = lines.next()) {
                row++;
                if (row > MAX_ROWS + 1) {
                    throw new UnusableException("it has more than " + MAX_ROWS + " rows: split it by days");
                }
                if (cells.size() > 1 || !cells.getFirst().isEmpty()) {
                    take(row, cells, places);
                }
            }
            return new CarrierFile(calls, unanswered, faults, faulty);
        }

        private static String heading(BufferedReader in) throws IOException, UnusableException {
            String line = in.readLine();
            if (line == null || line.isBlank()) {
                throw new UnusableException("its first row is empty where the headings should be");
            }
            return line.startsWith("\uFEFF") ? line.substring(1) : line;
        }

        private static char separatorOf(String heading) {
            char best = ',';
            long most = 0;
            for (char candidate : new char[] {',', ';', '\t'}) {
                long count = heading.chars().filter(c -> c == candidate).count();
                if (count > most) {
                    best = candidate;
                    most = count;
                }
            }
            return best;
        }

        private record Places(int number, int start, int startTime, int duration, int cost) {}

        private Places places(List<String> names) throws UnusableException {
            return new Places(
                    place(names, layout.number()),
                    place(names, layout.start()),
                    place(names, layout.startTime()),
                    place(names, layout.duration()),
                    place(names, layout.cost()));
        }

        private static int place(List<String> names, @Nullable String wanted) throws UnusableException {
            if (wanted == null) {
                return -1;
            }
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).equalsIgnoreCase(wanted.strip())) {
                    return i;
                }
            }
            throw new UnusableException(
                    "it has no column \"" + wanted + "\"; its columns are " + String.join(", ", names));
        }

        private void take(int row, List<String> cells, Places places) {
            try {
                long durationMs = duration(cell(cells, places.duration(), layout.duration()));
                String number = number(cell(cells, places.number(), layout.number()));
                Instant start = start(cells, places);
                Long cost = places.cost() < 0 ? null : cost(cell(cells, places.cost(), String.valueOf(layout.cost())));
                if (durationMs == 0) {
                    unanswered++;
                } else {
                    calls.add(new CarrierCall(row, number, start, durationMs, cost));
                }
            } catch (CellException e) {
                faulty++;
                if (faults.size() < MAX_FAULTS) {
                    faults.add(new Fault(row, e.column, String.valueOf(e.getMessage())));
                }
            }
        }

        private static String cell(List<String> cells, int place, String column) throws CellException {
            if (place >= cells.size()) {
                throw new CellException(column, "is missing: the row has only " + cells.size() + " cells");
            }
            return cells.get(place);
        }

        private String number(String text) throws CellException {
            String plain = NOISE.matcher(text).replaceAll("");
            if (!layout.stripPrefix().isEmpty() && plain.startsWith(layout.stripPrefix())) {
                plain = plain.substring(layout.stripPrefix().length());
            }
            if (plain.startsWith("+")) {
                plain = plain.substring(1);
            } else if (plain.startsWith("00")) {
                plain = plain.substring(2);
            }
            if (!DIGITS.matcher(plain).matches()) {
                throw new CellException(layout.number(), "is no international number");
            }
            return "+" + plain;
        }

        private Instant start(List<String> cells, Places places) throws CellException {
            String text = cell(cells, places.start(), layout.start());
            if (places.startTime() >= 0) {
                text += " " + cell(cells, places.startTime(), String.valueOf(layout.startTime()));
            }
            try {
                return instant(text);
            } catch (DateTimeException e) {
                throw new CellException(layout.start(), "is no time that the layout can read");
            }
        }

        private Instant instant(String text) {
            var format = layout.format();
            if (format != null) {
                return switch (format.parseBest(text, ZonedDateTime::from, LocalDateTime::from)) {
                    case ZonedDateTime zoned -> zoned.toInstant();
                    case LocalDateTime local -> local.atZone(layout.zone()).toInstant();
                    default -> throw new DateTimeException("neither date nor time");
                };
            }
            if (EPOCH_SECONDS.matcher(text).matches()) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            String iso = text.replace(' ', 'T').toUpperCase(Locale.ROOT);
            int time = Math.max(iso.indexOf('T'), 0);
            boolean zoned = iso.endsWith("Z") || iso.indexOf('+', time) > 0 || (time > 0 && iso.indexOf('-', time) > 0);
            return zoned
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(layout.zone()).toInstant();
        }

        private long duration(String text) throws CellException {
            long ms = switch (layout.unit()) {
                case SECONDS -> scaled(text, 1_000);
                case MINUTES -> scaled(text, 60_000);
                case MILLISECONDS -> scaled(text, 1);
                case CLOCK -> clock(text);
            };
            if (ms < 0 || ms > MAX_DURATION_MS) {
                throw new CellException(layout.duration(), "is no talk time between nothing and 30 days");
            }
            return ms;
        }

        private long scaled(String text, long factor) throws CellException {
            return switch (Amount.read(text, layout.decimalMark())) {
                case Amount.Exact(long micros) -> {
                    if (Math.abs(micros) > Long.MAX_VALUE / factor) {
                        throw new CellException(layout.duration(), "is too long");
                    }
                    yield micros * factor / 1_000_000;
                }
                case Amount.Unreadable(String why) -> throw new CellException(layout.duration(), why);
            };
        }

        private long clock(String text) throws CellException {
            var found = CLOCK.matcher(text);
            if (!found.matches()) {
                throw new CellException(layout.duration(), "is not like mm:ss or hh:mm:ss");
            }
            long hours = found.group(1) == null ? 0 : Long.parseLong(found.group(1));
            return 1_000 * (hours * 3_600 + Long.parseLong(found.group(2)) * 60 + Long.parseLong(found.group(3)));
        }

        private long cost(String text) throws CellException {
            return switch (Amount.read(text, layout.decimalMark())) {
                case Amount.Exact(long micros) -> micros;
                case Amount.Unreadable(String why) -> throw new CellException(String.valueOf(layout.cost()), why);
            };
        }
    }
}
