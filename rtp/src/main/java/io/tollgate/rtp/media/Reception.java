package io.tollgate.rtp.media;

import io.tollgate.rtp.packet.Rtcp;

/** Counts what arrives of one source for reports about it (RFC 3550 appendices A.1, A.3 and A.8). Owned by the worker. */
final class Reception {
    private static final int MAX_DROPOUT = 3_000;

    private final int clockRate;
    private boolean active;
    private int ssrc;
    private int maxSeq;
    private long cycles;
    private long baseSeq;
    private long received;
    private long lostBefore;
    private long expectedPrior;
    private long receivedPrior;
    private boolean timed;
    private long lastTransit;
    private double jitter;
    private long packets;
    private long bytes;

    Reception(int clockRate) {
        this.clockRate = clockRate;
    }

    /**
     * Takes note of an authentic packet.
     *
     * @param media whether the timestamp runs on this side's media clock and tells of jitter
     */
    void packet(int source, int seq, int timestamp, boolean media, int length, long nowNs) {
        packets++;
        bytes += length;
        int ahead = (seq - maxSeq) & 0xFFFF;
        if (!active || source != ssrc || (ahead >= MAX_DROPOUT && ahead <= 0x10000 - MAX_DROPOUT)) {
            restart(source, seq);
        } else if (ahead < MAX_DROPOUT && ahead > 0) {
            if (seq < maxSeq) {
                cycles += 0x10000;
            }
            maxSeq = seq;
        }
        received++;
        if (media) {
            measure(timestamp, nowNs);
        }
    }

    private void restart(int source, int seq) {
        if (active) {
            lostBefore += expected() - received;
        }
        active = true;
        ssrc = source;
        maxSeq = seq;
        baseSeq = seq;
        cycles = 0;
        received = 0;
        expectedPrior = 0;
        receivedPrior = 0;
        timed = false;
    }

    private void measure(int timestamp, long nowNs) {
        long arrival = nowNs / 1_000 * (clockRate / 1_000) / 1_000;
        int transit = (int) arrival - timestamp;
        if (timed) {
            int difference = (int) (transit - lastTransit);
            // A jump of more than a second is another clock, not jitter.
            if (Math.abs((long) difference) < clockRate) {
                jitter += (Math.abs((double) difference) - jitter) / 16;
            }
        }
        timed = true;
        lastTransit = transit;
    }

    private long expected() {
        return cycles + maxSeq - baseSeq + 1;
    }

    boolean active() {
        return active;
    }

    long lost() {
        return active ? lostBefore + expected() - received : lostBefore;
    }

    double jitterMs() {
        return jitter * 1_000 / clockRate;
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    /** The block for the next report; begins a new interval. */
    Rtcp.ReportBlock report(int lastSr, int delaySinceLastSr) {
        long expectedNow = expected() - expectedPrior;
        long lostNow = expectedNow - (received - receivedPrior);
        expectedPrior = expected();
        receivedPrior = received;
        int fraction = expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, lostNow * 256 / expectedNow);
        return new Rtcp.ReportBlock(
                ssrc,
                fraction,
                Math.clamp(expected() - received, Rtcp.ReportBlock.MIN_LOST, Rtcp.ReportBlock.MAX_LOST),
                (cycles + maxSeq) & 0xFFFF_FFFFL,
                Math.round(jitter),
                lastSr,
                delaySinceLastSr);
    }
}
