package io.tollgate.billing.deck;

import java.util.List;

/** How the reading of a file ended whose rows were handed on one by one. */
public sealed interface DeckReading {

    /** How the file is written. */
    FileShape shape();

    /**
     * All of it was understood.
     *
     * @param currency ISO 4217 code of all prices
     * @param rows below the heading
     * @param rates that they stand for: a row may list several prefixes
     */
    record Taken(String currency, long rows, long rates, FileShape shape) implements DeckReading {}

    /**
     * Whatever was handed on is to be thrown away.
     *
     * @param problems the first ones in the file's order, at least one
     * @param total how many there are altogether
     * @param rows below the heading, as far as it was read
     */
    record Refused(List<Problem> problems, long total, long rows, FileShape shape) implements DeckReading {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
