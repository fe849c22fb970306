package io.tollgate.carrier.audio;

/**
 * Digits from telephone-event packets (RFC 4733 section 2.3), each reported once.
 *
 * <p>All packets of one event carry the timestamp of its beginning (section 2.5.1.2), so a new timestamp is a new
 * digit, and retransmissions and updates are recognised by the old one.
 */
public final class TelephoneEvents {
    /** No new digit. */
    public static final char NONE = 0;

    private static final String DIGITS = "0123456789*#ABCD";
    private static final int PAYLOAD_BYTES = 4;

    private boolean started;
    private int ssrc;
    private int lastTimestamp;

    /** The digit that begins with this packet, or {@link #NONE}. */
    public char onPacket(int packetSsrc, int timestamp, byte[] buf, int off, int len) {
        if (len < PAYLOAD_BYTES) {
            return NONE;
        }
        boolean sameSource = started && packetSsrc == ssrc;
        if (sameSource && timestamp - lastTimestamp <= 0) {
            return NONE;
        }
        int event = buf[off] & 0xFF;
        if (event >= DIGITS.length()) {
            return NONE;
        }
        started = true;
        ssrc = packetSsrc;
        lastTimestamp = timestamp;
        return DIGITS.charAt(event);
    }
}
