package io.tollgate.billing.ledger.chain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A user's entries from one number to another, to take home.
 *
 * @param predecessor the hash before the first entry
 * @param entries oldest first; may be empty
 */
public record Receipt(
        String account, String currency, Instant issuedAt, String predecessor, List<ChainedEntry> entries) {

    public Receipt {
        entries = List.copyOf(entries);
    }

    /** The newest hash in it, which stands for all that came before. */
    public String head() {
        return entries.isEmpty() ? predecessor : entries.getLast().hash();
    }

    /**
     * Checks numbers, balances and hashes, without the ledger.
     *
     * @return one sentence for the first entry that does not fit; empty when all do
     */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        String previous = predecessor;
        for (int i = 0; i < entries.size() && problems.isEmpty(); i++) {
            ChainedEntry entry = entries.get(i);
            if (i == 0 ? entry.number() == 1 != predecessor.equals(EntryChain.GENESIS) : !follows(i)) {
                problems.add("entry " + entry.number() + " does not continue what stands before it");
            } else if (!EntryChain.hash(previous, account, currency, entry).equals(entry.hash())) {
                problems.add("entry " + entry.number() + " is not what was booked: its hash does not match");
            }
            previous = entry.hash();
        }
        return problems;
    }

    /**
     * Where two receipts of one account tell of different pasts: an entry in both with different hashes.
     *
     * @return one sentence for the first; empty when they agree or have nothing in common
     */
    public List<String> contradictions(Receipt other) {
        if (!account.equals(other.account)) {
            return List.of();
        }
        Map<Long, String> theirs = new HashMap<>();
        other.entries.forEach(entry -> theirs.put(entry.number(), entry.hash()));
        if (!other.entries.isEmpty()) {
            theirs.put(other.entries.getFirst().number() - 1, other.predecessor);
        }
        Map<Long, String> ours = new TreeMap<>();
        entries.forEach(entry -> ours.put(entry.number(), entry.hash()));
        if (!entries.isEmpty()) {
            ours.put(entries.getFirst().number() - 1, predecessor);
        }
        return ours.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(theirs.getOrDefault(entry.getKey(), entry.getValue())))
                .limit(1)
                .map(entry -> "entry " + entry.getKey() + " is another than in the receipt of " + other.issuedAt)
                .toList();
    }

    private boolean follows(int index) {
        ChainedEntry entry = entries.get(index);
        ChainedEntry before = entries.get(index - 1);
        return entry.number() == before.number() + 1
                && entry.balanceMicros() == before.balanceMicros() + entry.amountMicros();
    }
}
