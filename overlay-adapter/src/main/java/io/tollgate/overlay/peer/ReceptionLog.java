package io.tollgate.overlay.peer;

/**
 * Counts the audio packets of one source as RFC 3550 appendices A.1, A.3 and A.8 do, without their probation: what comes
 * here has been authenticated. Mutable, one owner.
 */
public final class ReceptionLog {
    private static final double NS_PER_MS = 1e6;

    private final int clockRate;
    private boolean started;
    private int ssrc;
    private long firstSequence;
    private long highestSequence;
    private long received;
    private long beforeThisSource;
    private long lostBefore;
    private long lastArrivalNs;
    private int lastTimestamp;
    private double jitterNs;

    /** @param clockRate of the payload in Hz */
    public ReceptionLog(int clockRate) {
        this.clockRate = clockRate;
    }

    /** Takes note of one authentic packet; each packet once. */
    public void received(int source, int sequence, int timestamp, long nowNs) {
        if (!started || source != ssrc) {
            beforeThisSource += received;
            lostBefore += lostOfThisSource();
            started = true;
            ssrc = source;
            firstSequence = sequence;
            highestSequence = sequence;
            received = 1;
            lastArrivalNs = nowNs;
            lastTimestamp = timestamp;
            return;
        }
        received++;
        highestSequence = Math.max(highestSequence, highestSequence + (short) (sequence - (int) highestSequence));
        double mediaNs = (timestamp - lastTimestamp) * 1e9 / clockRate;
        double difference = Math.abs(nowNs - lastArrivalNs - mediaNs);
        jitterNs += (difference - jitterNs) / 16;
        lastArrivalNs = nowNs;
        lastTimestamp = timestamp;
    }

    /** Packets that arrived. */
    public long packets() {
        return beforeThisSource + received;
    }

    /** Packets that were sent, by their numbers, and did not arrive. */
    public long lost() {
        return lostBefore + lostOfThisSource();
    }

    /** Interarrival jitter. */
    public double jitterMs() {
        return jitterNs / NS_PER_MS;
    }

    private long lostOfThisSource() {
        return started ? Math.max(0, highestSequence - firstSequence + 1 - received) : 0;
    }
}
