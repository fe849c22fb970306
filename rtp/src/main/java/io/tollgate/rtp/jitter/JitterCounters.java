package io.tollgate.rtp.jitter;

/** What happened in one jitter buffer. Read on the thread that owns the buffer. */
public final class JitterCounters {
    long received;
    long played;
    long late;
    long duplicates;
    long suspects;
    long overflowed;
    long missing;
    long waited;
    long inserted;
    long shed;
    long silent;
    long restarts;

    JitterCounters() {}

    /** Packets put in. */
    public long received() {
        return received;
    }

    /** Frames given out. */
    public long played() {
        return played;
    }

    /** Packets that came when their time was over. */
    public long late() {
        return late;
    }

    /** Packets that came twice. */
    public long duplicates() {
        return duplicates;
    }

    /** Packets dropped because their number was far from all others. */
    public long suspects() {
        return suspects;
    }

    /** Packets given up because the buffer was full. */
    public long overflowed() {
        return overflowed;
    }

    /** Frames that were not there when what follows them was. */
    public long missing() {
        return missing;
    }

    /** Frames made up while waiting for a packet, which may have come in the end. */
    public long waited() {
        return waited;
    }

    /** Frames put in to lengthen the delay. */
    public long inserted() {
        return inserted;
    }

    /** Frames left out to shorten the delay. */
    public long shed() {
        return shed;
    }

    /** Times that there was nothing to play. */
    public long silent() {
        return silent;
    }

    /** How often the source changed or jumped. */
    public long restarts() {
        return restarts;
    }
}
