package io.tollgate.rtp.media;

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
 * @param mos estimated listening quality of what comes in, 1.0 to 4.5 (ITU-T G.107, simplified)
 * @param codec what this side speaks
 * @param srtpAuthFailures packets whose authentication failed
 * @param replays packets that were seen before or lay behind the replay window
 * @param strangers packets from an address that is not this side's
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
        long strangers) {}
