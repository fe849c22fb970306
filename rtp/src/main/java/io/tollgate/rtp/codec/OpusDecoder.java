package io.tollgate.rtp.codec;

/**
 * Turns Opus packets into mono PCM (RFC 6716), at a rate that need not be the encoder's. Confined to the thread that made
 * it, stateful, allocates nothing per frame (the pure Java one excepted). After {@link #close} every other method throws
 * {@link IllegalStateException}.
 *
 * <p>Packets come from the network: what is wrong with them is a negative result, never an exception. After one, conceal
 * the frame.
 */
public sealed interface OpusDecoder extends AutoCloseable permits NativeOpusDecoder, JavaOpusDecoder {
    /** Returned for bytes that are no Opus packet. */
    int MALFORMED = -1;

    /** Returned for a packet that holds more sound than there is room for. */
    int TOO_LONG = -2;

    /** The rate of the PCM given, in Hz. */
    int sampleRate();

    /**
     * Decodes one packet.
     *
     * @param maxSamples room in {@code pcm}; 120 ms is the most a packet can hold
     * @return samples written, or {@link #MALFORMED} or {@link #TOO_LONG}
     * @throws IndexOutOfBoundsException when a range lies outside its array
     */
    int decode(byte[] in, int off, int len, short[] pcm, int pcmOff, int maxSamples);

    /**
     * Restores the lost frame before a packet from the copy that the packet carries, or conceals it when it carries none
     * (see {@link OpusPacket#hasFec}). Call it before {@link #decode} of the same packet, and only when exactly that
     * frame is missing.
     *
     * @param samples length of the lost frame, a multiple of 2.5 ms, at most 120 ms
     * @return {@code samples}, or {@link #MALFORMED}
     * @throws IllegalArgumentException for any other number of samples
     * @throws IndexOutOfBoundsException when a range lies outside its array
     */
    int decodeFec(byte[] in, int off, int len, short[] pcm, int pcmOff, int samples);

    /**
     * Invents what a lost packet may have said, fading out over repeated calls.
     *
     * @param samples a multiple of 2.5 ms, at most 120 ms
     * @return {@code samples}
     * @throws IllegalArgumentException for any other number of samples
     * @throws IndexOutOfBoundsException when the range lies outside the array
     */
    int conceal(short[] pcm, int off, int samples);

    @Override
    void close();
}
