package io.tollgate.rtp.media;

import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.sdp.Negotiated;
import io.tollgate.rtp.srtp.SrtpKeys;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was negotiated with the trunk. May be set again at any time: for hold, or when an answer follows early media.
 *
 * @param remoteRtp where our packets go, until packets from elsewhere show that a translator is in between
 * @param remoteRtcp where our reports go; null for the port after {@code remoteRtp}
 * @param codec what we send
 * @param pt the payload type of that codec
 * @param formats what may come, by payload type; PCMU and PCMA are understood under their static numbers whatever this says
 * @param tePt payload type of telephone-event/8000, or -1
 * @param comfortNoisePt payload type of comfort noise (RFC 3389) when we may send it, or -1; under 13 it is always understood
 * @param ptimeMs milliseconds in each packet we send, 10 to 60 in tens
 * @param send false while the other side is not to be sent to
 * @param receive false while what comes from there is not to be heard
 * @param keys SRTP by SDES (RFC 4568), or null for plain RTP
 */
public record TrunkParameters(
        InetSocketAddress remoteRtp,
        @Nullable InetSocketAddress remoteRtcp,
        AudioCodec codec,
        int pt,
        Map<Integer, AudioCodec> formats,
        int tePt,
        int comfortNoisePt,
        int ptimeMs,
        boolean send,
        boolean receive,
        @Nullable Keys keys) {

    /**
     * The keys of both directions.
     *
     * @param send what we protect with
     * @param receive what the other side protects with
     */
    public record Keys(SrtpKeys send, SrtpKeys receive) {}

    public TrunkParameters {
        if (pt < 0 || pt > 127 || tePt > 127 || ptimeMs < 10 || ptimeMs > 60 || ptimeMs % 10 != 0) {
            throw new IllegalArgumentException("payload type " + pt + "/" + tePt + ", ptime " + ptimeMs);
        }
        formats = Map.copyOf(formats);
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
        this(remoteRtp, remoteRtcp, codec, pt, Map.of(pt, codec), tePt, -1, ptimeMs, send, receive, null);
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

    /** The codec that a payload type stands for, or null when it was not agreed on. */
    @Nullable
    AudioCodec codecOf(int payloadType) {
        if (payloadType == pt) {
            return codec;
        }
        AudioCodec agreed = formats.get(payloadType);
        if (agreed != null) {
            return agreed;
        }
        return payloadType == 0 ? AudioCodec.PCMU : payloadType == 8 ? AudioCodec.PCMA : null;
    }
}
