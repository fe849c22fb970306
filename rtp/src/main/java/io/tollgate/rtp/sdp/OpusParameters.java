package io.tollgate.rtp.sdp;

/**
 * What the other side's Opus decoder asks of our encoder (RFC 7587 section 6.1).
 *
 * @param inbandFec whether it makes use of in-band FEC
 * @param dtx whether it likes us to pause in silence
 * @param maxAverageBitrate bit/s that it wants to receive at most on average, 6000 to 510000; 0 when it does not say
 * @param maxPlaybackRate Hz beyond which it plays nothing, 8000 to 48000
 */
public record OpusParameters(boolean inbandFec, boolean dtx, int maxAverageBitrate, int maxPlaybackRate) {
    private static final int MIN_BITRATE = 6_000;
    private static final int MAX_BITRATE = 510_000;
    private static final int MIN_RATE = 8_000;
    private static final int MAX_RATE = 48_000;

    /** What holds where nothing is said. */
    public static final OpusParameters DEFAULT = new OpusParameters(false, false, 0, MAX_RATE);

    public OpusParameters {
        boolean bitrateFits =
                maxAverageBitrate == 0 || (maxAverageBitrate >= MIN_BITRATE && maxAverageBitrate <= MAX_BITRATE);
        if (!bitrateFits || maxPlaybackRate < MIN_RATE || maxPlaybackRate > MAX_RATE) {
            throw new IllegalArgumentException(maxAverageBitrate + " bit/s, " + maxPlaybackRate + " Hz");
        }
    }

    /** Reads the parameters of a payload type; those that are malformed or out of range count as absent. */
    static OpusParameters read(MediaDescription section, int payloadType) {
        return new OpusParameters(
                section.fmtp(payloadType, "useinbandfec").filter("1"::equals).isPresent(),
                section.fmtp(payloadType, "usedtx").filter("1"::equals).isPresent(),
                number(section, payloadType, "maxaveragebitrate", MIN_BITRATE, MAX_BITRATE, 0),
                number(section, payloadType, "maxplaybackrate", MIN_RATE, MAX_RATE, MAX_RATE));
    }

    static int number(MediaDescription section, int payloadType, String name, int min, int max, int otherwise) {
        return section.fmtp(payloadType, name)
                .map(text -> Numbers.decimal(text, max))
                .filter(value -> value >= min)
                .orElse(otherwise);
    }
}
