package io.tollgate.rtp.dtmf;

/**
 * Reads telephone events (RFC 4733 section 2.5.2) and tells of each digit once: when it begins and when it ends, whatever
 * of its packets is lost, repeated or out of order. Mutable, one owner; allocates nothing.
 *
 * <p>An event ends with its end packet, with the beginning of another one, or when {@link #tick} finds that nothing more has
 * come of it for 150 ms. What comes of it after that is not told again, or a key held through a gap in the network would be
 * two. Only the first event of a packet is read: digits have pauses between them and cannot share one (section 2.5.1.5).
 */
public final class TelephoneEventReceiver {
    private static final long GIVE_UP_NS = 150_000_000L;
    /** For so long after the last packet of an event a packet with an earlier timestamp is one that was overtaken. */
    private static final long STRAGGLER_NS = 2_000_000_000L;

    /** The most that a segment of a long event can say, and the most when events are sent redundantly as well. */
    private static final int MAX_DURATION = 0xFFFF;

    private static final int MAX_REDUNDANT_DURATION = 0x3FFF;
    /** By how much less than full a segment may be, since packets do not end where it is full. */
    private static final int PACKET_MS = 120;
    /** How much of a segment's end may be lost for the next segment still to be recognised. */
    private static final int LOST_END_MS = 500;

    /** What the receiver tells. */
    public interface Listener {
        /** A digit has begun. */
        void began(char digit);

        /** The digit that began last has ended after so long. */
        void ended(char digit, int durationMs);
    }

    private final Listener listener;
    private boolean known;
    private boolean sounding;
    /** Whether the last event ended for want of packets, so that more of it may come. */
    private boolean givenUp;

    private int source;
    private int startTs;
    private int event;
    private int clockRate = 8_000;
    private int duration;
    private int earlierSegments;
    private long lastNs;

    public TelephoneEventReceiver(Listener listener) {
        this.listener = listener;
    }

    /**
     * Takes one packet.
     *
     * @param rate clock of its payload type in Hz
     * @param timestamp of the event's beginning, the same in all packets of one event
     * @return false when the payload is malformed
     */
    public boolean packet(int ssrc, int timestamp, int rate, byte[] buf, int off, int len, long nowNs) {
        if (len < TelephoneEvent.PAYLOAD_LENGTH) {
            return false;
        }
        int code = buf[off] & 0xFF;
        boolean end = (buf[off + 1] & 0x80) != 0;
        int reported = (buf[off + 2] & 0xFF) << 8 | (buf[off + 3] & 0xFF);
        if (TelephoneEvent.digit(code) == 0) {
            return true;
        }
        boolean sameSource = known && ssrc == source && rate == clockRate;
        if (sameSource && timestamp - startTs < 0 && nowNs - lastNs < STRAGGLER_NS) {
            return true; // a straggler of an event before this one
        }
        if (!sameSource || timestamp != startTs) {
            if (sameSource && continues(code, timestamp)) {
                earlierSegments += timestamp - startTs;
                startTs = timestamp;
                duration = 0;
            } else {
                begin(ssrc, timestamp, rate, code);
            }
        } else if (sounding && code != event) {
            return true; // one event cannot become another
        }
        duration = Math.max(duration, reported);
        lastNs = nowNs;
        if (end) {
            finish();
        }
        return true;
    }

    /**
     * A long event goes on in a segment that begins where the last one ended without its end bit (RFC 4733 section
     * 2.5.1.3). Where that was is known from the last packet, or, when that was lost, from the length that segments have. A
     * key that is pressed again begins later, for nobody does so within no time.
     */
    private boolean continues(int code, int timestamp) {
        if (code != event || !(sounding || givenUp)) {
            return false;
        }
        int length = timestamp - startTs;
        int lost = length - duration;
        return lost == 0
                || (lost > 0
                        && lost <= LOST_END_MS * (clockRate / 1_000)
                        && (fills(length, MAX_DURATION) || fills(length, MAX_REDUNDANT_DURATION)));
    }

    private boolean fills(int length, int full) {
        return length <= full && length > full - PACKET_MS * (clockRate / 1_000);
    }

    private void begin(int ssrc, int timestamp, int rate, int code) {
        finish();
        known = true;
        sounding = true;
        givenUp = false;
        source = ssrc;
        startTs = timestamp;
        clockRate = rate;
        event = code;
        duration = 0;
        earlierSegments = 0;
        listener.began(TelephoneEvent.digit(code));
    }

    private void finish() {
        givenUp = false;
        if (sounding) {
            sounding = false;
            long units = (long) earlierSegments + duration;
            listener.ended(TelephoneEvent.digit(event), (int) (units * 1_000 / clockRate));
        }
    }

    /** To be called now and then: ends an event whose end packets were all lost. */
    public void tick(long nowNs) {
        if (sounding && nowNs - lastNs > GIVE_UP_NS) {
            finish();
            givenUp = true;
        }
    }

    /** Whether a digit is being heard. */
    public boolean sounding() {
        return sounding;
    }
}
