package io.tollgate.overlay.message;

/**
 * How the media fares at the moment.
 *
 * @param lossPct packets lost on the way to the gateway, percent
 * @param jitterMs RFC 3550 interarrival jitter
 * @param rttMs round trip between peer and gateway; 0 when not known yet
 * @param mos estimated mean opinion score, 1 to 5; 0 when not known yet
 * @param kbps media received by the gateway, kbit/s
 */
public record Quality(double lossPct, double jitterMs, double rttMs, double mos, double kbps) {}
