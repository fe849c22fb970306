package io.tollgate.rtp.media;

import java.util.Arrays;

/**
 * What was said to a trunk and has not yet been held against what came back. The two directions tick apart, so that now and
 * then there is a frame too many or none: then the oldest is dropped, or silence stands in, and the canceller finds the echo
 * anew. Allocates nothing after construction.
 */
final class EchoReference {
    private static final int FRAMES = 3;

    private final short[] said;
    private int waiting;

    EchoReference(int sampleRate) {
        said = new short[FRAMES * sampleRate / 50];
    }

    /** Appends what goes out. */
    void said(short[] pcm, int samples) {
        int excess = Math.max(0, waiting + samples - said.length);
        if (excess > 0) {
            drop(excess);
        }
        System.arraycopy(pcm, 0, said, waiting, samples);
        waiting += samples;
    }

    /** Takes as much as is heard in the same time. */
    void take(short[] pcm, int samples) {
        int known = Math.min(waiting, samples);
        System.arraycopy(said, 0, pcm, 0, known);
        Arrays.fill(pcm, known, samples, (short) 0);
        drop(known);
    }

    private void drop(int samples) {
        waiting -= samples;
        System.arraycopy(said, samples, said, 0, waiting);
    }
}
