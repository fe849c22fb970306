package io.tollgate.rtp.media;

/**
 * What was negotiated with the overlay peer.
 *
 * @param opusPt payload type of opus/48000/2, both ways
 * @param te48kPt payload type of telephone-event/48000, or -1
 * @param te8kPt payload type of telephone-event/8000, or -1
 * @param ssrc the source number of what we send, as announced in our description
 * @param ptimeMs milliseconds in each packet we send: 20, 40 or 60
 */
public record OverlayParameters(int opusPt, int te48kPt, int te8kPt, int ssrc, int ptimeMs) {
    public OverlayParameters {
        if (opusPt < 0 || opusPt > 127 || (ptimeMs != 20 && ptimeMs != 40 && ptimeMs != 60)) {
            throw new IllegalArgumentException("payload type " + opusPt + ", ptime " + ptimeMs);
        }
    }
}
