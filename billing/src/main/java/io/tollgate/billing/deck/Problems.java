package io.tollgate.billing.deck;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, keeps the first ones and counts all. */
final class Problems {

    private final int most;
    private final List<Problem> kept = new ArrayList<>();
    private long total;

    /** @param most how many are kept */
    Problems(int most) {
        this.most = most;
    }

    void add(long row, String column, String value, String reason) {
        total++;
        if (kept.size() < most) {
            kept.add(Problem.of(row, column, value, reason));
        }
    }

    long total() {
        return total;
    }

    List<Problem> kept() {
        return List.copyOf(kept);
    }
}
