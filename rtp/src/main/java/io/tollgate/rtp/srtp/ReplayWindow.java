package io.tollgate.rtp.srtp;

import java.util.Arrays;

/**
 * Which of the last {@value #SIZE} packet indices have been seen (RFC 3711 section 3.3.2), as a ring of bits. At 50
 * packets per second it reaches back 20 seconds, further than any jitter buffer does.
 */
final class ReplayWindow {
    /** A power of two. */
    static final int SIZE = 1024;

    private final long[] seen = new long[SIZE / 64];
    private long highest = -1;

    /** The highest index recorded, -1 before the first. */
    long highest() {
        return highest;
    }

    /** Whether an index is new: ahead of all, or inside the window and not seen. Changes nothing. */
    boolean isNew(long index) {
        if (index > highest) {
            return true;
        }
        if (index < 0 || index <= highest - SIZE) {
            return false;
        }
        return (seen[word(index)] & bit(index)) == 0;
    }

    /** Whether the window knows of an index if it was seen: not ahead, not behind. */
    boolean covers(long index) {
        return index >= 0 && index <= highest && index > highest - SIZE;
    }

    /** Records an authentic packet's index, for which {@link #isNew} held. */
    void record(long index) {
        if (index > highest) {
            forget(index);
            highest = index;
        }
        seen[word(index)] |= bit(index);
    }

    /** Empties the places of the indices that were skipped; what stood there has left the window. */
    private void forget(long index) {
        if (index - highest >= SIZE) {
            Arrays.fill(seen, 0);
            return;
        }
        for (long skipped = highest + 1; skipped <= index; skipped++) {
            seen[word(skipped)] &= ~bit(skipped);
        }
    }

    void reset() {
        Arrays.fill(seen, 0);
        highest = -1;
    }

    private static int word(long index) {
        return (int) (index & (SIZE - 1)) >>> 6;
    }

    private static long bit(long index) {
        return 1L << (index & 63);
    }
}
