package io.tollgate.billing.deck;

import io.tollgate.billing.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a column of a deck's file can mean, and the headings by which carriers call it. */
public enum Column {
    PREFIX("prefix prefixes code codes dialcode dialcodes diallingcode dialingcode destinationcode areacode areacodes"
            + " digits"),
    COUNTRY_CODE("countrycode cc countryprefix countrydialcode"),
    DESTINATION("destination description name destinationname country route zone"),
    RATE("rate price perminute permin tariff sellrate callrate charge"),
    FEE("connectionfee connectfee connectioncharge connectcharge connection setup setupfee"),
    INCREMENTS("increments increment billing billingincrement billingincrements rounding"),
    FIRST("first firstseconds initial initialincrement firstincrement minimum minimumseconds"),
    NEXT("next nextseconds further subsequent subsequentincrement nextincrement furtherseconds"),
    MINIMUM("minimumcharge mincharge minimumprice minimumfee"),
    GRACE("grace graceseconds graceperiod freeseconds"),
    BANDS("bands timebands hours timeofday"),
    CURRENCY("currency curr ccy"),
    BLOCKED("blocked block barred forbidden"),
    GROUP("group destinationgroup ratename category"),
    NOTE("note notes comment comments remark remarks");

    private static final Set<String> FILLER = Set.of("per", "min", "minute", "in");

    /** Each with a space before and behind. */
    private final String headings;

    Column(String headings) {
        this.headings = ' ' + headings + ' ';
    }

    /** The column's name as mappings write it, such as {@code country-code}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads {@link #word} back, in any case. */
    public static Optional<Column> ofWord(String word) {
        for (Column column : values()) {
            if (column.word().equalsIgnoreCase(word)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    /** The column that a heading names; {@code Rate (EUR/min)} and {@code rate_per_minute} are both the rate. */
    static Optional<Column> of(String heading) {
        List<String> words = words(heading);
        Optional<Column> whole = named(String.join("", words).toLowerCase(Locale.ROOT));
        if (whole.isPresent()) {
            return whole;
        }
        words.removeIf(word -> FILLER.contains(word.toLowerCase(Locale.ROOT)) || isCurrency(word));
        return named(String.join("", words).toLowerCase(Locale.ROOT));
    }

    /** The currency that a heading such as {@code Price EUR} mentions, in capitals as ISO writes it. */
    static Optional<String> currencyIn(String heading) {
        return words(heading).stream().filter(Column::isCurrency).findFirst();
    }

    private static Optional<Column> named(String word) {
        for (Column column : values()) {
            if (!word.isEmpty() && column.headings.contains(' ' + word + ' ')) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    private static boolean isCurrency(String word) {
        return word.equals(word.toUpperCase(Locale.ROOT)) && Money.isCurrency(word);
    }

    private static List<String> words(String heading) {
        List<String> words = new ArrayList<>();
        for (String word : heading.split("[^\\p{L}\\p{Nd}]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
