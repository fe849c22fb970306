package io.tollgate.rtp.jitter;

/**
 * Turns packets as they arrive into frames as they are needed (the receiver's side of RFC 3550 and RFC 3551 section 4.1).
 *
 * <p>Pure and mutable, owned by one thread; time is an argument in nanoseconds of any monotonic clock. Slots are allocated
 * once and hold copies; only a payload larger than any before it makes its slot grow.
 *
 * <p>A packet is due when its delay behind the fastest packet reaches the target, which follows the measured spread of
 * delays. The delay really in force grows when packets are waited for and is brought back by leaving out a frame while the
 * speaker is quiet (or at once, when it is far too long); it is raised by putting one in. A time without packets in sequence
 * (DTX, end of a talk spurt) is silence, and what follows is timed afresh.
 */
public final class JitterBuffer {
    private static final int SLOTS = 64;
    private static final int MASK = SLOTS - 1;
    /** Packets farther apart than this belong to another life of the source (RFC 3550 appendix A.1). */
    private static final int MAX_DROPOUT = 3_000;

    private static final int MAX_MISORDER = 100;
    private static final long MS = 1_000_000L;
    private static final long JUMP_NS = 1_000 * MS;
    private static final long CONCEAL_NS = 120 * MS;
    private static final long ADAPT_PAUSE_NS = 100 * MS;
    private static final long FAR_TOO_LONG_NS = 100 * MS;
    private static final int LEARNING_PACKETS = 100;

    private final JitterSettings settings;
    private final int clockRate;
    private final Slot[] slots = new Slot[SLOTS];
    private final DelayDistribution delays = new DelayDistribution();
    private final JitterCounters counters = new JitterCounters();

    private boolean active;
    private boolean playing;
    private int ssrc;
    private int nextSeq;
    private int highestSeq;
    private int suspectSeq = -1;
    private long nextTs;
    private long newestTs;
    private long originTs;
    private int frameTs;
    private int starvedTs;
    private int concealedTs;
    private boolean spurtEnded;
    private long adaptedNs;
    private int present;

    private Slot current;
    private boolean nextKnown;
    private int durationTs;
    private int delayMs;
    private int recoveryMs;
    private long slackNs;

    /**
     * An empty buffer.
     *
     * @param clockRate the RTP clock in Hz
     */
    public JitterBuffer(JitterSettings settings, int clockRate) {
        this.settings = settings;
        this.clockRate = clockRate;
        this.frameTs = clockRate / 50;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot();
        }
        current = slots[0];
    }

    /**
     * Takes one audio packet.
     *
     * @param seq 0 to 65535
     * @param timestamp of its first sample, in units of the clock
     * @param source its SSRC; a new one starts everything afresh
     * @param tag what the caller wants to know of the packet when it is played, such as its payload type
     * @param samples how long it lasts, in units of the clock, positive
     * @param nowNs when it arrived
     */
    public Arrival put(
            int seq, int timestamp, int source, int tag, byte[] buf, int off, int len, int samples, long nowNs) {
        counters.received++;
        if (!active || source != ssrc) {
            start(seq, timestamp, source, nowNs);
        }
        Arrival order = order(seq, timestamp, nowNs);
        long ts = extend(timestamp);
        if (order == Arrival.LATE) {
            measureLate(ts, nowNs); // from these above all is to be learnt that the delay is too short
        }
        if (order != Arrival.STORED) {
            return order;
        }
        measure(ts, nowNs);
        Slot slot = slots[seq & MASK];
        slot.set(seq, ts, tag, samples, buf, off, len);
        present++;
        frameTs = samples;
        newestTs = Math.max(newestTs, ts);
        return Arrival.STORED;
    }

    /**
     * Takes note of a packet that shares the numbering but is no audio, such as a telephone event, so that it is not
     * missed.
     */
    public void skip(int seq, int source, long nowNs) {
        if (!active || source != ssrc || (!playing && present == 0)) {
            return;
        }
        int ahead = (short) (seq - nextSeq);
        if (ahead < 0 || ahead >= SLOTS || slots[seq & MASK].holds(seq)) {
            return;
        }
        slots[seq & MASK].setSkipped(seq);
        if ((short) (seq - highestSeq) > 0) {
            highestSeq = seq;
        }
    }

    private void start(int seq, int timestamp, int source, long nowNs) {
        if (active) {
            counters.restarts++;
        }
        active = true;
        ssrc = source;
        delays.reset();
        originTs = Integer.toUnsignedLong(timestamp);
        newestTs = originTs;
        restartAt(seq, nowNs);
    }

    /** Empties the slots and waits for a first packet to play. */
    private void restartAt(int seq, long nowNs) {
        for (Slot slot : slots) {
            slot.clear();
        }
        present = 0;
        playing = false;
        nextSeq = seq;
        highestSeq = seq;
        suspectSeq = -1;
        starvedTs = 0;
        concealedTs = 0;
        spurtEnded = false;
        adaptedNs = nowNs;
    }

    /** Decides by the sequence number whether the packet has a place, and makes it. */
    private Arrival order(int seq, int timestamp, long nowNs) {
        int ahead = (short) (seq - nextSeq);
        if (ahead < -MAX_MISORDER || ahead > MAX_DROPOUT) {
            if (seq != suspectSeq) {
                suspectSeq = seq + 1 & 0xFFFF;
                counters.suspects++;
                return Arrival.SUSPECT;
            }
            counters.restarts++;
            delays.reset();
            originTs = Integer.toUnsignedLong(timestamp);
            newestTs = originTs;
            restartAt(seq, nowNs);
            return Arrival.STORED;
        }
        suspectSeq = -1;
        if (ahead < 0 && !playing && (short) (highestSeq - seq) < SLOTS) {
            nextSeq = seq;
            return Arrival.STORED;
        }
        if (ahead < 0) {
            boolean again = slots[seq & MASK].wasPlayed(seq);
            if (again) {
                counters.duplicates++;
            } else {
                counters.late++;
            }
            return again ? Arrival.DUPLICATE : Arrival.LATE;
        }
        if (slots[seq & MASK].holds(seq)) {
            counters.duplicates++;
            return Arrival.DUPLICATE;
        }
        makeRoom(ahead);
        if ((short) (seq - highestSeq) > 0) {
            highestSeq = seq;
        }
        return Arrival.STORED;
    }

    /** Gives up the oldest numbers when the new one is beyond the last slot. */
    private void makeRoom(int ahead) {
        for (int excess = ahead - SLOTS + 1; excess > 0; excess--) {
            Slot slot = slots[nextSeq & MASK];
            if (slot.holdsAudio(nextSeq)) {
                counters.overflowed++;
                present--;
                slot.clear();
            }
            nextSeq = nextSeq + 1 & 0xFFFF;
            spurtEnded = true;
        }
    }

    /** The timestamp in 64 bits, nearest to the newest one. */
    private long extend(int timestamp) {
        return newestTs + (timestamp - (int) newestTs);
    }

    private void measure(long ts, long nowNs) {
        long transit = nowNs - mediaNs(ts);
        if (delays.seen() > 0 && Math.abs(transit - delays.fastestNs()) > JUMP_NS) {
            // The source's timestamps jumped, or it paused its clock: its old transits mean nothing any more.
            delays.reset();
        }
        delays.add(transit, nowNs);
    }

    private void measureLate(long ts, long nowNs) {
        long transit = nowNs - mediaNs(ts);
        if (delays.seen() > 0 && Math.abs(transit - delays.fastestNs()) <= JUMP_NS) {
            delays.add(transit, nowNs);
        }
    }

    private long mediaNs(long ts) {
        long units = ts - originTs;
        return units / clockRate * 1_000_000_000L + units % clockRate * 1_000_000_000L / clockRate;
    }

    /** How long ago the packet could have been played, had it travelled as fast as the fastest. */
    private long behindNs(Slot slot, long nowNs) {
        return nowNs - mediaNs(slot.ts) - delays.fastestNs();
    }

    private long nanos(int units) {
        return units * 1_000_000_000L / clockRate;
    }

    /**
     * What to play next. Call it once for each frame that is wanted; after {@link Playout#FRAME} and {@link
     * Playout#MISSING}, {@link #samples()} says how long that is.
     *
     * @param quiet whether the last frame played was so quiet that leaving one out or putting one in is not heard
     */
    public Playout take(boolean quiet, long nowNs) {
        Playout what = next(quiet, nowNs);
        if (what == Playout.FRAME) {
            long behindNs = behindNs(current, nowNs);
            delayMs = Math.clamp(behindNs / MS, 0, 10_000);
            slackNs = behindNs - targetNs();
        }
        return what;
    }

    private Playout next(boolean quiet, long nowNs) {
        nextKnown = false;
        durationTs = frameTs;
        passSkipped();
        if (present == 0) {
            return starve();
        }
        if (!playing) {
            return begin(nowNs);
        }
        Slot slot = slots[nextSeq & MASK];
        if (slot.holds(nextSeq) && slot.ts == nextTs) {
            return adapt(slot, quiet, nowNs);
        }
        return gap(firstPresent(), nowNs);
    }

    private void passSkipped() {
        Slot slot = slots[nextSeq & MASK];
        while (slot.holdsSkipped(nextSeq)) {
            slot.clear();
            nextSeq = nextSeq + 1 & 0xFFFF;
            spurtEnded = true;
            slot = slots[nextSeq & MASK];
        }
    }

    /** Nothing is there. For a moment that is a packet to be waited for, after that it is silence. */
    private Playout starve() {
        if (!playing || spurtEnded || nanos(starvedTs) >= CONCEAL_NS) {
            starvedTs = Math.min(starvedTs + frameTs, Integer.MAX_VALUE / 2);
            counters.silent++;
            return Playout.SILENCE;
        }
        starvedTs += frameTs;
        counters.waited++;
        return Playout.MISSING;
    }

    private Playout begin(long nowNs) {
        Slot first = firstPresent();
        if (behindNs(first, nowNs) < targetNs()) {
            counters.silent++;
            return Playout.SILENCE;
        }
        playing = true;
        adaptedNs = nowNs;
        return play(first);
    }

    /** The next packet is not the one that continues the sound. */
    private Playout gap(Slot next, long nowNs) {
        long gapTs = next.ts - nextTs;
        int lost = (next.seq - nextSeq) & 0xFFFF;
        boolean pause = lost == 0 || spurtEnded || eventsBefore(next) || gapTs > (long) (lost + 1) * frameTs;
        if (gapTs < 0 || pause) {
            return resume(next, gapTs, nowNs);
        }
        if (starvedTs >= frameTs) {
            // This loss has been bridged while waiting for what follows it.
            int bridged = Math.min(lost, starvedTs / frameTs);
            starvedTs -= bridged * frameTs;
            counters.missing += bridged;
            advance(bridged);
            return next.seq == nextSeq ? play(next) : gap(next, nowNs);
        }
        counters.missing++;
        concealedTs += frameTs;
        advance(1);
        nextKnown = next.seq == nextSeq;
        current = next;
        return nanos(concealedTs) > CONCEAL_NS ? Playout.SILENCE : Playout.MISSING;
    }

    private boolean eventsBefore(Slot next) {
        for (int seq = nextSeq; seq != next.seq; seq = seq + 1 & 0xFFFF) {
            if (slots[seq & MASK].holdsSkipped(seq)) {
                return true;
            }
        }
        return false;
    }

    private void advance(int frames) {
        nextSeq = nextSeq + frames & 0xFFFF;
        nextTs += (long) frames * frameTs;
    }

    /** A talk spurt begins, or the source's clock jumped: play when due. */
    private Playout resume(Slot next, long gapTs, long nowNs) {
        long behindNs = behindNs(next, nowNs);
        if (behindNs < targetNs() && gapTs != 0) {
            counters.silent++;
            return Playout.SILENCE;
        }
        adaptedNs = nowNs;
        return play(next);
    }

    /** The next packet is there and continues the sound: shall the delay be changed? */
    private Playout adapt(Slot slot, boolean quiet, long nowNs) {
        starvedTs = 0;
        spurtEnded = false;
        long behindNs = behindNs(slot, nowNs);
        long frameNs = nanos(slot.samples);
        long surplus = behindNs - targetNs();
        if (Math.abs(behindNs) > JUMP_NS + FAR_TOO_LONG_NS) {
            return play(slot); // the last of a life that ended: the delays known are those of the next one
        }
        if (surplus > FAR_TOO_LONG_NS + frameNs) {
            return play(shed(slot, nowNs));
        }
        if (!quiet || nowNs - adaptedNs < ADAPT_PAUSE_NS) {
            return play(slot);
        }
        if (surplus > frameNs + 15 * MS && slots[nextSeq + 1 & MASK].holdsAudio(nextSeq + 1 & 0xFFFF)) {
            adaptedNs = nowNs;
            return play(shedOne(slot));
        }
        if (surplus < -frameNs / 2) {
            adaptedNs = nowNs;
            counters.inserted++;
            durationTs = slot.samples;
            return Playout.MISSING;
        }
        return play(slot);
    }

    /** Leaves out frames, while there are more, until the delay is what it should be. */
    private Slot shed(Slot slot, long nowNs) {
        Slot at = slot;
        while (behindNs(at, nowNs) > targetNs() + nanos(at.samples)
                && slots[nextSeq + 1 & MASK].holdsAudio(nextSeq + 1 & 0xFFFF)) {
            at = shedOne(at);
        }
        adaptedNs = nowNs;
        return at;
    }

    private Slot shedOne(Slot slot) {
        counters.shed++;
        slot.markPlayed();
        present--;
        nextSeq = nextSeq + 1 & 0xFFFF;
        return slots[nextSeq & MASK];
    }

    private Playout play(Slot slot) {
        current = slot;
        nextSeq = slot.seq + 1 & 0xFFFF;
        nextTs = slot.ts + slot.samples;
        durationTs = slot.samples;
        slot.markPlayed();
        present--;
        starvedTs = 0;
        concealedTs = 0;
        spurtEnded = false;
        counters.played++;
        return Playout.FRAME;
    }

    private Slot firstPresent() {
        for (int i = 0; i < SLOTS; i++) {
            int seq = nextSeq + i & 0xFFFF;
            if (slots[seq & MASK].holdsAudio(seq)) {
                return slots[seq & MASK];
            }
        }
        throw new IllegalStateException("present counts " + present + " packets that are not there");
    }

    /** After {@code MISSING}: whether the very next packet is there, from which Opus may restore the missing one. */
    public boolean hasNext() {
        return nextKnown;
    }

    /** The bytes of the frame (after {@code FRAME}) or of the one after it (after {@code MISSING} with a next one). */
    public byte[] payload() {
        return current.bytes;
    }

    /** How many bytes of {@link #payload()}, from its beginning, count. */
    public int payloadLength() {
        return current.length;
    }

    /** What was given as tag with the packet in {@link #payload()}. */
    public int tag() {
        return current.tag;
    }

    /** How long the frame played or missing is, in units of the clock. */
    public int samples() {
        return durationTs;
    }

    /**
     * Aims at so much more delay than the network asks for, so that the packet after a lost one is there when the lost one is
     * due, and its copy can be used.
     *
     * @param ms the length of a packet, or 0 when there is nothing to wait for
     */
    public void recovery(int ms) {
        recoveryMs = ms;
    }

    /** The delay aimed at. */
    public int targetMs() {
        if (delays.seen() == 0) {
            return settings.startMs();
        }
        int wanted = delays.spreadMs() + recoveryMs;
        int least = delays.seen() < LEARNING_PACKETS ? settings.startMs() : settings.minMs();
        return Math.clamp(wanted, least, settings.maxMs());
    }

    private long targetNs() {
        return targetMs() * MS;
    }

    /** How long after the fastest packets could have been played the last frame was, in ms. */
    public int delayMs() {
        return delayMs;
    }

    /**
     * By how much the last frame was played later than the delay aimed at asks for, in ns; negative when it was played
     * earlier. Whoever chooses the moments of {@link #take} follows this: it holds the drift of the two clocks.
     */
    public long slackNs() {
        return slackNs;
    }

    /**
     * After {@link Playout#SILENCE}: in how many ns the frame that waits will be due, not positive when it is due by now,
     * or {@link Long#MAX_VALUE} when none waits.
     */
    public long untilDueNs(long nowNs) {
        return present == 0 ? Long.MAX_VALUE : targetNs() - behindNs(firstPresent(), nowNs);
    }

    /** Forgets what waits and what was heard, but not what was counted: packets went another way for a while. */
    public void restart() {
        active = false;
        for (Slot slot : slots) {
            slot.clear();
        }
        present = 0;
        playing = false;
    }

    /** What happened so far. */
    public JitterCounters counters() {
        return counters;
    }
}
