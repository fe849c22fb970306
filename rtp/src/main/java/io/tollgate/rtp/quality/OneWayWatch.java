package io.tollgate.rtp.quality;

/**
 * Finds the call in which one hears nothing of the other: one side gives no sound at all while the other goes on talking.
 * That a listener is quiet is no fault, so only the time counts in which the other side gives sound, and only digital silence
 * is silence: an open microphone hisses.
 *
 * <p>Mutable, owned by one thread, allocates nothing. Fed once a tick with both directions.
 */
public final class OneWayWatch {
    /** So long one side must have talked into silence: longer than a polite listener with silence suppression. */
    public static final int DEFAULT_MS = 10_000;

    private final int afterMs;
    private long firstUnheardMs;
    private long secondUnheardMs;

    /** Watches with a threshold in ms, positive. */
    public OneWayWatch(int afterMs) {
        if (afterMs <= 0) {
            throw new IllegalArgumentException("a threshold of " + afterMs + " ms cannot be");
        }
        this.afterMs = afterMs;
    }

    /**
     * A tick has passed.
     *
     * @param firstSounds whether there was sound from the first side
     * @param secondSounds whether there was sound from the second side
     * @param ms length of the tick
     */
    public void tick(boolean firstSounds, boolean secondSounds, int ms) {
        firstUnheardMs = firstSounds ? 0 : firstUnheardMs + (secondSounds ? ms : 0);
        secondUnheardMs = secondSounds ? 0 : secondUnheardMs + (firstSounds ? ms : 0);
    }

    /** Whether nothing comes from the first side although the second talks. */
    public boolean firstUnheard() {
        return firstUnheardMs >= afterMs;
    }

    /** Whether nothing comes from the second side although the first talks. */
    public boolean secondUnheard() {
        return secondUnheardMs >= afterMs;
    }

    /** Begins again, as after a hold. */
    public void reset() {
        firstUnheardMs = 0;
        secondUnheardMs = 0;
    }
}
