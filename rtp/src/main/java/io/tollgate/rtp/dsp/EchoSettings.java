package io.tollgate.rtp.dsp;

/**
 * What an {@link EchoCanceller} is to do.
 *
 * @param sampleRate in Hz: 8000 or 16000
 * @param tailMs how long an echo may last once it begins: 16 to 256. A hybrid rings for 8 to 24 ms; what is left covers
 *     several of them on one line, and jitter that moves the echo
 * @param maxDelayMs how late an echo may begin: 0 to 380. With 0 it is not searched for and must lie within the tail
 * @param suppressor whether what remains after cancellation is taken away while only the far side talks, and comfort
 *     noise put in its place
 * @param seed of the comfort noise
 */
public record EchoSettings(int sampleRate, int tailMs, int maxDelayMs, boolean suppressor, long seed) {
    /** Tails shorter than this hold no hybrid, longer ones are no line. */
    public static final int MIN_TAIL_MS = 16;

    public static final int MAX_TAIL_MS = 256;
    public static final int MAX_DELAY_MS = 380;

    public EchoSettings {
        Rates.check(sampleRate);
        if (tailMs < MIN_TAIL_MS || tailMs > MAX_TAIL_MS) {
            throw new IllegalArgumentException("an echo tail of " + tailMs + " ms");
        }
        if (maxDelayMs < 0 || maxDelayMs > MAX_DELAY_MS) {
            throw new IllegalArgumentException("an echo delay of " + maxDelayMs + " ms");
        }
    }

    /** For a trunk: 64 ms of tail, an echo that begins within 380 ms, suppressor on. */
    public static EchoSettings trunk(int sampleRate, long seed) {
        return new EchoSettings(sampleRate, 64, MAX_DELAY_MS, true, seed);
    }
}
