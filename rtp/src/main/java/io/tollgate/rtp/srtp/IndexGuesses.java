package io.tollgate.rtp.srtp;

import org.jspecify.annotations.Nullable;

/**
 * The packet indices that a sequence number may stand for, likeliest first. Only the tag tells which is right. The first
 * ones cost nothing but themselves; those behind are probes, which the {@link ProbeBudget} rations.
 *
 * <p>A stream in flow: the index nearest to the highest (RFC 3711 section 3.3.1); as a probe, one turn further, in case
 * 2^15 or more packets were missed. A stream first heard under these keys: the continuation of what was heard under the
 * other ones (the roll-over counter survives a change of keys), and a counter of zero (a new context); as probes, counters
 * of 1 to {@value #LATE_TURNS}, for a sender that was talking before we listened.
 *
 * <p>Peers: libsrtp tries only its one estimate and a counter of zero at first contact; pjsip tries one other counter
 * after a restart; rtpengine tries one turn more, one less and zero for every packet that fails. A counter that falls back
 * under the same keys is not tried here: such a sender repeats its keystream, and its packets are those of a replay.
 */
final class IndexGuesses {
    /** With a packet every 20 ms a turn lasts 22 minutes. */
    static final int LATE_TURNS = 3;

    private static final long TURN = 1L << 16;

    private final long[] indices = new long[3 + LATE_TURNS];
    private int count;
    private int free;
    private boolean certain;

    /** Replaces the guesses. {@code own}: the stream under these keys; {@code other}: under the ones before or after. */
    void collect(StreamTable.@Nullable Stream own, StreamTable.@Nullable Stream other, int sequence) {
        count = 0;
        certain = own != null && own.settled();
        if (own != null && own.settled()) {
            add(StreamTable.guessIndex(own, sequence));
            free = count;
            add(indices[0] + TURN);
            return;
        }
        if (other != null) {
            add(StreamTable.guessIndex(other, sequence));
        }
        if (own != null) {
            add(StreamTable.guessIndex(own, sequence));
        }
        add(sequence);
        free = count;
        if (own == null) {
            for (int turn = 1; turn <= LATE_TURNS; turn++) {
                add(sequence + turn * TURN);
            }
        }
    }

    private void add(long index) {
        for (int i = 0; i < count; i++) {
            if (indices[i] == index) {
                return;
            }
        }
        indices[count++] = index;
    }

    int count() {
        return count;
    }

    long index(int i) {
        return indices[i];
    }

    /** Whether guess {@code i} is beyond the likely ones. */
    boolean isProbe(int i) {
        return i >= free;
    }

    /** Whether the first guess stands on a stream in flow, so that a packet whose index was seen is a replay. */
    boolean isCertain() {
        return certain;
    }
}
