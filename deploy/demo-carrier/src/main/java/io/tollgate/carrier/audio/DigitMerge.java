package io.tollgate.carrier.audio;

/**
 * One stream of digits out of two detectors: a gateway may send a key as telephone-event, as tone, or as both.
 *
 * <p>Telephone events win: once one was seen the tones are ignored. Only the very first key can be heard as a tone
 * before its event arrives; that event, within half a second, is its twin and not a second key.
 */
public final class DigitMerge {
    private static final long TWIN_MS = 500;

    private boolean eventsSeen;
    private char lastTone;
    private long lastToneMs;

    /** A telephone-event digit: true when it is a key of its own. */
    public boolean event(char digit, long nowMs) {
        boolean twin = !eventsSeen && digit == lastTone && nowMs - lastToneMs < TWIN_MS;
        eventsSeen = true;
        return !twin;
    }

    /** A digit found in the audio: true when it is a key of its own. */
    public boolean tone(char digit, long nowMs) {
        lastTone = digit;
        lastToneMs = nowMs;
        return !eventsSeen;
    }
}
