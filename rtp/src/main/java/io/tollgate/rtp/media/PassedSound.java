package io.tollgate.rtp.media;

import io.tollgate.rtp.quality.LevelTracker;

/**
 * How much of a direction is listened to while its packets pass undecoded: one second of every four. To decode them all only
 * for their loudness would cost what passing them saves. The second is in one piece, because speech is told from noise by how
 * the loudness moves. Owned by the worker; pure.
 */
final class PassedSound {
    static final int LISTENED_MS = 1_000;
    static final int PERIOD_MS = 4_000;

    /** A decoder with a memory begins in the middle of a sentence: what it says at first is not believed. */
    private static final int SETTLING_MS = 100;

    private int atMs;
    private boolean heardAny;
    private boolean sounding;
    private boolean soundedBefore = true;

    /** Packets begin to pass: the first second counts. */
    void begin() {
        atMs = 0;
        heardAny = false;
        sounding = false;
        soundedBefore = true;
    }

    /** Whether packets are to be decoded now. */
    boolean listens() {
        return atMs < LISTENED_MS;
    }

    /** Whether what is decoded now tells how loud it is. */
    boolean settled() {
        return atMs >= SETTLING_MS;
    }

    /** A packet was listened to. */
    void heard(LevelTracker level) {
        heardAny = true;
        sounding |= level.sounding();
    }

    /**
     * Time has passed.
     *
     * @return whether a second that was listened to is over
     */
    boolean tick(int ms, LevelTracker level) {
        if (!listens()) {
            level.unheard(ms);
        } else if (!heardAny && settled()) {
            level.nothing(ms);
        }
        heardAny = false;
        boolean listened = listens();
        atMs += ms;
        boolean over = listened && !listens();
        if (over) {
            soundedBefore = sounding;
            sounding = false;
        }
        if (atMs >= PERIOD_MS) {
            atMs -= PERIOD_MS;
        }
        return over;
    }

    /** Whether there was anything to hear in the last second that was listened to; true before the first. */
    boolean sounded() {
        return soundedBefore || sounding;
    }
}
