package io.tollgate.billing.rating;

import io.tollgate.billing.number.E164;
import java.util.Comparator;
import java.util.List;

/** One version of a rate deck, ready to be searched. Immutable; share it between threads freely. */
public final class RateDeck {

    private final DeckHeader header;
    private final List<Rate> rates;
    private final PrefixTrie trie;

    private RateDeck(DeckHeader header, List<Rate> sorted) {
        this.header = header;
        this.rates = sorted;
        this.trie = new PrefixTrie(sorted.stream().map(Rate::prefix).toList());
    }

    /**
     * Builds a deck from its rows in any order.
     *
     * @throws IllegalArgumentException when a prefix occurs twice
     */
    public static RateDeck of(DeckHeader header, List<Rate> rates) {
        List<Rate> sorted =
                rates.stream().sorted(Comparator.comparing(Rate::prefix)).toList();
        for (int i = 1; i < sorted.size(); i++) {
            String prefix = sorted.get(i).prefix();
            if (prefix.equals(sorted.get(i - 1).prefix())) {
                throw new IllegalArgumentException("prefix " + prefix + " occurs twice in deck " + header.id());
            }
        }
        return new RateDeck(header, sorted);
    }

    /** The row for a number: the one with the longest prefix, and whether it lets calls through. */
    public RateLookup lookup(E164 number) {
        int row = trie.find(number.digits(), 1);
        if (row < 0) {
            return new RateLookup.Unlisted();
        }
        Rate rate = rates.get(row);
        return rate.blocked() ? new RateLookup.Blocked(rate) : new RateLookup.Priced(rate);
    }

    public DeckHeader header() {
        return header;
    }

    /** All rows, by prefix in lexical order. */
    public List<Rate> rates() {
        return rates;
    }
}
