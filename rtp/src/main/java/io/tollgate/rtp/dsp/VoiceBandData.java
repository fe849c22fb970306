package io.tollgate.rtp.dsp;

/**
 * Finds the call in which a fax or a modem takes the place of a voice, by their tones in either direction. From the first such
 * tone on the call carries data: silence suppression and gain control would break it. A tone of 2100 Hz whose phase is
 * reversed every 450 ms asks for more: while it and what follows it lasts, the echo canceller has to leave the sound alone,
 * because the modems cancel their own echo (ITU-T G.168 section 7, G.165 section 4). Without reversals the canceller stays,
 * which is what faxes want.
 *
 * <p>The times are those of G.165 and G.168 as they are commonly given (operation within a second, release 100 to 400 ms after
 * the signal has ended in both directions); the text of the recommendations was not at hand to check each of them.
 *
 * <p>Mutable, one owner, allocates nothing after construction.
 */
public final class VoiceBandData {
    /** The middle of the 250 ms, give or take 150, that G.168 section 7.8 allows. */
    private static final int RELEASE_MS = 250;

    private final DataTones fromTrunk;
    private final DataTones toTrunk;
    private boolean clear;

    /** {@code sampleRate}: 8000 or 16000 Hz. */
    public VoiceBandData(int sampleRate) {
        fromTrunk = new DataTones(sampleRate);
        toTrunk = new DataTones(sampleRate);
    }

    /** What came from the trunk, before anything is done to it. */
    public void heard(short[] pcm, int off, int samples) {
        fromTrunk.listen(pcm, off, samples);
        judge();
    }

    /** What is about to be said to the trunk. */
    public void saying(short[] pcm, int off, int samples) {
        toTrunk.listen(pcm, off, samples);
        judge();
    }

    private void judge() {
        if (fromTrunk.reversals() || toTrunk.reversals()) {
            clear = true;
        }
        if (clear && fromTrunk.quietMs() >= RELEASE_MS && toTrunk.quietMs() >= RELEASE_MS) {
            clear = false;
            fromTrunk.forgetReversals();
            toTrunk.forgetReversals();
        }
    }

    /** Whether there was a tone of a fax or a modem; stays true. */
    public boolean data() {
        return fromTrunk.calling() || fromTrunk.answered() || toTrunk.calling() || toTrunk.answered();
    }

    /** Whether echo cancellation has to be off now. */
    public boolean clear() {
        return clear;
    }

    /** What was heard, in words; empty when nothing was. */
    public String words() {
        String calling = fromTrunk.calling() || toTrunk.calling() ? "fax calling tone" : "";
        String answer = fromTrunk.answered() || toTrunk.answered() ? "answer tone" : "";
        return calling + (calling.isEmpty() || answer.isEmpty() ? "" : ", ") + answer;
    }
}
