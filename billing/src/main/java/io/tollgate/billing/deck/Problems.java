package io.tollgate.billing.deck;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, keeps the first hundred and counts all. */
final class Problems {

    private final List<Problem> kept = new ArrayList<>();
    private long total;

    void add(long row, String column, String value, String reason) {
        total++;
        if (kept.size() < DeckImport.MAX_PROBLEMS) {
            kept.add(Problem.of(row, column, value, reason));
        }
    }

    long total() {
        return total;
    }

    DeckImport.Rejected rejected() {
        return new DeckImport.Rejected(kept, total);
    }
}
