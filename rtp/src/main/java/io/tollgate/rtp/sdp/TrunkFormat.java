package io.tollgate.rtp.sdp;

/**
 * A codec under a payload type, with the one parameter that changes its frames.
 *
 * @param payloadType 0 to 127
 * @param ilbcModeMs for iLBC the length of a frame, 20 or 30 (RFC 3952 section 4.2); 0 for every other codec
 */
public record TrunkFormat(int payloadType, AudioCodec codec, int ilbcModeMs) {
    private static final int MIN_PTIME_MS = 10;
    private static final int MAX_PTIME_MS = 60;

    public TrunkFormat {
        boolean modeFits = codec == AudioCodec.ILBC ? ilbcModeMs == 20 || ilbcModeMs == 30 : ilbcModeMs == 0;
        if (payloadType < 0 || payloadType > 127 || !modeFits) {
            throw new IllegalArgumentException(codec + " as " + payloadType + " in frames of " + ilbcModeMs + " ms");
        }
    }

    /** A packet holds a multiple of this many milliseconds; those codecs that have no frames are cut in tens. */
    public int frameMs() {
        return switch (codec) {
            case PCMU, PCMA, G722, G729, L16 -> 10;
            case GSM -> 20;
            case ILBC -> ilbcModeMs;
        };
    }

    /**
     * The packet length nearest below a wish that this codec can make, at least one frame and at most 60 ms (40
     * for iLBC in frames of 20).
     *
     * @param wishMs milliseconds; wishes outside 10 to 60 are brought inside
     * @param maxMs what the receiver can take at most, 0 when it does not say; one frame is sent even if that is too
     *     much
     */
    public int ptimeMs(int wishMs, int maxMs) {
        // The encoder finds iLBC's mode by the packet: 60 ms are two frames of 30, never three of 20.
        int longest = ilbcModeMs == 20 ? 40 : MAX_PTIME_MS;
        int limit = maxMs == 0 ? longest : Math.clamp(maxMs, MIN_PTIME_MS, longest);
        int frames = Math.clamp(wishMs, MIN_PTIME_MS, limit) / frameMs();
        return Math.max(1, frames) * frameMs();
    }

    RtpMap rtpMap() {
        return new RtpMap(payloadType, codec.encodingName(), codec.clockRate(), 1);
    }
}
