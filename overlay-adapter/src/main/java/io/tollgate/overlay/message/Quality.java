package io.tollgate.overlay.message;

/**
 * How the media fares at the moment.
 *
 * @param lossPct packets lost on the way to the gateway, percent
 * @param jitterMs RFC 3550 interarrival jitter
 * @param rttMs round trip between peer and gateway; 0 when not known yet
 * @param mos estimated mean opinion score, 1 to 5; 0 when not known yet
 * @param kbps media received by the gateway, kbit/s
 * @param verdict {@code good}, {@code fair} or {@code poor} for the call as a whole; empty when not known yet
 * @param cause why it is not good, in plain words; empty when there is nothing to say
 * @param heardLossPct packets lost or late on the way from the telephone to the gateway, percent
 * @param heardMos estimated score of what the peer hears, 1 to 5; 0 when not known yet
 * @param delayMs estimated delay from the telephone to the peer's ear; 0 when not known yet
 */
public record Quality(
        double lossPct,
        double jitterMs,
        double rttMs,
        double mos,
        double kbps,
        String verdict,
        String cause,
        double heardLossPct,
        double heardMos,
        double delayMs) {

    /** Without a verdict, as gateways before this one sent it. */
    public Quality(double lossPct, double jitterMs, double rttMs, double mos, double kbps) {
        this(lossPct, jitterMs, rttMs, mos, kbps, "", "", 0, 0, 0);
    }
}
