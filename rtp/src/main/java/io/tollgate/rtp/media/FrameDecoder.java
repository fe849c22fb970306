package io.tollgate.rtp.media;

/** Turns what a jitter buffer gives out into PCM at the leg's rate. Owned by the worker. */
sealed interface FrameDecoder permits OpusFrameDecoder, G711FrameDecoder {
    /** Decodes a frame; returns the samples written, or a negative number when it is malformed. */
    int decode(int tag, byte[] payload, int length, short[] pcm, int off);

    /** Makes up a missing frame of so many samples. {@code next} is what follows it, when {@code nextLength} is positive. */
    void conceal(byte[] next, int nextLength, short[] pcm, int off, int samples);

    /** Silence was played instead of anything of this decoder's. */
    void silence();

    /** Frees native memory. */
    void close();
}
