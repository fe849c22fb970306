package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.sdp.NegotiatedWebRtc;
import io.tollgate.rtp.sdp.OpusParameters;
import org.jspecify.annotations.Nullable;

/**
 * What was negotiated with the overlay peer.
 *
 * @param pt payload type of the codec, both ways
 * @param codec null for opus/48000/2, else what is spoken instead
 * @param te48kPt payload type of telephone-event/48000, or -1
 * @param te8kPt payload type of telephone-event/8000, or -1
 * @param ssrc the source number of what we send, as announced in our description
 * @param ptimeMs milliseconds in each packet we send, 10 to 60 in tens; Opus takes 20, 40 or 60
 * @param wishes what the peer's Opus decoder asks of our encoder
 */
public record OverlayParameters(
        int pt, @Nullable AudioCodec codec, int te48kPt, int te8kPt, int ssrc, int ptimeMs, OpusParameters wishes) {
    private static final OpusParameters WITH_FEC = new OpusParameters(true, true, 0, 48_000);

    public OverlayParameters {
        boolean legal = ptimeMs >= 10 && ptimeMs <= 60 && ptimeMs % (codec == null ? 20 : 10) == 0;
        if (pt < 0 || pt > 127 || !legal) {
            throw new IllegalArgumentException("payload type " + pt + ", ptime " + ptimeMs);
        }
    }

    /** The parameters that follow from a negotiation. */
    public static OverlayParameters of(NegotiatedWebRtc terms, int ssrc) {
        return new OverlayParameters(
                terms.payloadType(),
                terms.codec().onTrunk().orElse(null),
                terms.te48kPt(),
                terms.te8kPt(),
                ssrc,
                terms.ptimeMs(),
                terms.opus());
    }

    /** The parameters of a leg without wishes. */
    public OverlayParameters(int pt, @Nullable AudioCodec codec, int te48kPt, int te8kPt, int ssrc, int ptimeMs) {
        this(pt, codec, te48kPt, te8kPt, ssrc, ptimeMs, WITH_FEC);
    }

    /** The parameters of a leg that speaks Opus. */
    public OverlayParameters(int opusPt, int te48kPt, int te8kPt, int ssrc, int ptimeMs) {
        this(opusPt, null, te48kPt, te8kPt, ssrc, ptimeMs);
    }

    /** Our settings as far as the peer can make use of them. */
    OpusSettings applied(OpusSettings ours) {
        int bitrate =
                wishes.maxAverageBitrate() == 0 ? ours.bitrate() : Math.min(ours.bitrate(), wishes.maxAverageBitrate());
        boolean fec = ours.fec() && wishes.inbandFec();
        return new OpusSettings(
                bitrate, ours.complexity(), fec, fec ? ours.expectedLossPct() : 0, ours.dtx() && wishes.dtx());
    }

    /** The RTP clock of the codec in Hz. */
    int clockRate() {
        return codec == null ? 48_000 : codec.clockRate();
    }

    /** Payload type of the events on the codec's clock, else on the other one, or -1. */
    int eventPt() {
        int sameClock = codec == null ? te48kPt : te8kPt;
        return sameClock >= 0 ? sameClock : codec == null ? te8kPt : te48kPt;
    }

    /** The clock of {@link #eventPt}. */
    int eventClock() {
        return eventPt() == te48kPt ? 48_000 : 8_000;
    }
}
