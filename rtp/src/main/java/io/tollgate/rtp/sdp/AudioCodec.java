package io.tollgate.rtp.sdp;

import java.util.Locale;
import java.util.Optional;

/**
 * A codec that a trunk can speak, with its static payload type (RFC 3551 section 6).
 *
 * <p>The overlay always speaks Opus, which is therefore no member of this list.
 */
public enum AudioCodec {
    /** G.711 µ-law, 8 kHz. */
    PCMU(0),
    /** G.711 A-law, 8 kHz. */
    PCMA(8);

    private final int payloadType;

    AudioCodec(int payloadType) {
        this.payloadType = payloadType;
    }

    /** The payload type that RFC 3551 fixes for this codec. */
    public int staticPayloadType() {
        return payloadType;
    }

    /** The RTP clock in Hz; for these codecs also the sampling rate. */
    public int clockRate() {
        return 8_000;
    }

    /** The name as it stands in {@code a=rtpmap}. */
    public String encodingName() {
        return name();
    }

    /** The codec that an rtpmap names, compared without regard to case (RFC 8866 section 6.6). */
    public static Optional<AudioCodec> named(RtpMap map) {
        if (map.clockRate() != 8_000 || map.channels() != 1) {
            return Optional.empty();
        }
        return switch (map.encoding().toUpperCase(Locale.ROOT)) {
            case "PCMU" -> Optional.of(PCMU);
            case "PCMA" -> Optional.of(PCMA);
            default -> Optional.empty();
        };
    }
}
