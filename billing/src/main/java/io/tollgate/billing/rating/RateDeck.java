package io.tollgate.billing.rating;

import io.tollgate.billing.number.E164;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One version of a rate deck, ready to be searched. Immutable; share it between threads freely.
 *
 * <p>Rows that differ in nothing but their prefix are kept once: a carrier's hundred thousand prefixes have some thousand
 * prices.
 */
public final class RateDeck {

    private final DeckHeader header;
    private final PrefixIndex index;
    private final Rate[] kinds;

    private RateDeck(DeckHeader header, PrefixIndex index, Rate[] kinds) {
        this.header = header;
        this.index = index;
        this.kinds = kinds;
    }

    /**
     * Builds a deck from its rows in any order.
     *
     * @throws IllegalArgumentException when a prefix occurs twice, or a deck has more than four million distinct rows
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
        Map<Rate, Integer> numbers = new HashMap<>();
        List<Rate> kinds = new ArrayList<>();
        int[] values = new int[sorted.size()];
        for (int i = 0; i < values.length; i++) {
            Rate row = sorted.get(i);
            Integer number = numbers.putIfAbsent(row.under("1"), kinds.size());
            if (number == null) {
                number = kinds.size();
                kinds.add(row);
            }
            values[i] = number;
        }
        if (kinds.size() >= PrefixIndex.MAX_VALUES) {
            throw new IllegalArgumentException("deck " + header.id() + " has too many distinct rows");
        }
        PrefixIndex index = new PrefixIndex(sorted.stream().map(Rate::prefix).toList(), values);
        return new RateDeck(header, index, kinds.toArray(Rate[]::new));
    }

    /** The row for a number: the one with the longest prefix, and whether it lets calls through. */
    public RateLookup lookup(E164 number) {
        String digits = number.digits();
        long found = find(number);
        if (found < 0) {
            return new RateLookup.Unlisted();
        }
        Rate kind = kinds[PrefixIndex.value(found)];
        int length = PrefixIndex.length(found);
        boolean itself = kind.prefix().length() == length && digits.startsWith(kind.prefix(), 1);
        Rate rate = itself ? kind : kind.under(digits.substring(1, 1 + length));
        return rate.blocked() ? new RateLookup.Blocked(rate) : new RateLookup.Priced(rate);
    }

    public DeckHeader header() {
        return header;
    }

    /** The same rows under another header, such as one that has been given an end. */
    public RateDeck under(DeckHeader other) {
        return other.equals(header) ? this : new RateDeck(other, index, kinds);
    }

    /** All rows, by prefix in lexical order; made anew at each call. */
    public List<Rate> rates() {
        List<Rate> rates = new ArrayList<>();
        index.visit((prefix, value) -> rates.add(kinds[value].under(prefix)));
        return List.copyOf(rates);
    }

    /** What {@link PrefixIndex#find} says of a number. */
    long find(E164 number) {
        return index.find(number.digits(), 1);
    }

    /** Bytes of the index that a search reads from, without the distinct rows. */
    long indexBytes() {
        return index.bytes();
    }

    /** Rows that differ in more than their prefix. */
    int distinctRows() {
        return kinds.length;
    }
}
