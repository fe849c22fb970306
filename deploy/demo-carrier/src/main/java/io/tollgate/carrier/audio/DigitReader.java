package io.tollgate.carrier.audio;

/** Collects digits and speaks them once the caller paused for two seconds or pressed hash. */
final class DigitReader {
    /** Silence after the last digit that ends the collecting. */
    static final long PAUSE_MS = 2000;

    /** Digits kept; more are dropped, since nobody listens to more. */
    static final int MAX_DIGITS = 32;

    private static final Recording BETWEEN = Recording.silence(150);

    private final Voices voices;
    private final StringBuilder collected = new StringBuilder();
    private long lastDigitMs;
    private Recording speech = Recording.silence(0);
    private int at;

    DigitReader(Voices voices) {
        this.voices = voices;
    }

    void digit(char digit, long nowMs) {
        if (collected.length() < MAX_DIGITS) {
            collected.append(digit);
        }
        lastDigitMs = nowMs;
    }

    void next(short[] frame, long nowMs) {
        if (at == speech.length() && isComplete(nowMs)) {
            speech = spoken();
            at = 0;
            collected.setLength(0);
        }
        for (int i = 0; i < frame.length && at < speech.length(); i++) {
            frame[i] = speech.at(at++);
        }
    }

    private boolean isComplete(long nowMs) {
        return !collected.isEmpty()
                && (collected.charAt(collected.length() - 1) == '#' || nowMs - lastDigitMs >= PAUSE_MS);
    }

    private Recording spoken() {
        Recording all = Recording.silence(0);
        for (int i = 0; i < collected.length(); i++) {
            all = all.then(voices.digit(collected.charAt(i))).then(BETWEEN);
        }
        return all;
    }
}
