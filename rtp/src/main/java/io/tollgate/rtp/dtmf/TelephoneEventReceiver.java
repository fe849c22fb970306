package io.tollgate.rtp.dtmf;

/**
 * Reads telephone events (RFC 4733 section 2.5.2) and tells of each digit once: when it begins and when it ends, whatever
 * of its packets is lost, repeated or out of order. Mutable, one owner; allocates nothing.
 *
 * <p>An event ends with its end packet, with the beginning of another one, or when {@link #tick} finds that nothing more has
 * come of it for 150 ms.
 */
public final class TelephoneEventReceiver {
    private static final long GIVE_UP_NS = 150_000_000L;
    private static final int MAX_DURATION = 0xFFFF;

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
        if (sameSource && timestamp - startTs < 0 && timestamp - startTs > -10 * rate) {
            return true; // a straggler of an event before this one
        }
        if (!sameSource || timestamp != startTs) {
            if (sameSource && continues(code, timestamp)) {
                earlierSegments += MAX_DURATION;
                startTs = timestamp;
                duration = 0;
            } else {
                begin(ssrc, timestamp, rate, code);
            }
        } else if (!sounding || code != event) {
            return true; // a repetition of the end
        }
        duration = Math.max(duration, reported);
        lastNs = nowNs;
        if (end) {
            finish();
        }
        return true;
    }

    /** A long event goes on in a segment that begins where the last one was full (RFC 4733 section 2.5.1.3). */
    private boolean continues(int code, int timestamp) {
        return sounding && code == event && timestamp - startTs == MAX_DURATION;
    }

    private void begin(int ssrc, int timestamp, int rate, int code) {
        finish();
        known = true;
        sounding = true;
        source = ssrc;
        startTs = timestamp;
        clockRate = rate;
        event = code;
        duration = 0;
        earlierSegments = 0;
        listener.began(TelephoneEvent.digit(code));
    }

    private void finish() {
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
        }
    }

    /** Whether a digit is being heard. */
    public boolean sounding() {
        return sounding;
    }
}
