package io.tollgate.rtp.quality;

import io.tollgate.rtp.packet.RtcpXr;

/**
 * What is known of one received stream from its beginning until now. {@code Pct} is 0 to 100, {@code Ms} milliseconds,
 * {@code Dbov} dB below full scale with -127 for silence.
 *
 * @param rFactor rating by the E-model (G.107), 0 to 93; -1 before the first packet
 * @param mosLq opinion score for listening alone, 1.0 to 4.5; -1 before the first packet
 * @param mosCq opinion score for the conversation, delay included; -1 before the first packet
 * @param recentMosCq the same for the last ten seconds
 * @param recentLossPct packets of the last ten seconds that could not be played
 * @param expected packets that were to be played
 * @param discarded packets that came and could not be played: too late, or too many at once
 * @param lossBeforePct packets that never came
 * @param lossAfterPct packets that could not be played: those and the discarded ones
 * @param concealedPct share of the sound that was made up
 * @param bursts times in which losses were dense (RFC 3611 section 4.7.2)
 * @param burstDensityPct share of bad packets in bursts
 * @param burstMs mean length of a burst; 0 without one
 * @param gapDensityPct share of bad packets between bursts
 * @param gapMs mean length of the time between bursts
 * @param delayMs estimated delay from mouth to ear, one way
 * @param bufferP95Ms delay in the jitter buffer that 95 % of the packets did not exceed
 * @param speechDbov level of active speech (P.56)
 * @param noiseDbov level of what is heard between the words
 * @param peakDbov loudest sample
 * @param clippedPct share of samples at the end of the range
 * @param soundlessMs for how long there has been nothing to hear; while packets pass undecoded, as far as samples tell
 * @param levelsOfPct share of the sound of which the levels, clipping and silence are known: 100 for what was decoded, some 22
 *     while packets pass undecoded and one second of every four is listened to
 */
public record StreamFigures(
        double rFactor,
        double mosLq,
        double mosCq,
        double recentMosCq,
        double recentLossPct,
        long expected,
        long discarded,
        double lossBeforePct,
        double lossAfterPct,
        double concealedPct,
        long bursts,
        double burstDensityPct,
        double burstMs,
        double gapDensityPct,
        double gapMs,
        double delayMs,
        int bufferP95Ms,
        double speechDbov,
        double noiseDbov,
        double peakDbov,
        double clippedPct,
        long soundlessMs,
        double levelsOfPct) {

    /** Nothing has come. */
    public static final StreamFigures NONE = new StreamFigures(
            -1,
            -1,
            -1,
            -1,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            LevelTracker.SILENT_DBOV,
            LevelTracker.SILENT_DBOV,
            LevelTracker.SILENT_DBOV,
            0,
            0,
            0);

    /** From dBov to dBm0: the overload point of G.711, +3.14 dBm0 for a sine, lies at -3.01 dBov (G.711 table 5). */
    private static final double DBM0_OVER_DBOV = 3.14 + 3.01;

    /** Whether anything was to be played, so that the ratings mean something. */
    public boolean rated() {
        return rFactor >= 0;
    }

    /**
     * The same for the far side, as a VoIP Metrics Report Block (RFC 3611 section 4.7).
     *
     * @param ssrc whose stream this is
     * @param rttMs round trip between the RTP interfaces; negative while unknown
     * @param endSystemDelayMs what buffer, decoder and everything behind them add
     * @param buffer the jitter buffer
     */
    public RtcpXr.VoipMetrics voipMetrics(
            int ssrc, double rttMs, int endSystemDelayMs, RtcpXr.JitterBufferDelays buffer) {
        return new RtcpXr.VoipMetrics(
                ssrc,
                in256(lossBeforePct),
                in256(lossAfterPct - lossBeforePct),
                in256(burstDensityPct),
                in256(gapDensityPct),
                in16(burstMs),
                in16(gapMs),
                in16(Math.max(0, rttMs)),
                in16(endSystemDelayMs),
                level(speechDbov),
                level(noiseDbov),
                RtcpXr.UNAVAILABLE,
                BurstGap.GMIN,
                rated() ? Math.clamp(Math.round(rFactor), 0, 100) : RtcpXr.UNAVAILABLE,
                RtcpXr.UNAVAILABLE,
                score(mosLq),
                score(mosCq),
                RtcpXr.CONCEALMENT_STANDARD | RtcpXr.BUFFER_ADAPTIVE,
                buffer);
    }

    private static int in256(double pct) {
        return (int) Math.clamp(Math.floor(pct * 256 / 100), 0, 255);
    }

    private static int in16(double value) {
        return Math.clamp(Math.round(value), 0, 0xFFFF);
    }

    private static int level(double dbov) {
        return dbov <= LevelTracker.SILENT_DBOV
                ? RtcpXr.UNAVAILABLE
                : Math.clamp(Math.round(dbov + DBM0_OVER_DBOV), -128, 126);
    }

    private int score(double mos) {
        return rated() ? Math.clamp(Math.round(mos * 10), 10, 50) : RtcpXr.UNAVAILABLE;
    }
}
