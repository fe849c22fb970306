package io.tollgate.rtp.dtmf;

/**
 * Sends telephone events (RFC 4733 section 2.5.1) in place of audio: all packets of an event carry the timestamp of its
 * beginning and a growing duration, the first is marked, the last is sent three times; between digits there is a pause.
 *
 * <p>Mutable, one owner; allocates nothing. The owner calls {@link #step} at each packet time and sends what it finds.
 */
public final class TelephoneEventSender {
    /** Digits that may wait. */
    public static final int MAX_QUEUED = 64;

    private static final int DEFAULT_MS = 100;
    private static final int LEAST_MS = 40;
    private static final int PAUSE_MS = 60;
    private static final int END_PACKETS = 3;
    private static final int MAX_DURATION = 0xFFFF;
    /** -10 dBm0, what telephones send. */
    private static final int VOLUME = 10;
    /** A key that is held without an end is let go after this. */
    private static final int LONGEST_MS = 20_000;

    /** What is to be sent at this packet time. */
    public enum Step {
        /** Nothing of ours: send audio. */
        AUDIO,
        /** The event packet described by the accessors, instead of audio. */
        EVENT
    }

    private enum Phase {
        IDLE,
        SOUNDING,
        ENDING,
        PAUSE
    }

    private final byte[] payload = new byte[TelephoneEvent.PAYLOAD_LENGTH];
    private final char[] digits = new char[MAX_QUEUED];
    private final int[] lengthsMs = new int[MAX_QUEUED];
    /** Digits ever put in and ever begun; what lies between waits. */
    private long put;

    private long begun;
    /** Which of them is held, counted likewise; -1 when none is. */
    private long held = -1;

    private Phase phase = Phase.IDLE;
    private int clockRate = 8_000;
    private int event;
    private int startTs;
    private int segmentUnits;
    private boolean full;
    private int soundedMs;
    private int wantedMs;
    private int left;
    private boolean marker;

    /**
     * Appends digits, each of 100 ms.
     *
     * @return how many found room; what is no digit is left out and not counted
     */
    public int enqueue(String text) {
        int taken = 0;
        for (int i = 0; i < text.length(); i++) {
            if (TelephoneEvent.event(text.charAt(i)) >= 0 && put(text.charAt(i), DEFAULT_MS)) {
                taken++;
            }
        }
        return taken;
    }

    /** Begins a digit whose end is not known yet: it sounds until {@link #release}. Returns false when there is no room. */
    public boolean hold(char digit) {
        held = put(digit, LONGEST_MS) ? put - 1 : -1;
        return held >= 0;
    }

    /** Ends the digit that was held last, when it has sounded for so long (40 ms at least). */
    public void release(int durationMs) {
        int ms = Math.clamp(durationMs, LEAST_MS, LONGEST_MS);
        if (held >= begun) {
            lengthsMs[(int) (held % MAX_QUEUED)] = ms;
        } else if (held == begun - 1 && held >= 0 && phase == Phase.SOUNDING) {
            wantedMs = ms;
        }
        held = -1;
    }

    private boolean put(char digit, int lengthMs) {
        if (put - begun == MAX_QUEUED) {
            return false;
        }
        digits[(int) (put % MAX_QUEUED)] = digit;
        lengthsMs[(int) (put % MAX_QUEUED)] = lengthMs;
        put++;
        return true;
    }

    /** Whether anything is being sent or waits to be. */
    public boolean active() {
        return phase != Phase.IDLE || put > begun;
    }

    /**
     * What to send at this packet time.
     *
     * @param rate clock of the event's payload type in Hz
     * @param timestamp on that clock, of the audio that would be sent now
     * @param packetMs time until the next call
     */
    public Step step(int rate, int timestamp, int packetMs) {
        return switch (phase) {
            case IDLE -> put == begun ? Step.AUDIO : begin(rate, timestamp, packetMs);
            case SOUNDING -> sound(packetMs);
            case ENDING -> repeatEnd();
            case PAUSE -> pause(packetMs);
        };
    }

    private Step begin(int rate, int timestamp, int packetMs) {
        clockRate = rate;
        int next = (int) (begun % MAX_QUEUED);
        event = TelephoneEvent.event(digits[next]);
        wantedMs = lengthsMs[next];
        begun++;
        startTs = timestamp;
        segmentUnits = 0;
        full = false;
        soundedMs = 0;
        phase = Phase.SOUNDING;
        sound(packetMs);
        marker = true;
        return Step.EVENT;
    }

    private Step sound(int packetMs) {
        marker = false;
        if (full) {
            full = false;
            startTs += MAX_DURATION;
            segmentUnits -= MAX_DURATION;
        }
        if (soundedMs < wantedMs) {
            soundedMs += packetMs;
            segmentUnits += packetMs * (clockRate / 1_000);
        }
        // RFC 4733 section 2.5.1.3: a segment that is full says so, without an end, and the next begins where it ends.
        full = segmentUnits > MAX_DURATION;
        boolean last = soundedMs >= wantedMs && !full;
        if (last) {
            phase = Phase.ENDING;
            left = END_PACKETS - 1;
        }
        write(last);
        return Step.EVENT;
    }

    private Step repeatEnd() {
        if (--left == 0) {
            phase = Phase.PAUSE;
            left = PAUSE_MS;
        }
        return Step.EVENT;
    }

    private Step pause(int packetMs) {
        left -= packetMs;
        if (left <= 0) {
            phase = Phase.IDLE;
        }
        return Step.AUDIO;
    }

    private void write(boolean end) {
        int units = Math.min(segmentUnits, MAX_DURATION);
        payload[0] = (byte) event;
        payload[1] = (byte) (end ? 0x80 | VOLUME : VOLUME);
        payload[2] = (byte) (units >> 8);
        payload[3] = (byte) units;
    }

    /** The four bytes to send; valid until the next step. */
    public byte[] payload() {
        return payload;
    }

    /** The packet's timestamp. */
    public int timestamp() {
        return startTs;
    }

    /** Whether the packet is the first of its event. */
    public boolean marker() {
        return marker;
    }
}
