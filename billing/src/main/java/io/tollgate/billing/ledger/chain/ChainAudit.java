package io.tollgate.billing.ledger.chain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks over accounts and their entries, account by account, oldest first, and finds in each the first that is not what it
 * was when it was booked. One thread; {@link #problems()} after the last {@link #endOf}.
 */
public final class ChainAudit {
    private static final int MAX_PROBLEMS = 100;

    private final List<String> problems = new ArrayList<>();
    private long entries;
    private long number;
    private long balanceMicros;
    private String previous = EntryChain.GENESIS;
    private boolean broken;

    /**
     * What an account says of itself.
     *
     * @param length entries in its chain
     * @param head hash of the newest; null before the first
     */
    public record Head(
            String account,
            String currency,
            long balanceMicros,
            long length,
            @Nullable String head) {}

    /**
     * The next entry of an account.
     *
     * @param stored null when the entry has no place in the chain
     */
    public void next(Head of, String currency, String transfer, long amountMicros, @Nullable ChainedEntry stored) {
        entries++;
        number++;
        balanceMicros += amountMicros;
        if (broken) {
            return;
        }
        String which = "account " + of.account() + ": entry " + number + " (transfer " + transfer + ") ";
        if (stored == null) {
            broken(which + "is not in the chain");
        } else if (stored.number() != number) {
            broken(which + "has number " + stored.number() + ": entries before it are missing or were added");
        } else if (!currency.equals(of.currency())) {
            broken(which + "is in " + currency + ", the account in " + of.currency());
        } else if (stored.balanceMicros() != balanceMicros) {
            broken(which + "says that the balance is " + stored.balanceMicros() + ", its entries sum to "
                    + balanceMicros);
        } else if (!EntryChain.hash(previous, of.account(), currency, stored).equals(stored.hash())) {
            broken(which + "is not what was booked: its hash does not match");
        } else {
            previous = stored.hash();
        }
    }

    /** After an account's last entry, also when there was none. */
    public void endOf(Head of) {
        if (of.balanceMicros() != balanceMicros) {
            add("account " + of.account() + " has a balance of " + of.balanceMicros() + ", its entries sum to "
                    + balanceMicros);
        }
        String head = of.head() == null ? EntryChain.GENESIS : of.head();
        if (!broken && (of.length() != number || !head.equals(previous))) {
            add("account " + of.account() + ": its newest entry is " + number + ", its head speaks of entry "
                    + of.length() + (of.length() == number ? " with another hash" : ""));
        }
        number = 0;
        balanceMicros = 0;
        previous = EntryChain.GENESIS;
        broken = false;
    }

    private void broken(String problem) {
        broken = true;
        add(problem);
    }

    private void add(String problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }

    /** Entries seen. */
    public long entries() {
        return entries;
    }

    /** One sentence each, at most a hundred. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
