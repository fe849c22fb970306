package io.tollgate.rtp.media;

import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.sdp.Negotiated;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What was negotiated with the trunk. May be set again at any time: for hold, or when an answer follows early media.
 *
 * @param remoteRtp where our packets go, until packets from elsewhere show that a translator is in between
 * @param remoteRtcp where our reports go; null for the port after {@code remoteRtp}
 * @param codec what we send; PCMU and PCMA are both understood whatever this says
 * @param pt the payload type of that codec
 * @param tePt payload type of telephone-event/8000, or -1
 * @param ptimeMs milliseconds in each packet we send, 10 to 60 in tens
 * @param send false while the other side is not to be sent to
 * @param receive false while what comes from there is not to be heard
 */
public record TrunkParameters(
        InetSocketAddress remoteRtp,
        @Nullable InetSocketAddress remoteRtcp,
        AudioCodec codec,
        int pt,
        int tePt,
        int ptimeMs,
        boolean send,
        boolean receive) {

    public TrunkParameters {
        if (pt < 0 || pt > 127 || tePt > 127 || ptimeMs < 10 || ptimeMs > 60 || ptimeMs % 10 != 0) {
            throw new IllegalArgumentException("payload type " + pt + "/" + tePt + ", ptime " + ptimeMs);
        }
    }

    /** The parameters that follow from a negotiation. */
    public static TrunkParameters of(Negotiated media) {
        return new TrunkParameters(
                media.remoteRtp(),
                media.remoteRtcp(),
                media.codec(),
                media.payloadType(),
                media.telephoneEventPt(),
                media.ptimeMs(),
                media.direction().sends(),
                media.direction().receives());
    }
}
