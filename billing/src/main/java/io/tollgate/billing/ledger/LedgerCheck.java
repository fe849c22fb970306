package io.tollgate.billing.ledger;

import java.util.List;

/**
 * The result of checking the whole of the books.
 *
 * @param heldMicros sum of all reservations, over all currencies
 * @param problems one sentence each; empty when the books are right
 */
public record LedgerCheck(
        long accounts, long transfers, long entries, long reservations, long heldMicros, List<String> problems) {
    public LedgerCheck {
        problems = List.copyOf(problems);
    }

    public boolean clean() {
        return problems.isEmpty();
    }
}
