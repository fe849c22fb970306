package io.tollgate.rtp.media;

import io.tollgate.rtp.sdp.ArrivingFormats;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.sdp.Negotiated;
import io.tollgate.rtp.sdp.TrunkFormat;
import io.tollgate.rtp.sdp.TrunkKeys;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was negotiated with the trunk. May be set again at any time: for hold, or when an answer follows early media.
 *
 * @param remoteRtp where our packets go, until packets from elsewhere show that a translator is in between
 * @param remoteRtcp where our reports go; null for the port after {@code remoteRtp}
 * @param rtcpMux whether reports go through the RTP port
 * @param codec what we send
 * @param pt the payload type of that codec
 * @param arriving what may come; PCMU, PCMA and comfort noise are understood under their static numbers whatever this says
 * @param tePt payload type of telephone-event/8000, or -1
 * @param comfortNoisePt payload type of comfort noise (RFC 3389) when we may send it, or -1
 * @param ptimeMs milliseconds in each packet we send, 10 to 60 in tens
 * @param send false while the other side is not to be sent to
 * @param receive false while what comes from there is not to be heard
 * @param keys SRTP by SDES (RFC 4568), or null for plain RTP
 */
public record TrunkParameters(
        InetSocketAddress remoteRtp,
        @Nullable InetSocketAddress remoteRtcp,
        boolean rtcpMux,
        AudioCodec codec,
        int pt,
        ArrivingFormats arriving,
        int tePt,
        int comfortNoisePt,
        int ptimeMs,
        boolean send,
        boolean receive,
        @Nullable TrunkKeys keys) {

    public TrunkParameters {
        if (pt < 0 || pt > 127 || tePt > 127 || ptimeMs < 10 || ptimeMs > 60 || ptimeMs % 10 != 0) {
            throw new IllegalArgumentException("payload type " + pt + "/" + tePt + ", ptime " + ptimeMs);
        }
    }

    /** Plain RTP with one codec and without comfort noise. */
    public TrunkParameters(
            InetSocketAddress remoteRtp,
            @Nullable InetSocketAddress remoteRtcp,
            AudioCodec codec,
            int pt,
            int tePt,
            int ptimeMs,
            boolean send,
            boolean receive) {
        this(
                remoteRtp,
                remoteRtcp,
                false,
                codec,
                pt,
                only(codec, pt, tePt, ptimeMs),
                tePt,
                -1,
                ptimeMs,
                send,
                receive,
                null);
    }

    private static ArrivingFormats only(AudioCodec codec, int pt, int tePt, int ptimeMs) {
        int mode = codec != AudioCodec.ILBC ? 0 : ptimeMs % 30 == 0 ? 30 : 20;
        return new ArrivingFormats(
                List.of(new TrunkFormat(pt, codec, mode)), tePt < 0 ? List.of() : List.of(tePt), List.of());
    }

    /** The same with keys. */
    public TrunkParameters with(TrunkKeys both) {
        return new TrunkParameters(
                remoteRtp,
                remoteRtcp,
                rtcpMux,
                codec,
                pt,
                arriving,
                tePt,
                comfortNoisePt,
                ptimeMs,
                send,
                receive,
                both);
    }

    /** The parameters that follow from a negotiation. */
    public static TrunkParameters of(Negotiated media) {
        return new TrunkParameters(
                media.remoteRtp(),
                media.remoteRtcp(),
                media.rtcpMux(),
                media.codec(),
                media.payloadType(),
                media.arriving(),
                media.telephoneEventPt(),
                media.comfortNoisePt(),
                media.ptimeMs(),
                media.direction().sends(),
                media.direction().receives(),
                media.keys().orElse(null));
    }
}
