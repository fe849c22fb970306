package io.tollgate.rtp.media;

import io.tollgate.rtp.quality.StreamFigures;

/**
 * What one side's media looked like from the beginning until now.
 *
 * @param packetsIn authentic RTP packets received
 * @param bytesIn their bytes, RTP header included, without protection
 * @param lost packets that never came, by sequence numbers (RFC 3550 appendix A.3); duplicates may make it smaller
 * @param lateOrDropped packets that came too late to be played, or were dropped to shorten the delay
 * @param duplicates packets that came twice
 * @param jitterMs interarrival jitter (RFC 3550 section 6.4.1)
 * @param bufferMs the jitter buffer's delay now
 * @param concealedFrames frames that had to be invented or restored
 * @param rttMs round trip by RTCP, -1 while unknown
 * @param remoteLossPct what the other side says it lost of ours in its last report, -1 while unknown
 * @param levelDbov loudness of the last second heard, 0 is full scale, -127 is silence
 * @param mos estimated quality of what comes in, delay included, 1.0 to 4.5 (ITU-T G.107)
 * @param codec what this side speaks
 * @param srtpAuthFailures packets whose authentication failed
 * @param replays packets that were seen before or lay behind the replay window
 * @param strangers packets from an address that is not this side's
 * @param oneWay whether nothing can be heard from this side although the other one talks
 * @param quality loss, delay, loudness and rating of what comes in
 * @param far what this side says of what we send to it
 */
public record SideStats(
        long packetsIn,
        long packetsOut,
        long bytesIn,
        long bytesOut,
        long lost,
        long lateOrDropped,
        long duplicates,
        double jitterMs,
        int bufferMs,
        long concealedFrames,
        double rttMs,
        double remoteLossPct,
        double levelDbov,
        double mos,
        String codec,
        long srtpAuthFailures,
        long replays,
        long strangers,
        boolean oneWay,
        StreamFigures quality,
        FarReport far) {

    /** A side that is not there. */
    public static final SideStats NONE = new SideStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -127, 1, "none", 0, 0, 0);

    /** Without the figures of the stream's quality. */
    public SideStats(
            long packetsIn,
            long packetsOut,
            long bytesIn,
            long bytesOut,
            long lost,
            long lateOrDropped,
            long duplicates,
            double jitterMs,
            int bufferMs,
            long concealedFrames,
            double rttMs,
            double remoteLossPct,
            double levelDbov,
            double mos,
            String codec,
            long srtpAuthFailures,
            long replays,
            long strangers) {
        this(
                packetsIn,
                packetsOut,
                bytesIn,
                bytesOut,
                lost,
                lateOrDropped,
                duplicates,
                jitterMs,
                bufferMs,
                concealedFrames,
                rttMs,
                remoteLossPct,
                levelDbov,
                mos,
                codec,
                srtpAuthFailures,
                replays,
                strangers,
                false,
                StreamFigures.NONE,
                FarReport.NONE);
    }
}
