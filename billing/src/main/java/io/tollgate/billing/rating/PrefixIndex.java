package io.tollgate.billing.rating;

import java.util.Arrays;
import java.util.List;

/**
 * Longest-prefix search over digits in one array, built once and never changed.
 *
 * <p>A node is one {@code long}: which of its ten children there are, where they stand side by side, and its own value
 * plus one. A step costs one read of memory, and a prefix that nothing follows costs eight bytes.
 */
final class PrefixIndex {

    /** Values are below this; a deck of more distinct rows cannot be. */
    static final int MAX_VALUES = (1 << 22) - 1;

    private static final int VALUE_SHIFT = 31;
    private static final int MASK_SHIFT = 53;
    private static final long BASE_BITS = (1L << VALUE_SHIFT) - 1;
    private static final int DEPTH_BITS = 8;

    private long[] nodes = new long[256];
    private int size = 1;

    /**
     * @param sorted prefixes in lexical order without repeats
     * @param values of each, 0 to {@link #MAX_VALUES} - 1
     */
    PrefixIndex(List<String> sorted, int[] values) {
        build(sorted, values, 0, sorted.size(), 0, 0);
        nodes = Arrays.copyOf(nodes, size);
    }

    /**
     * The longest prefix of {@code text} from {@code from} on, to be taken apart by {@link #value} and {@link #length};
     * -1 for none.
     *
     * @param text ASCII digits from {@code from} to its end
     */
    long find(String text, int from) {
        long node = nodes[0];
        long best = -1;
        for (int at = from; ; at++) {
            int value = (int) (node >>> VALUE_SHIFT) & MAX_VALUES;
            if (value != 0) {
                best = ((value - 1L) << DEPTH_BITS) | (at - from);
            }
            if (at == text.length()) {
                return best;
            }
            int bit = 1 << (text.charAt(at) - '0');
            int mask = (int) (node >>> MASK_SHIFT);
            if ((mask & bit) == 0) {
                return best;
            }
            node = nodes[(int) (node & BASE_BITS) + Integer.bitCount(mask & (bit - 1))];
        }
    }

    static int value(long found) {
        return (int) (found >>> DEPTH_BITS);
    }

    /** Digits of the prefix that was found. */
    static int length(long found) {
        return (int) found & ((1 << DEPTH_BITS) - 1);
    }

    /** Takes every prefix in lexical order. */
    interface Visitor {
        void visit(String prefix, int value);
    }

    void visit(Visitor visitor) {
        visit(nodes[0], "", visitor);
    }

    /** Bytes that the search reads from. */
    long bytes() {
        return 8L * nodes.length;
    }

    private void visit(long node, String prefix, Visitor visitor) {
        int value = (int) (node >>> VALUE_SHIFT) & MAX_VALUES;
        if (value != 0) {
            visitor.visit(prefix, value - 1);
        }
        int mask = (int) (node >>> MASK_SHIFT);
        int child = (int) (node & BASE_BITS);
        for (int digit = 0; digit < 10; digit++) {
            if ((mask & (1 << digit)) != 0) {
                visit(nodes[child++], prefix + digit, visitor);
            }
        }
    }

    /** Makes the node at {@code slot} of the prefixes from {@code low} to {@code high}, which share {@code depth} digits. */
    private void build(List<String> sorted, int[] values, int low, int high, int depth, int slot) {
        long value = 0;
        int first = low;
        if (first < high && sorted.get(first).length() == depth) {
            value = values[first] + 1L;
            first++;
        }
        long mask = 0;
        for (int at = first; at < high; at = groupEnd(sorted, at, high, depth)) {
            mask |= 1L << (sorted.get(at).charAt(depth) - '0');
        }
        int base = size;
        size += Long.bitCount(mask);
        if (size > nodes.length) {
            nodes = Arrays.copyOf(nodes, Math.max(size, nodes.length * 2));
        }
        nodes[slot] = (mask << MASK_SHIFT) | (value << VALUE_SHIFT) | base;
        int child = base;
        for (int at = first; at < high; ) {
            int end = groupEnd(sorted, at, high, depth);
            build(sorted, values, at, end, depth + 1, child++);
            at = end;
        }
    }

    private static int groupEnd(List<String> sorted, int from, int high, int depth) {
        char digit = sorted.get(from).charAt(depth);
        int end = from + 1;
        while (end < high && sorted.get(end).charAt(depth) == digit) {
            end++;
        }
        return end;
    }
}
