package io.tollgate.rtp.media;

/** Gives back what was put in so many samples ago. */
final class DelayLine {
    private final short[] line;
    private int at;

    DelayLine(int samples) {
        line = new short[samples];
    }

    /** Puts the samples in and replaces them by old ones. */
    void swap(short[] pcm, int samples) {
        for (int i = 0; i < samples; i++) {
            short old = line[at];
            line[at] = pcm[i];
            pcm[i] = old;
            at = at + 1 == line.length ? 0 : at + 1;
        }
    }
}
