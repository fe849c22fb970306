package io.tollgate.rtp.sdp;

import java.util.Locale;
import java.util.Optional;

/**
 * A codec that a leg can speak besides Opus, with what RFC 3551 section 6 and RFC 3952 fix for it.
 *
 * <p>The overlay always speaks Opus at least, which is therefore no member of this list.
 */
public enum AudioCodec {
    /** G.711 µ-law, 8 kHz. */
    PCMU("PCMU", 0, 8_000, 8_000),
    /** G.711 A-law, 8 kHz. */
    PCMA("PCMA", 8, 8_000, 8_000),
    /** G.722 at 64 kbit/s: sampled at 16 kHz, but its RTP clock is 8 kHz by an old mistake (RFC 3551 section 4.5.2). */
    G722("G722", 9, 8_000, 16_000),
    /** G.729 annex A, 8 kbit/s; silences after annex B are understood, not sent. */
    G729("G729", 18, 8_000, 8_000),
    /** GSM 06.10 full rate, 13 kbit/s. */
    GSM("GSM", 3, 8_000, 8_000),
    /** iLBC in frames of 20 or 30 ms (RFC 3952). */
    ILBC("iLBC", -1, 8_000, 8_000),
    /** Linear PCM of 16 bits at 8 kHz, big-endian (RFC 3551 section 4.5.11). */
    L16("L16", -1, 8_000, 8_000);

    private final String encodingName;
    private final int payloadType;
    private final int clockRate;
    private final int sampleRate;

    AudioCodec(String encodingName, int payloadType, int clockRate, int sampleRate) {
        this.encodingName = encodingName;
        this.payloadType = payloadType;
        this.clockRate = clockRate;
        this.sampleRate = sampleRate;
    }

    /** The payload type that RFC 3551 fixes for this codec, or -1 when it takes one from 96 to 127. */
    public int staticPayloadType() {
        return payloadType;
    }

    /** The RTP clock in Hz. */
    public int clockRate() {
        return clockRate;
    }

    /** How many samples in a second are coded, in Hz. */
    public int sampleRate() {
        return sampleRate;
    }

    /** The name as it stands in {@code a=rtpmap}. */
    public String encodingName() {
        return encodingName;
    }

    /** The codec that an rtpmap names, compared without regard to case (RFC 8866 section 6.6). */
    public static Optional<AudioCodec> named(RtpMap map) {
        if (map.channels() != 1) {
            return Optional.empty();
        }
        String wanted = map.encoding().toLowerCase(Locale.ROOT);
        for (AudioCodec codec : values()) {
            if (codec.clockRate == map.clockRate()
                    && codec.encodingName.toLowerCase(Locale.ROOT).equals(wanted)) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }
}
