package io.tollgate.carrier.rtp;

/** Counts what came in from one source: RFC 3550 appendix A.1 (extended sequence), A.3 (loss), A.8 (jitter). */
public final class Reception {
    private boolean started;
    private int ssrc;
    private int baseSequence;
    private int highestExtended;
    private long receivedFromSource;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private long lostFromFormerSources;
    private double jitterUnits;
    private int lastTransit;

    /** Counts a packet. The arrival is in units of the RTP clock. */
    public void onPacket(int packetSsrc, int sequence, int timestamp, int arrivalUnits) {
        received++;
        int transit = arrivalUnits - timestamp;
        if (!started || packetSsrc != ssrc) {
            restart(packetSsrc, sequence);
        } else {
            int step = (short) (sequence - highestExtended);
            highestExtended = Math.max(highestExtended, highestExtended + step);
            jitterUnits += (Math.abs(transit - lastTransit) - jitterUnits) / 16;
        }
        receivedFromSource++;
        lastTransit = transit;
    }

    private void restart(int packetSsrc, int sequence) {
        lostFromFormerSources += started ? lostFromSource() : 0;
        started = true;
        ssrc = packetSsrc;
        baseSequence = sequence;
        highestExtended = sequence;
        receivedFromSource = 0;
        expectedBefore = 0;
        receivedBefore = 0;
    }

    /** Packets counted, of all sources. */
    public long received() {
        return received;
    }

    /** Packets missing, of all sources; duplicates make it smaller, never below zero. */
    public long lost() {
        return Math.max(0, lostFromFormerSources + (started ? lostFromSource() : 0));
    }

    /** Interarrival jitter in units of the RTP clock. */
    public long jitterUnits() {
        return (long) jitterUnits;
    }

    /** Whether there is a source to report on. */
    boolean hasSource() {
        return started;
    }

    int ssrc() {
        return ssrc;
    }

    int highestExtended() {
        return highestExtended;
    }

    long lostFromSource() {
        return (long) highestExtended - baseSequence + 1 - receivedFromSource;
    }

    /** The share lost since the last call, in 256ths (RFC 3550 section 6.4.1). */
    int takeFractionLost() {
        long expected = (long) highestExtended - baseSequence + 1;
        long expectedNow = expected - expectedBefore;
        long lostNow = expectedNow - (receivedFromSource - receivedBefore);
        expectedBefore = expected;
        receivedBefore = receivedFromSource;
        return expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
    }
}
