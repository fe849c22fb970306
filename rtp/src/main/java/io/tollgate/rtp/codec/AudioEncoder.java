package io.tollgate.rtp.codec;

/**
 * Turns mono PCM into the payload of one RTP packet. Confined to one thread, stateful, allocates nothing per frame.
 */
public interface AudioEncoder extends AutoCloseable {
    /** The rate of the PCM taken, in Hz. */
    int sampleRate();

    /** The unit of the codec in samples: {@link #encode} takes a multiple of it. 1 for codecs of single samples. */
    int frameSamples();

    /**
     * Encodes a whole packet.
     *
     * @param samples a positive multiple of {@link #frameSamples}
     * @return bytes written to {@code out} from {@code outOff}
     * @throws IllegalArgumentException for another number of samples
     * @throws IndexOutOfBoundsException when a range lies outside its array
     */
    int encode(short[] pcm, int off, int samples, byte[] out, int outOff);

    /** Frees native memory; a second call does nothing. */
    @Override
    void close();
}
