package io.tollgate.rtp.media;

import io.tollgate.rtp.srtp.SrtpKeys;
import java.net.InetSocketAddress;

/** The encrypted side of a call, for the threads that negotiate it. */
public final class OverlayPort {
    private final MediaCall call;
    private final InetSocketAddress local;

    OverlayPort(MediaCall call, InetSocketAddress local) {
        this.call = call;
        this.local = local;
    }

    /** The shared port as peers see it: the host candidate for the answer. */
    public InetSocketAddress localAddress() {
        return local;
    }

    /** What was negotiated. Packets before it are dropped. */
    public void parameters(OverlayParameters parameters) {
        call.command(live -> {
            OverlayLeg leg = live.overlay();
            if (leg != null) {
                leg.parameters(parameters);
                live.negotiated();
            }
        });
    }

    /** The keys that DTLS gave: media flows from now on. */
    public void keys(SrtpKeys send, SrtpKeys receive) {
        call.command(live -> {
            OverlayLeg leg = live.overlay();
            if (leg != null) {
                leg.keys(send, receive);
            }
        });
    }

    /** The peer is at this address, as is known by other means than STUN. */
    public void bind(InetSocketAddress peer) {
        call.bind(peer);
    }

    /** The handshake failed: nothing more is sent, and {@link MediaEvents#onTransportLost} tells. */
    public void failed(String why) {
        call.command(live -> live.lost(why));
    }
}
