package io.tollgate.billing.deck;

import io.tollgate.billing.money.Amount;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.rating.Rate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Turns cells into rate rows and remembers what a later row must not contradict: prefixes seen, the currency, the
 * decimal mark. Used by one reader for one file.
 */
final class DeckRows {

    private static final Set<String> YES = Set.of("yes", "y", "true", "1", "x", "blocked");
    private static final Set<String> NO = Set.of("", "no", "n", "false", "0", "open");

    private final DeckDefaults defaults;
    private final Problems problems;
    private final Map<Column, Integer> places = new EnumMap<>(Column.class);
    private final List<String> headings = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private final List<Rate> rates = new ArrayList<>();
    private final Map<String, Long> rowOfPrefix = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Prices prices;
    private Optional<String> currency;
    private int count;

    DeckRows(DeckDefaults defaults, Problems problems) {
        this.defaults = defaults;
        this.problems = problems;
        this.prices = new Prices(problems);
        this.currency = defaults.currency();
    }

    /** Rows seen below the heading. */
    int count() {
        return count;
    }

    /** Takes the next row that is not blank, the heading first; false when there is no sense in going on. */
    boolean accept(long row, List<String> cells) {
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
        long before = problems.total();
        new Row(row, cells).read().ifPresent(rate -> {
            if (problems.total() == before) {
                rates.add(rate);
            }
        });
        return true;
    }

    /** All rows, or all problems. */
    DeckImport result(long rowsRead) {
        if (headings.isEmpty() && problems.total() == 0) {
            problems.add(0, "", "", "is empty");
        } else if (count == 0 && problems.total() == 0) {
            problems.add(rowsRead, "", "", "is a heading without any row below it");
        } else if (currency.isEmpty() && problems.total() == 0) {
            problems.add(0, "currency", "", "is stated nowhere");
        }
        return problems.total() > 0
                ? problems.rejected()
                : new DeckImport.Imported(currency.orElseThrow(), rates, ignored);
    }

    private boolean heading(long row, List<String> cells) {
        long before = problems.total();
        for (int i = 0; i < cells.size(); i++) {
            String heading = cells.get(i).strip();
            headings.add(heading);
            Optional<Column> column = Column.of(heading);
            if (column.isEmpty()) {
                ignored.add(heading);
            } else if (places.putIfAbsent(column.get(), i) != null) {
                problems.add(row, heading, "", "is a second column for the " + nameOf(column.get()));
            } else if (column.get() == Column.RATE || column.get() == Column.FEE) {
                Column.currencyIn(heading).ifPresent(code -> currency(row, heading, code));
            }
        }
        for (Column needed : List.of(Column.PREFIX, Column.DESTINATION, Column.RATE)) {
            if (!places.containsKey(needed)) {
                problems.add(
                        row, nameOf(needed), "", "has no column; headings found: " + String.join(", ", shortened()));
            }
        }
        return problems.total() == before;
    }

    private List<String> shortened() {
        return headings.stream()
                .limit(12)
                .map(heading -> heading.length() <= 20 ? heading : heading.substring(0, 20) + "…")
                .toList();
    }

    private void currency(long row, String column, String code) {
        if (!Money.isCurrency(code)) {
            problems.add(row, column, code, "is not an ISO 4217 currency code");
        } else if (currency.isEmpty()) {
            currency = Optional.of(code);
        } else if (!currency.get().equals(code)) {
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

        Optional<Rate> read() {
            boolean blocked = blocked();
            String prefix = prefix();
            String destination = text(Column.DESTINATION);
            if (destination.isEmpty()) {
                refuse(Column.DESTINATION, "is empty");
            }
            OptionalLong perMinute = price(Column.RATE, blocked);
            OptionalLong fee = price(Column.FEE, true);
            Increments increments = increments();
            String group = text(Column.GROUP);
            String note = text(Column.NOTE);
            if (places.containsKey(Column.CURRENCY)) {
                String code = cell(Column.CURRENCY).toUpperCase(Locale.ROOT);
                currency(row, headingOf(Column.CURRENCY), code);
            }
            if (prefix.isEmpty()
                    || destination.isEmpty()
                    || perMinute.isEmpty()
                    || fee.isEmpty()
                    || increments.first() == 0) {
                return Optional.empty();
            }
            return Optional.of(new Rate(
                    prefix,
                    destination,
                    perMinute.getAsLong(),
                    fee.getAsLong(),
                    increments.first(),
                    increments.next(),
                    blocked,
                    group,
                    note));
        }

        private String prefix() {
            String written = cell(Column.PREFIX);
            String digits = written.startsWith("+") ? written.substring(1).strip() : written;
            Optional<String> trouble = troubleWithPrefix(digits);
            if (trouble.isPresent()) {
                refuse(Column.PREFIX, trouble.get());
                return "";
            }
            Long earlier = rowOfPrefix.putIfAbsent(digits, row);
            if (earlier != null) {
                refuse(Column.PREFIX, "occurs in row " + earlier + " already");
                return "";
            }
            return digits;
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
            return names.computeIfAbsent(written, same -> same);
        }

        private String cell(Column column) {
            Integer place = places.get(column);
            return place == null || place >= cells.size()
                    ? ""
                    : cells.get(place).strip();
        }

        private String headingOf(Column column) {
            Integer place = places.get(column);
            return place == null ? nameOf(column) : headings.get(place);
        }

        private void refuse(Column column, String reason) {
            problems.add(row, headingOf(column), cell(column), reason);
        }
    }

    private static Optional<String> troubleWithPrefix(String digits) {
        if (Rate.isPrefix(digits)) {
            return Optional.empty();
        }
        if (digits.isEmpty()) {
            return Optional.of("is empty");
        }
        if (digits.matches("[0-9]+[.,]?[0-9]*[eE][+]?[0-9]+")) {
            return Optional.of("was turned into scientific notation by a spreadsheet; format the column as text");
        }
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of("is not a prefix: only digits from the country code on");
        }
        return Optional.of(
                digits.charAt(0) == '0'
                        ? "begins with 0, but no country code does"
                        : "has more than " + Rate.MAX_PREFIX_DIGITS + " digits");
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
            String digits = written.strip();
            if (!digits.matches("[0-9]{1,4}")) {
                return OptionalInt.empty();
            }
            int seconds = Integer.parseInt(digits);
            return seconds < 1 || seconds > Rate.MAX_INCREMENT_SECONDS ? OptionalInt.empty() : OptionalInt.of(seconds);
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
