package io.tollgate.rtp.codec;

import io.tollgate.rtp.dsp.ComfortNoiseGenerator;

/**
 * What is particular to one codec in decoding: how long a payload may be and what it says. {@link ConcealingDecoder} makes
 * an {@link AudioDecoder} of it. Confined to one thread, stateful, allocates nothing per payload.
 */
interface PayloadDecoder {
    /** The rate of the PCM given, in Hz. */
    int sampleRate();

    /** How many samples a payload of this length holds, or {@link AudioDecoder#MALFORMED}; {@code length} is positive. */
    int samples(int length);

    /**
     * Decodes a payload for which {@link #samples} has found a number; the arrays have been checked.
     *
     * @return whether every frame of it was one of this codec; when not, what stands in {@code pcm} is not heard
     */
    boolean decode(byte[] in, int off, int len, short[] pcm, int pcmOff);

    /** As {@link AudioDecoder#describeSilence}. */
    default boolean describeSilence(ComfortNoiseGenerator generator) {
        return false;
    }

    /** Frees native memory. */
    default void close() {}
}
