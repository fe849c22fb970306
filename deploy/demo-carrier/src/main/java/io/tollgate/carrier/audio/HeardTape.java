package io.tollgate.carrier.audio;

/**
 * What was heard, laid out by RTP timestamp: a ring of the last four seconds with positions that only grow.
 *
 * <p>Position 0 is the first sample heard. A gap in the timestamps becomes silence of the same length; a late packet
 * is put where it belongs. A new source (SSRC) or a leap beyond {@link #MAX_GAP_SAMPLES} continues at the end, because
 * its timestamps say nothing about the old ones (RFC 3550 section 5.1).
 */
public final class HeardTape {
    /** Longest gap that is believed, 120 s: more is a restarted clock, and a recording must not grow by it. */
    public static final int MAX_GAP_SAMPLES = 120 * Recording.RATE_HZ;

    private static final int RING = 1 << 15;
    private static final int MASK = RING - 1;

    private final short[] ring = new short[RING];
    private long end;
    private boolean started;
    private int ssrc;
    private int timestampAtEnd;

    /**
     * Lays down one packet's samples.
     *
     * @return the position of its first sample, or -1 when it came too late to matter
     */
    public long lay(int packetSsrc, int timestamp, short[] pcm, int count) {
        if (!started || packetSsrc != ssrc) {
            started = true;
            ssrc = packetSsrc;
            timestampAtEnd = timestamp;
        }
        int ahead = timestamp - timestampAtEnd;
        if (ahead > MAX_GAP_SAMPLES || ahead < -MAX_GAP_SAMPLES) {
            timestampAtEnd = timestamp;
            ahead = 0;
        }
        long position = end + ahead;
        if (position < 0 || position < end - RING + count) {
            return -1;
        }
        silence(Math.max(end, position - RING), position);
        for (int i = 0; i < count; i++) {
            ring[(int) (position + i) & MASK] = pcm[i];
        }
        long grown = Math.max(0, position + count - end);
        end += grown;
        timestampAtEnd += (int) grown;
        return position;
    }

    /** The position after the newest sample. */
    public long end() {
        return end;
    }

    /** The sample at a position; silence before the beginning, after the end, and where the ring has moved on. */
    public short at(long position) {
        boolean kept = position >= 0 && position < end && position >= end - RING;
        return kept ? ring[(int) position & MASK] : 0;
    }

    private void silence(long from, long to) {
        for (long p = from; p < to; p++) {
            ring[(int) p & MASK] = 0;
        }
    }
}
