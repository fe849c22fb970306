package io.tollgate.billing.deck;

import io.tollgate.billing.money.Amount;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.rating.Rate;
import io.tollgate.billing.rating.RateBands;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Turns cells into rate rows and remembers what a later row must not contradict: prefixes seen, the currency, the
 * decimal mark. What it holds of a file are its prefixes, 18 to 36 bytes each; rows are handed on as they come. Used by
 * one reader for one file.
 */
final class DeckRows {

    private static final Set<String> YES = Set.of("yes", "y", "true", "1", "x", "blocked");
    private static final Set<String> NO = Set.of("", "no", "n", "false", "0", "open");

    /** Takes rows that are right. */
    interface Taker {
        void take(Rate rate) throws IOException;
    }

    private final ReadOptions options;
    private final DeckDefaults defaults;
    private final Problems problems;
    private final Taker taker;
    private final Map<Column, Integer> places = new EnumMap<>(Column.class);
    private final List<String> headings = new ArrayList<>();
    private final List<FileShape.Meaning> meanings = new ArrayList<>();
    private final PrefixRows rowOfPrefix = new PrefixRows();
    private final Prices prices;
    private Optional<String> currency;
    private String lastCode = "";
    private int count;
    private long taken;

    DeckRows(ReadOptions options, Problems problems, Taker taker) {
        this.options = options;
        this.defaults = options.defaults();
        this.problems = problems;
        this.taker = taker;
        this.prices = new Prices(problems);
        this.currency = defaults.currency();
    }

    /** Rows seen below the heading. */
    int count() {
        return count;
    }

    /** Rates handed on. */
    long taken() {
        return taken;
    }

    List<FileShape.Meaning> meanings() {
        return meanings;
    }

    /** The decimal mark of the file's prices; empty as long as none has been seen. */
    String decimalMark() {
        return prices.markRow == 0 ? "" : String.valueOf(prices.mark);
    }

    /** Takes the next row that is not blank, the heading first; false when there is no sense in going on. */
    boolean accept(long row, List<String> cells) throws IOException {
        if (headings.isEmpty()) {
            return heading(row, cells);
        }
        count++;
        for (int i = headings.size(); i < cells.size(); i++) {
            if (!cells.get(i).isBlank()) {
                problems.add(row, "", cells.get(i), "stands in a cell beyond the last heading");
                return true;
            }
        }
        List<String> prefixes = new Row(row, cells).read();
        if (rowOfPrefix.size() > options.limits().maxRows()) {
            problems.add(
                    row, "", "", "is beyond the limit of " + options.limits().maxRows() + " prefixes");
            return false;
        }
        taken += prefixes.size();
        return true;
    }

    /** The currency of all prices once everything has been read; empty when there are problems. */
    Optional<String> finish(long rowsRead) {
        if (headings.isEmpty() && problems.total() == 0) {
            problems.add(0, "", "", "is empty");
        } else if (count == 0 && problems.total() == 0) {
            problems.add(rowsRead, "", "", "is a heading without any row below it");
        } else if (currency.isEmpty() && problems.total() == 0) {
            problems.add(0, "currency", "", "is stated nowhere");
        }
        return problems.total() > 0 ? Optional.empty() : currency;
    }

    private boolean heading(long row, List<String> cells) {
        long before = problems.total();
        for (int i = 0; i < cells.size(); i++) {
            String heading = cells.get(i).strip();
            headings.add(heading);
            Optional<Column> column = options.meaningOf(heading);
            meanings.add(new FileShape.Meaning(heading, column));
            if (column.isPresent()) {
                place(row, i, heading, column.get());
            }
        }
        for (Column needed : List.of(Column.PREFIX, Column.DESTINATION, Column.RATE)) {
            if (places.getOrDefault(needed, -1) < 0) {
                problems.add(
                        row, nameOf(needed), "", "has no column; headings found: " + String.join(", ", shortened()));
            }
        }
        return problems.total() == before;
    }

    private void place(long row, int at, String heading, Column column) {
        if (places.getOrDefault(column, -1) >= 0) {
            problems.add(row, heading, "", "is a second column for the " + nameOf(column));
            return;
        }
        places.put(column, at);
        if (column == Column.RATE || column == Column.FEE || column == Column.MINIMUM) {
            Column.currencyIn(heading).ifPresent(code -> currency(row, heading, code));
        }
    }

    private List<String> shortened() {
        return headings.stream()
                .limit(12)
                .map(heading -> heading.length() <= 20 ? heading : heading.substring(0, 20) + "…")
                .toList();
    }

    private void currency(long row, String column, String code) {
        if (currency.isPresent() && currency.get().equals(code)) {
            return;
        }
        if (!Money.isCurrency(code)) {
            problems.add(row, column, code, "is not an ISO 4217 currency code");
        } else if (currency.isEmpty()) {
            currency = Optional.of(code);
        } else {
            problems.add(row, column, code, "is another currency than " + currency.get());
        }
    }

    private static String nameOf(Column column) {
        return column.name().toLowerCase(Locale.ROOT);
    }

    /** One row in the reading. */
    private final class Row {
        private final long row;
        private final List<String> cells;

        Row(long row, List<String> cells) {
            this.row = row;
            this.cells = cells;
        }

        /** Hands the row's rates on, unless the file has shown a problem; gives their prefixes. */
        List<String> read() throws IOException {
            List<String> prefixes = prefixes();
            String destination = text(Column.DESTINATION);
            if (destination.isEmpty() && cell(Column.DESTINATION).isEmpty()) {
                refuse(Column.DESTINATION, "is empty");
            }
            boolean blocked = blocked();
            OptionalLong perMinute = price(Column.RATE, blocked);
            OptionalLong fee = price(Column.FEE, true);
            Increments increments = increments();
            String group = text(Column.GROUP);
            String note = text(Column.NOTE);
            OptionalLong minimum = price(Column.MINIMUM, true);
            int grace = grace();
            RateBands bands = bands();
            if (places.getOrDefault(Column.CURRENCY, -1) >= 0) {
                String written = cell(Column.CURRENCY);
                String code = written.equals(lastCode) ? written : written.toUpperCase(Locale.ROOT);
                lastCode = code;
                currency(row, headingOf(Column.CURRENCY), code);
            }
            if (problems.total() > 0) {
                return List.of();
            }
            for (String prefix : prefixes) {
                taker.take(new Rate(
                        prefix,
                        destination,
                        perMinute.orElseThrow(),
                        fee.orElseThrow(),
                        increments.first(),
                        increments.next(),
                        blocked,
                        group,
                        note,
                        minimum.orElseThrow(),
                        grace,
                        bands));
            }
            return prefixes;
        }

        private List<String> prefixes() {
            return switch (PrefixList.read(cell(Column.PREFIX), cell(Column.COUNTRY_CODE))) {
                case PrefixList.Outcome.Refused(String why) -> {
                    refuse(Column.PREFIX, why);
                    yield List.of();
                }
                case PrefixList.Outcome.Prefixes(List<String> all) -> {
                    noteAll(all);
                    yield all;
                }
            };
        }

        private void noteAll(List<String> prefixes) {
            for (String prefix : prefixes) {
                int earlier = rowOfPrefix.putIfAbsent(prefix, row);
                if (earlier != 0) {
                    String which = prefixes.size() == 1 ? "" : "names " + prefix + ", which ";
                    refuse(Column.PREFIX, which + "occurs in row " + earlier + " already");
                    return;
                }
            }
        }

        private int grace() {
            String written = cell(Column.GRACE);
            OptionalInt seconds = written.isEmpty() ? OptionalInt.of(0) : Increments.number(written);
            if (seconds.isEmpty() || seconds.getAsInt() > Rate.MAX_INCREMENT_SECONDS) {
                refuse(Column.GRACE, "is not a whole number of seconds from 0 to " + Rate.MAX_INCREMENT_SECONDS);
                return 0;
            }
            return seconds.getAsInt();
        }

        private RateBands bands() {
            try {
                return RateBands.parse(cell(Column.BANDS));
            } catch (IllegalArgumentException unreadable) {
                refuse(Column.BANDS, "cannot be read: " + unreadable.getMessage());
                return RateBands.NONE;
            }
        }

        private OptionalLong price(Column column, boolean mayBeEmpty) {
            String written = cell(column);
            if (written.isEmpty() && mayBeEmpty) {
                return OptionalLong.of(0);
            }
            return prices.read(row, headingOf(column), written);
        }

        private Increments increments() {
            Increments both = new Increments(defaults.firstSeconds(), defaults.incrementSeconds());
            String pair = cell(Column.INCREMENTS);
            if (!pair.isEmpty()) {
                String[] parts = pair.split("[/+]", -1);
                OptionalInt first = Increments.seconds(parts[0]);
                OptionalInt next = parts.length == 1 ? first : Increments.seconds(parts[1]);
                if (parts.length > 2 || first.isEmpty() || next.isEmpty()) {
                    refuse(Column.INCREMENTS, "is not two numbers of seconds from 1 to 3600, such as 60/60");
                    return Increments.NONE;
                }
                both = new Increments(first.getAsInt(), next.getAsInt());
            }
            return new Increments(seconds(Column.FIRST, both.first()), seconds(Column.NEXT, both.next()));
        }

        private int seconds(Column column, int otherwise) {
            String written = cell(column);
            if (written.isEmpty()) {
                return otherwise;
            }
            OptionalInt seconds = Increments.seconds(written);
            if (seconds.isEmpty()) {
                refuse(column, "is not a whole number of seconds from 1 to " + Rate.MAX_INCREMENT_SECONDS);
            }
            return seconds.orElse(0);
        }

        private boolean blocked() {
            String written = cell(Column.BLOCKED).toLowerCase(Locale.ROOT);
            if (!YES.contains(written) && !NO.contains(written)) {
                refuse(Column.BLOCKED, "is neither yes nor no");
            }
            return YES.contains(written);
        }

        private String text(Column column) {
            String written = cell(column);
            if (!Rate.isText(written)) {
                refuse(
                        column,
                        "is longer than " + Rate.MAX_TEXT + " characters or has line breaks or control characters");
                return "";
            }
            return written;
        }

        private String cell(Column column) {
            int place = places.getOrDefault(column, -1);
            return place < 0 || place >= cells.size() ? "" : cells.get(place).strip();
        }

        private String headingOf(Column column) {
            int place = places.getOrDefault(column, -1);
            return place < 0 ? nameOf(column) : headings.get(place);
        }

        private void refuse(Column column, String reason) {
            problems.add(row, headingOf(column), cell(column), reason);
        }
    }

    /** Billing steps; 0 stands for a value that was refused. */
    private record Increments(int first, int next) {
        static final Increments NONE = new Increments(0, 0);

        Increments {
            if (first == 0 || next == 0) {
                first = 0;
                next = 0;
            }
        }

        static OptionalInt seconds(String written) {
            OptionalInt seconds = number(written.strip());
            boolean fits =
                    seconds.isPresent() && seconds.getAsInt() >= 1 && seconds.getAsInt() <= Rate.MAX_INCREMENT_SECONDS;
            return fits ? seconds : OptionalInt.empty();
        }

        /** One to four digits. */
        static OptionalInt number(String written) {
            if (written.isEmpty() || written.length() > 4) {
                return OptionalInt.empty();
            }
            int value = 0;
            for (int i = 0; i < written.length(); i++) {
                int digit = written.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return OptionalInt.empty();
                }
                value = value * 10 + digit;
            }
            return OptionalInt.of(value);
        }
    }

    /** Prices of one file: all with the same decimal mark. */
    private static final class Prices {
        private final Problems problems;
        private char mark;
        private long markRow;

        Prices(Problems problems) {
            this.problems = problems;
        }

        OptionalLong read(long row, String column, String written) {
            boolean point = written.indexOf('.') >= 0;
            boolean comma = written.indexOf(',') >= 0;
            if (point && comma) {
                return refused(row, column, written, "has a thousands separator; write the plain number");
            }
            char own = comma ? ',' : '.';
            if ((point || comma) && markRow == 0) {
                mark = own;
                markRow = row;
            } else if ((point || comma) && mark != own) {
                String reason = "has the decimal mark \"" + own + "\", but row " + markRow + " has \"" + mark + "\"";
                return refused(row, column, written, reason);
            }
            return switch (Amount.read(written, own)) {
                case Amount.Unreadable(String why) -> refused(row, column, written, why);
                case Amount.Exact(long micros) -> {
                    if (micros < 0) {
                        yield refused(row, column, written, "is negative");
                    }
                    yield micros > Rate.MAX_MICROS
                            ? refused(row, column, written, "is above 100000 for a minute")
                            : OptionalLong.of(micros);
                }
            };
        }

        private OptionalLong refused(long row, String column, String written, String why) {
            problems.add(row, column, written, why);
            return OptionalLong.empty();
        }
    }
}
