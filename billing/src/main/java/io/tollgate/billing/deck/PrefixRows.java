package io.tollgate.billing.deck;

/**
 * In which row each prefix of a file stands: 12 bytes a place, at most two thirds of the places taken, so that a million
 * prefixes need 24 MB.
 */
final class PrefixRows {

    private long[] keys = new long[1 << 10];
    private int[] rows = new int[1 << 10];
    private int size;

    /** Notes a prefix and gives 0, or the row in which it was noted before. */
    int putIfAbsent(String prefix, long row) {
        if (size * 3L > keys.length * 2L) {
            grow();
        }
        long key = key(prefix);
        int at = place(keys, key);
        if (keys[at] == key) {
            return rows[at];
        }
        keys[at] = key;
        rows[at] = Math.toIntExact(row);
        size++;
        return 0;
    }

    int size() {
        return size;
    }

    /** The digits behind a 1, which keeps leading noughts apart. */
    private static long key(String prefix) {
        long key = 1;
        for (int i = 0; i < prefix.length(); i++) {
            key = key * 10 + (prefix.charAt(i) - '0');
        }
        return key;
    }

    private static int place(long[] keys, long key) {
        int at = (int) ((key * 0x9E3779B97F4A7C15L) >>> 20) & (keys.length - 1);
        while (keys[at] != 0 && keys[at] != key) {
            at = (at + 1) & (keys.length - 1);
        }
        return at;
    }

    private void grow() {
        long[] more = new long[keys.length * 2];
        int[] moreRows = new int[more.length];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                int at = place(more, keys[i]);
                more[at] = keys[i];
                moreRows[at] = rows[i];
            }
        }
        keys = more;
        rows = moreRows;
    }
}
