package io.tollgate.rtp.dsp;

/** The sample rates of telephony, to which this package keeps. */
final class Rates {
    private Rates() {}

    /** Throws unless the rate is 8000 or 16000 Hz. */
    static void check(int sampleRate) {
        if (sampleRate != 8_000 && sampleRate != 16_000) {
            throw new IllegalArgumentException("a sample rate of " + sampleRate + " Hz");
        }
    }
}
