package io.tollgate.rtp.media;

/**
 * What the operator wants done to the sound of a trunk.
 *
 * @param comfortNoise whether noise is described to the other side while we are silent, where it takes that (RFC 3389)
 * @param silenceSuppression whether packets without speech are left out
 * @param echoTailMs how long the trunk's echo may last that is cancelled, 8 to 128 ms; 0 when the carrier cancels it
 * @param gainControl whether the telephone's voice is brought to an even loudness
 * @param dtmf when digits are listened for and sent in the sound itself
 */
public record TrunkSettings(
        boolean comfortNoise, boolean silenceSuppression, int echoTailMs, boolean gainControl, InbandDigits dtmf) {

    /** When digits are tones in the sound. */
    public enum InbandDigits {
        NEVER,
        /** Where no telephone events were agreed on (RFC 4733). */
        WHEN_NO_EVENTS,
        /** Heard in any case, and sent where there are no events. */
        ALWAYS
    }

    /** What suits most carriers: nothing but tones where there are no events. */
    public static final TrunkSettings USUAL = new TrunkSettings(true, false, 0, false, InbandDigits.WHEN_NO_EVENTS);

    public TrunkSettings {
        if (echoTailMs != 0 && (echoTailMs < 8 || echoTailMs > 128)) {
            throw new IllegalArgumentException("an echo of " + echoTailMs + " ms cannot be cancelled, 8 to 128 can");
        }
    }
}
