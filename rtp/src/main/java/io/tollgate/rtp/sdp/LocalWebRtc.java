package io.tollgate.rtp.sdp;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Our side of a WebRTC media session.
 *
 * @param ufrag ICE user name fragment, 4 to 256 characters (RFC 8839 section 5.4)
 * @param pwd ICE password, 22 to 256 characters
 * @param fingerprint of our DTLS certificate
 * @param sockets our host candidates, preferred first; for the gateway at least one
 * @param ssrc the source number that our packets carry, 32 bits unsigned
 * @param cname the name that goes with it in RTCP, without blanks
 * @param sessionId the number in {@code o=}; not negative
 * @param version goes up by one with each description of this session
 * @param codecs what we can speak, preferred first: an answer takes the first of them that was offered
 */
public record LocalWebRtc(
        String ufrag,
        String pwd,
        Fingerprint fingerprint,
        List<InetSocketAddress> sockets,
        long ssrc,
        String cname,
        long sessionId,
        long version,
        List<OverlayCodec> codecs) {

    public LocalWebRtc {
        sockets = List.copyOf(sockets);
        codecs = codecs.stream().distinct().toList();
        if (codecs.isEmpty()) {
            throw new IllegalArgumentException("a session needs a codec");
        }
        if (ufrag.length() < 4 || pwd.length() < 22 || ssrc < 0 || ssrc > 0xFFFF_FFFFL || cname.isBlank()) {
            throw new IllegalArgumentException("ICE credentials too short, or source number out of range");
        }
    }

    /** A session that speaks Opus only. */
    public LocalWebRtc(
            String ufrag,
            String pwd,
            Fingerprint fingerprint,
            List<InetSocketAddress> sockets,
            long ssrc,
            String cname,
            long sessionId,
            long version) {
        this(ufrag, pwd, fingerprint, sockets, ssrc, cname, sessionId, version, List.of(OverlayCodec.OPUS));
    }

    /** The same session with other codecs, preferred first. */
    public LocalWebRtc preferring(List<OverlayCodec> others) {
        return new LocalWebRtc(ufrag, pwd, fingerprint, sockets, ssrc, cname, sessionId, version, others);
    }

    /** The same session with its version raised. */
    public LocalWebRtc next() {
        return new LocalWebRtc(ufrag, pwd, fingerprint, sockets, ssrc, cname, sessionId, version + 1, codecs);
    }
}
