package io.tollgate.rtp.media;

import io.tollgate.rtp.packet.RtcpXr;

/**
 * What the other side says of our stream, in its last reports; whatever it has not said is -1.
 *
 * @param lossPct packets of ours it lost since the report before (RFC 3550 section 6.4.1)
 * @param jitterMs interarrival jitter it measured
 * @param discardPct packets that it could not play because of their delay (RFC 3611 section 4.7, as all that follow)
 * @param burstDensityPct share of bad packets within bursts
 * @param burstMs mean length of bursts
 * @param gapMs mean length of the time between bursts
 * @param endSystemDelayMs what it adds to the delay
 * @param rFactor its rating, 0 to 100
 * @param mosLq its score for listening, 1.0 to 5.0
 * @param mosCq its score for conversation, 1.0 to 5.0
 * @param malformedBlocks blocks of its extended reports that could not be read, from the beginning; never -1
 */
public record FarReport(
        double lossPct,
        double jitterMs,
        double discardPct,
        double burstDensityPct,
        int burstMs,
        int gapMs,
        int endSystemDelayMs,
        int rFactor,
        double mosLq,
        double mosCq,
        long malformedBlocks) {
    /** The other side has said nothing yet. */
    public static final FarReport NONE = new FarReport(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0);

    FarReport withBlock(double loss, double jitter) {
        return new FarReport(
                loss,
                jitter,
                discardPct,
                burstDensityPct,
                burstMs,
                gapMs,
                endSystemDelayMs,
                rFactor,
                mosLq,
                mosCq,
                malformedBlocks);
    }

    FarReport withMetrics(RtcpXr.VoipMetrics metrics) {
        return new FarReport(
                lossPct,
                jitterMs,
                metrics.discardPct(),
                metrics.burstDensity() * 100 / 256.0,
                metrics.burstMs(),
                metrics.gapMs(),
                metrics.endSystemDelayMs(),
                metrics.knownR(),
                metrics.knownMosLq(),
                metrics.knownMosCq(),
                malformedBlocks);
    }

    FarReport withMalformed(int more) {
        return new FarReport(
                lossPct,
                jitterMs,
                discardPct,
                burstDensityPct,
                burstMs,
                gapMs,
                endSystemDelayMs,
                rFactor,
                mosLq,
                mosCq,
                malformedBlocks + more);
    }
}
