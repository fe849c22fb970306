package io.tollgate.rtp.jitter;

/** Room for one packet. Remembers the number of what it held last, to tell a duplicate from a late packet. */
final class Slot {
    private static final int EMPTY = -1;
    /** G.711 in 20 ms, Opus at 64 kbit/s in 20 ms; a slot that gets more grows, once. */
    private static final int USUAL_BYTES = 176;

    /** G.711 in 60 ms. */
    private static final int LARGER_BYTES = 480;

    private static final int LARGEST_BYTES = 1_500;

    byte[] bytes = new byte[USUAL_BYTES];
    int length;
    int seq = EMPTY;
    int samples;
    int tag;
    long ts;
    private boolean skipped;
    private int playedSeq = EMPTY;

    void set(int newSeq, long newTs, int newTag, int newSamples, byte[] buf, int off, int len) {
        if (bytes.length < len) {
            bytes = new byte[len <= LARGER_BYTES ? LARGER_BYTES : Math.max(len, LARGEST_BYTES)];
        }
        System.arraycopy(buf, off, bytes, 0, len);
        length = len;
        seq = newSeq;
        ts = newTs;
        tag = newTag;
        samples = newSamples;
        skipped = false;
        playedSeq = EMPTY;
    }

    void setSkipped(int newSeq) {
        seq = newSeq;
        skipped = true;
        playedSeq = EMPTY;
    }

    boolean holds(int number) {
        return seq == number;
    }

    boolean holdsAudio(int number) {
        return seq == number && !skipped;
    }

    boolean holdsSkipped(int number) {
        return seq == number && skipped;
    }

    boolean wasPlayed(int number) {
        return playedSeq == number;
    }

    void markPlayed() {
        playedSeq = seq;
        seq = EMPTY;
    }

    void clear() {
        seq = EMPTY;
        playedSeq = EMPTY;
        skipped = false;
    }
}
