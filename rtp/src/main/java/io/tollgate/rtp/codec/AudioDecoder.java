package io.tollgate.rtp.codec;

import io.tollgate.rtp.dsp.ComfortNoiseGenerator;

/**
 * Turns the payloads of RTP packets into mono PCM. Confined to one thread, stateful, allocates nothing per frame. Payloads
 * come from the network: what is wrong with them is a negative result, never an exception.
 */
public interface AudioDecoder extends AutoCloseable {
    /** Returned for bytes that are no payload of this codec. */
    int MALFORMED = -1;

    /** Returned for a payload that holds more sound than there is room for. */
    int TOO_LONG = -2;

    /** The rate of the PCM given, in Hz. */
    int sampleRate();

    /** How many samples a payload of this length holds, or {@link #MALFORMED}. Changes nothing. */
    int samples(byte[] in, int off, int len);

    /**
     * Decodes one packet.
     *
     * @param maxSamples room in {@code pcm} from {@code pcmOff}
     * @return samples written, or {@link #MALFORMED} or {@link #TOO_LONG}
     */
    int decode(byte[] in, int off, int len, short[] pcm, int pcmOff, int maxSamples);

    /**
     * Invents what a lost packet may have said, fading to silence over repeated calls; the next {@link #decode} joins
     * smoothly.
     *
     * @param samples any positive number up to 120 ms
     */
    void conceal(short[] pcm, int off, int samples);

    /**
     * Tells a generator what the silence sounds like that follows the last payload, where that payload said so (G.729 annex
     * B). Payloads of RFC 3389 go to a generator without a decoder.
     *
     * @return false when the last payload held sound only; nothing happens then
     */
    boolean describeSilence(ComfortNoiseGenerator generator);

    /** Silence was played instead of anything of this decoder's: forgets what it would conceal from. */
    void silence();

    /** Frees native memory; a second call does nothing. */
    @Override
    void close();
}
