package io.tollgate.billing.rating;

import java.util.Arrays;
import java.util.List;

/**
 * Longest-prefix search over digits in two int arrays, built once and never changed.
 *
 * <p>An inner node is ten child slots and a row number. A positive slot is the next node, a negative one is the
 * complement of the row of a prefix that ends there and has no longer one below it, zero is nothing. Leaves thus cost
 * no node, which is most of a deck.
 */
final class PrefixTrie {

    private static final int NONE = -1;
    private static final int INITIAL_NODES = 256;

    private int[] children = new int[10 * INITIAL_NODES];
    private int[] rows = new int[INITIAL_NODES];
    private int nodes = 1;

    /** @param sorted prefixes in lexical order without repeats; the position is the row number */
    PrefixTrie(List<String> sorted) {
        rows[0] = NONE;
        for (int row = 0; row < sorted.size(); row++) {
            String prefix = sorted.get(row);
            boolean leaf = row + 1 == sorted.size() || !sorted.get(row + 1).startsWith(prefix);
            insert(prefix, row, leaf);
        }
        children = Arrays.copyOf(children, 10 * nodes);
        rows = Arrays.copyOf(rows, nodes);
    }

    /**
     * The row of the longest prefix of {@code text} from {@code from} on, or -1.
     *
     * @param text ASCII digits from {@code from} to its end
     */
    int find(String text, int from) {
        int node = 0;
        int best = NONE;
        for (int at = from; at < text.length(); at++) {
            int child = children[node * 10 + text.charAt(at) - '0'];
            if (child <= 0) {
                return child < 0 ? ~child : best;
            }
            node = child;
            if (rows[node] != NONE) {
                best = rows[node];
            }
        }
        return best;
    }

    private void insert(String prefix, int row, boolean leaf) {
        int node = 0;
        int last = prefix.length() - 1;
        for (int at = 0; at < last; at++) {
            node = descend(node, prefix.charAt(at) - '0');
        }
        int digit = prefix.charAt(last) - '0';
        if (leaf) {
            children[node * 10 + digit] = ~row;
        } else {
            int end = descend(node, digit); // first: it may replace the array
            rows[end] = row;
        }
    }

    private int descend(int node, int digit) {
        int child = children[node * 10 + digit];
        if (child > 0) {
            return child;
        }
        if (nodes == rows.length) {
            rows = Arrays.copyOf(rows, nodes * 2);
            children = Arrays.copyOf(children, nodes * 20);
        }
        rows[nodes] = NONE;
        children[node * 10 + digit] = nodes;
        return nodes++;
    }
}
