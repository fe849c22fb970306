package io.tollgate.overlay.ice;

import io.tollgate.overlay.stun.TransactionId;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/**
 * Consent of the selected pair (RFC 7675 section 5.1): a check every 5 s, give or take a fifth, each sent once; 30 s
 * after the last answered one it is over. These checks keep NAT bindings open as well.
 */
final class IceConsent {
    static final long EXPIRY_NS = 30_000_000_000L;
    static final long INTERVAL_NS = 5_000_000_000L;
    /** More than go out before consent expires. */
    private static final int MAX_OUTSTANDING = 16;

    private final ArrayDeque<TransactionId> outstanding = new ArrayDeque<>();
    private long lastAnswerNs;
    private long nextCheckNs;

    IceConsent(RandomGenerator random, long nowNs) {
        lastAnswerNs = nowNs;
        schedule(random, nowNs);
    }

    boolean expired(long nowNs) {
        return nowNs - lastAnswerNs >= EXPIRY_NS;
    }

    boolean due(long nowNs) {
        return nowNs - nextCheckNs >= 0;
    }

    void sent(TransactionId id, RandomGenerator random, long nowNs) {
        if (outstanding.size() == MAX_OUTSTANDING) {
            outstanding.removeFirst();
        }
        outstanding.addLast(id);
        schedule(random, nowNs);
    }

    /** Whether the response belongs to one of our consent checks, however late. */
    boolean answered(TransactionId id, long nowNs) {
        boolean ours = outstanding.remove(id);
        if (ours) {
            lastAnswerNs = nowNs;
        }
        return ours;
    }

    /** Nanoseconds until something is to be done. */
    long waitNs(long nowNs) {
        return Math.min(nextCheckNs - nowNs, lastAnswerNs + EXPIRY_NS - nowNs);
    }

    private void schedule(RandomGenerator random, long nowNs) {
        nextCheckNs = nowNs + random.nextLong(INTERVAL_NS * 4 / 5, INTERVAL_NS * 6 / 5);
    }
}
