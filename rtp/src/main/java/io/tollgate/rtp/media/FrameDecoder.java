package io.tollgate.rtp.media;

import io.tollgate.rtp.dsp.ComfortNoiseGenerator;

/** Turns what a jitter buffer gives out into PCM at the leg's rate. Owned by the worker. */
sealed interface FrameDecoder permits OpusFrameDecoder, TelephoneDecoder {
    /** Decodes a frame; returns the samples written, or a negative number when it is malformed. */
    int decode(int tag, byte[] payload, int length, short[] pcm, int off);

    /**
     * Makes up a missing frame of so many samples. {@code next} is what follows it, when {@code nextLength} is positive.
     * True when the frame was restored from what follows it, not invented.
     */
    boolean conceal(byte[] next, int nextLength, short[] pcm, int off, int samples);

    /** Tells a generator what follows the last frame, where that frame said what silence sounds like. */
    void describeSilence(ComfortNoiseGenerator noise);

    /** Nothing is being said: forgets what it would make up a missing frame from. */
    void silence();

    /** Frees native memory. */
    void close();
}
