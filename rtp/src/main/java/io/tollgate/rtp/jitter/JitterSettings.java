package io.tollgate.rtp.jitter;

/**
 * Bounds of a jitter buffer's delay.
 *
 * @param minMs the least delay aimed at
 * @param startMs the delay aimed at before the network is known
 * @param maxMs the most delay aimed at
 */
public record JitterSettings(int minMs, int startMs, int maxMs) {
    /** 10 to 200 ms, beginning with 40. */
    public static final JitterSettings TELEPHONE = new JitterSettings(10, 40, 200);

    public JitterSettings {
        if (minMs < 0 || minMs > startMs || startMs > maxMs || maxMs > 1_000) {
            throw new IllegalArgumentException("0 <= " + minMs + " <= " + startMs + " <= " + maxMs + " <= 1000?");
        }
    }
}
