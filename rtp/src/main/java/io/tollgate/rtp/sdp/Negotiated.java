package io.tollgate.rtp.sdp;

import java.net.InetSocketAddress;

/**
 * What a trunk's two sides agreed on.
 *
 * @param remoteRtp where our RTP goes; all zeros when the other side is on hold the old way
 * @param remoteRtcp where our RTCP goes
 * @param codec what we send
 * @param payloadType the number we send it under
 * @param telephoneEventPt the payload type of telephone-event/8000, or -1
 * @param ptimeMs milliseconds of audio in each packet we send, 10 to 60
 * @param direction seen from us: {@code sends()} says whether we may send
 */
public record Negotiated(
        InetSocketAddress remoteRtp,
        InetSocketAddress remoteRtcp,
        AudioCodec codec,
        int payloadType,
        int telephoneEventPt,
        int ptimeMs,
        Direction direction) {}
