package io.tollgate.billing.deck;

import io.tollgate.billing.rating.Rate;
import java.util.List;

/** The outcome of reading a deck's file: every row, or none. */
public sealed interface DeckImport {

    /** Problems that are listed at most; the rest is only counted. */
    int MAX_PROBLEMS = 100;

    /**
     * The whole file was understood.
     *
     * @param currency ISO 4217 code of all prices
     * @param rates the rows in the file's order, each prefix once
     * @param ignoredColumns headings that mean nothing to us
     */
    record Imported(String currency, List<Rate> rates, List<String> ignoredColumns) implements DeckImport {
        public Imported {
            rates = List.copyOf(rates);
            ignoredColumns = List.copyOf(ignoredColumns);
        }
    }

    /**
     * Nothing was taken over.
     *
     * @param problems the first {@link #MAX_PROBLEMS} in the file's order, at least one
     * @param total how many there are altogether
     */
    record Rejected(List<Problem> problems, long total) implements DeckImport {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
