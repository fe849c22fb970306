package io.tollgate.rtp.codec;

/**
 * Turns frames of mono PCM into Opus packets (RFC 6716). Confined to the thread that made it, stateful, allocates nothing
 * per frame (the pure Java one excepted). After {@link #close} every other method throws {@link IllegalStateException}.
 */
public sealed interface OpusEncoder extends AutoCloseable permits NativeOpusEncoder, JavaOpusEncoder {
    /** The rate of the PCM taken, in Hz. */
    int sampleRate();

    /**
     * Encodes one frame.
     *
     * @param samples 2.5, 5, 10, 20, 40 or 60 ms at {@link #sampleRate}
     * @param max bytes that {@code out} may receive, at least 2; more than 1275 are never used
     * @return bytes written, at least 1; 1 or 2 mean that DTX found nothing worth sending
     * @throws IllegalArgumentException for any other number of samples, or a {@code max} below 2
     * @throws IndexOutOfBoundsException when a range lies outside its array
     */
    int encode(short[] pcm, int off, int samples, byte[] out, int outOff, int max);

    /** Bits per second, {@link OpusSettings#MIN_BITRATE} to {@link OpusSettings#MAX_BITRATE}, from the next frame on. */
    void bitrate(int bitsPerSecond);

    /** 0 (fast) to 10 (good), from the next frame on. */
    void complexity(int complexity);

    /** Percent of packets expected to be lost, 0 to 100, from the next frame on: steers how much FEC is sent. */
    void expectedLoss(int percent);

    /** Whether packets carry a coarse copy of the frame before them, from the next frame on (RFC 6716 section 2.1.7). */
    void fec(boolean on);

    /** Whether silence is sent as next to nothing, from the next frame on (RFC 6716 section 2.1.9). */
    void dtx(boolean on);

    /** Which layer codes, from the next frame on; a change in the middle of a call is smoothed by the codec itself. */
    void layer(OpusLayer layer);

    @Override
    void close();
}
