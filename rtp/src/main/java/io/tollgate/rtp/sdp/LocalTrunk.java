package io.tollgate.rtp.sdp;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Our side of a trunk's media session.
 *
 * @param rtp the socket that the other side shall send to, as it is seen from there
 * @param rtcpPort the RTCP port at the same address; written out only when it is not the next one
 * @param codecs what we can speak, preferred first
 * @param ptimeMs milliseconds of audio we like in a packet, 10 to 60; a codec whose frames do not fit gets the next
 *     smaller packet
 * @param sessionId the number in {@code o=}, the same for the whole session; not negative
 * @param version starts anywhere and goes up by one with each description sent, see {@link #next()}
 */
public record LocalTrunk(
        InetSocketAddress rtp,
        int rtcpPort,
        List<AudioCodec> codecs,
        int ptimeMs,
        long sessionId,
        long version,
        TrunkFeatures features,
        TrunkSecurity security) {

    public LocalTrunk {
        codecs = codecs.stream().distinct().toList();
        if (codecs.isEmpty() || ptimeMs < 10 || ptimeMs > 60 || sessionId < 0 || version < 0 || rtp.isUnresolved()) {
            throw new IllegalArgumentException("a trunk needs an address, a codec and a ptime of 10 to 60 ms");
        }
    }

    /** A session in the clear, with telephone events and without comfort noise. */
    public LocalTrunk(
            InetSocketAddress rtp, int rtcpPort, List<AudioCodec> codecs, int ptimeMs, long sessionId, long version) {
        this(rtp, rtcpPort, codecs, ptimeMs, sessionId, version, TrunkFeatures.DEFAULT, TrunkSecurity.NONE);
    }

    /** The same session with its version raised, for the answer to a re-offer (RFC 3264 section 8). */
    public LocalTrunk next() {
        return new LocalTrunk(rtp, rtcpPort, codecs, ptimeMs, sessionId, version + 1, features, security);
    }

    /** The same session with other features. */
    public LocalTrunk with(TrunkFeatures others) {
        return new LocalTrunk(rtp, rtcpPort, codecs, ptimeMs, sessionId, version, others, security);
    }

    /** The same session with another policy and other keys. */
    public LocalTrunk with(TrunkSecurity other) {
        return new LocalTrunk(rtp, rtcpPort, codecs, ptimeMs, sessionId, version, features, other);
    }

    /** The iLBC mode that goes with our packet length: 30 where such frames fill the packet. */
    int ilbcModeMs() {
        return ptimeMs % 30 == 0 ? 30 : 20;
    }
}
