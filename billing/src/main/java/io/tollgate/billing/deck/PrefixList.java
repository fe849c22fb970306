package io.tollgate.billing.deck;

import io.tollgate.billing.number.NumberPlan;
import io.tollgate.billing.rating.Rate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The prefixes that one cell stands for: one, or a list of them, of ranges and of wildcards.
 *
 * <ul>
 *   <li>{@code 447, 448} and {@code 447;448} are lists; {@code / | and line ends} part as well;
 *   <li>{@code 447x} and {@code 447*} are 447: any digit may follow anyway;
 *   <li>{@code 4470-4473} and {@code 4470..4473} are ranges: both ends have the same number of digits;
 *   <li>{@code 44-7} is 447: a country's calling code and what follows it.
 * </ul>
 *
 * What could be either, such as {@code 44-49}, is refused.
 */
final class PrefixList {

    /** Prefixes that one cell may stand for. */
    static final int MAX_PREFIXES = 10_000;

    private static final Pattern BETWEEN = Pattern.compile("[,;/|\\r\\n]");
    private static final Pattern SCIENTIFIC = Pattern.compile("[0-9]+[.,]?[0-9]*[eE][+]?[0-9]+");
    private static final Pattern RANGE = Pattern.compile("\\s*(?:-|–|\\.\\.)\\s*");

    private PrefixList() {}

    /** What a cell turned out to be. */
    sealed interface Outcome {
        /** @param prefixes at least one, each once */
        record Prefixes(List<String> prefixes) implements Outcome {}

        /** @param why fit to follow what is written in a sentence */
        record Refused(String why) implements Outcome {}
    }

    /** Carries a refusal out of the recursion. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        Refusal(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * Reads a cell.
     *
     * @param countryCode what stands before each of them, from a column of its own; empty: they begin with it themselves
     */
    static Outcome read(String written, String countryCode) {
        if (countryCode.isEmpty() && Rate.isPrefix(written)) {
            return new Outcome.Prefixes(List.of(written));
        }
        try {
            return new Outcome.Prefixes(readAll(written, countryCode(countryCode)));
        } catch (Refusal refusal) {
            return new Outcome.Refused(String.valueOf(refusal.getMessage()));
        }
    }

    private static String countryCode(String written) throws Refusal {
        String digits = withoutPlus(written);
        if (!digits.isEmpty() && !Rate.isPrefix(digits)) {
            throw new Refusal("stands behind a country code that is not digits");
        }
        return digits;
    }

    private static List<String> readAll(String written, String countryCode) throws Refusal {
        if (written.isEmpty()) {
            if (countryCode.isEmpty()) {
                throw new Refusal("is empty");
            }
            return List.of(countryCode);
        }
        if (SCIENTIFIC.matcher(written).matches()) {
            throw new Refusal("was turned into scientific notation by a spreadsheet; format the column as text");
        }
        Set<String> prefixes = new LinkedHashSet<>();
        for (String item : BETWEEN.split(written, -1)) {
            if (!item.isBlank()) {
                add(prefixes, item.strip(), countryCode);
            }
        }
        if (prefixes.isEmpty()) {
            throw new Refusal("lists no prefix");
        }
        return new ArrayList<>(prefixes);
    }

    private static void add(Set<String> prefixes, String item, String countryCode) throws Refusal {
        String[] ends = RANGE.split(withoutPlus(item), -1);
        if (ends.length == 1) {
            take(prefixes, countryCode + digits(ends[0]));
            return;
        }
        if (ends.length > 2) {
            throw new Refusal("has more than one hyphen in \"" + item + '"');
        }
        String from = digits(ends[0]);
        String to = digits(ends[1]);
        boolean country = countryCode.isEmpty() && isCallingCode(from);
        boolean range = from.length() == to.length() && from.compareTo(to) < 0;
        if (country && range) {
            throw new Refusal("can be a range or " + to + " within the country " + from + ": write " + from + to
                    + ", or each prefix of the range");
        }
        if (country) {
            take(prefixes, from + to);
            return;
        }
        if (!range) {
            throw new Refusal("is neither a range from a lower to a higher prefix of the same number of digits nor a"
                    + " country code with an area code: \"" + item + '"');
        }
        if (from.length() > Rate.MAX_PREFIX_DIGITS
                || Long.parseLong(to) - Long.parseLong(from) >= MAX_PREFIXES - prefixes.size()) {
            throw new Refusal("stands for more than " + MAX_PREFIXES + " prefixes");
        }
        for (long at = Long.parseLong(from); at <= Long.parseLong(to); at++) {
            String digits = Long.toString(at);
            take(prefixes, countryCode + "0".repeat(from.length() - digits.length()) + digits);
        }
    }

    private static boolean isCallingCode(String digits) {
        return digits.length() <= 3 && NumberPlan.isCallingCode(Integer.parseInt(digits));
    }

    /** Digits without the wildcards behind them. */
    private static String digits(String item) throws Refusal {
        int end = item.length();
        while (end > 0 && "xX*".indexOf(item.charAt(end - 1)) >= 0) {
            end--;
        }
        if (end == 0) {
            throw new Refusal("is not a prefix: only digits from the country code on");
        }
        for (int i = 0; i < end; i++) {
            char c = item.charAt(i);
            if (Character.isWhitespace(c)) {
                throw new Refusal("has a space inside a prefix: put a comma between two, nothing within one");
            }
            if (c < '0' || c > '9') {
                throw new Refusal("is not a prefix: only digits from the country code on");
            }
        }
        return item.substring(0, end);
    }

    private static void take(Set<String> prefixes, String digits) throws Refusal {
        if (!Rate.isPrefix(digits)) {
            throw new Refusal(
                    digits.charAt(0) == '0'
                            ? "begins with 0, but no country code does"
                            : "has more than " + Rate.MAX_PREFIX_DIGITS + " digits");
        }
        if (prefixes.size() == MAX_PREFIXES) {
            throw new Refusal("stands for more than " + MAX_PREFIXES + " prefixes");
        }
        prefixes.add(digits);
    }

    private static String withoutPlus(String written) {
        return written.startsWith("+") ? written.substring(1).strip() : written;
    }
}
