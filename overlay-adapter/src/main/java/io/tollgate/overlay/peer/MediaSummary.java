package io.tollgate.overlay.peer;

/**
 * What the media of a call came to.
 *
 * @param codec for people, e.g. {@code opus/48000}; empty when the media never connected
 * @param packets audio packets received and authenticated
 * @param lost missing by their numbers
 * @param jitterMs RFC 3550 interarrival jitter
 */
public record MediaSummary(String codec, long packets, long lost, double jitterMs) {
    public static final MediaSummary NOTHING = new MediaSummary("", 0, 0, 0);
}
