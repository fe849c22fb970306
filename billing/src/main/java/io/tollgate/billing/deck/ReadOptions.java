package io.tollgate.billing.deck;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a file is to be read.
 *
 * @param columns what headings mean where somebody has said so: a column, or empty for one that is not to be read; in any
 *     case. Other headings are matched by meaning, except for a column that is mapped already
 * @param problems how many are listed at most; the rest is counted
 */
public record ReadOptions(
        DeckDefaults defaults, DeckLimits limits, Map<String, Optional<Column>> columns, int problems) {

    public ReadOptions {
        Map<String, Optional<Column>> byHeading = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byHeading.putAll(columns);
        columns = byHeading;
    }

    /** Headings are matched by meaning. */
    public ReadOptions(DeckDefaults defaults, DeckLimits limits) {
        this(defaults, limits, Map.of(), DeckImport.MAX_PROBLEMS);
    }

    Optional<Column> meaningOf(String heading) {
        Optional<Column> said = columns.get(heading);
        if (said != null) {
            return said;
        }
        return Column.of(heading).filter(column -> !columns.containsValue(Optional.of(column)));
    }

    /** A word for what a heading means, as {@link #meaning} reads it. */
    public static String word(Optional<Column> meaning) {
        return meaning.map(Column::word).orElse("ignore");
    }

    /**
     * Reads {@code rate}, {@code country-code}, {@code ignore} and so on.
     *
     * @throws IllegalArgumentException when it is none of the words
     */
    public static Optional<Column> meaning(String word) {
        if (word.toLowerCase(Locale.ROOT).equals("ignore")) {
            return Optional.empty();
        }
        return Optional.of(Column.ofWord(word)
                .orElseThrow(() -> new IllegalArgumentException("\"" + word + "\" is no column of a deck")));
    }
}
