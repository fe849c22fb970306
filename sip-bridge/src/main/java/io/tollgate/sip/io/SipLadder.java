package io.tollgate.sip.io;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The messages of one call as they were on the wire, retransmissions included, for its explanation. Thread-safe;
 * bounded: past its limit it keeps the first messages and counts the rest.
 */
public final class SipLadder {

    private static final int REMEMBERED = 16; // a retransmission repeats one of the last few datagrams

    /**
     * One message.
     *
     * @param at wall-clock time
     * @param sent whether we sent it
     * @param firstLine request or status line
     * @param summary CSeq, and Reason where there was one
     * @param repeated whether it was a retransmission
     */
    public record Line(Instant at, boolean sent, String firstLine, String summary, boolean repeated) {}

    private final int limit;
    private final List<Line> lines = new ArrayList<>();
    private final Deque<Integer> recent = new ArrayDeque<>();
    private int left;

    SipLadder(int limit) {
        this.limit = limit;
    }

    /** Adds a message; true if it repeats a recent one. */
    synchronized boolean add(Instant at, boolean sent, String firstLine, String summary, int hash) {
        int key = sent ? hash : ~hash;
        boolean repeated = recent.contains(key);
        if (!repeated) {
            recent.addLast(key);
            if (recent.size() > REMEMBERED) {
                recent.removeFirst();
            }
        }
        if (lines.size() < limit) {
            lines.add(new Line(at, sent, firstLine, summary, repeated));
        } else {
            left++;
        }
        return repeated;
    }

    /** The messages, oldest first. */
    public synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    /** How many came after the limit and are not listed. */
    public synchronized int leftOut() {
        return left;
    }
}
