package io.tollgate.rtp.sdp;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a trunk's two sides agreed on.
 *
 * @param remoteRtp where our RTP goes; all zeros when the other side is on hold the old way
 * @param remoteRtcp where our RTCP goes: the same as {@code remoteRtp} with {@code rtcpMux}
 * @param codec what we send
 * @param payloadType the number we send it under
 * @param telephoneEventPt the payload type under which we send telephone events of the codec's clock, or -1
 * @param ptimeMs milliseconds of audio in each packet we send: 10 to 60, a multiple of ten and of the codec's frame
 * @param direction seen from us: {@code sends()} says whether we may send
 * @param comfortNoisePt the payload type under which we may send comfort noise (RFC 3389), or -1
 * @param ilbcModeMs length of iLBC's frames in both directions, 20 or 30; 0 when the codec is another
 * @param maxPtimeMs milliseconds that the other side can take in a packet, 0 when it does not say
 * @param rtcpMux whether RTP and RTCP share a port, ours and theirs
 * @param arriving what may come in, under which numbers
 * @param keys present exactly when the media is encrypted
 */
public record Negotiated(
        InetSocketAddress remoteRtp,
        InetSocketAddress remoteRtcp,
        AudioCodec codec,
        int payloadType,
        int telephoneEventPt,
        int ptimeMs,
        Direction direction,
        int comfortNoisePt,
        int ilbcModeMs,
        int maxPtimeMs,
        boolean rtcpMux,
        ArrivingFormats arriving,
        Optional<TrunkKeys> keys) {

    /** Agreement on one codec in the clear, which arrives under the number it is sent under. */
    public Negotiated(
            InetSocketAddress remoteRtp,
            InetSocketAddress remoteRtcp,
            AudioCodec codec,
            int payloadType,
            int telephoneEventPt,
            int ptimeMs,
            Direction direction) {
        this(
                remoteRtp,
                remoteRtcp,
                codec,
                payloadType,
                telephoneEventPt,
                ptimeMs,
                direction,
                -1,
                codec == AudioCodec.ILBC ? 30 : 0,
                0,
                false,
                new ArrivingFormats(
                        List.of(new TrunkFormat(payloadType, codec, codec == AudioCodec.ILBC ? 30 : 0)),
                        telephoneEventPt < 0 ? List.of() : List.of(telephoneEventPt),
                        List.of()),
                Optional.empty());
    }
}
