package io.tollgate.rtp.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The telephone side of a call, for the threads that negotiate it. */
public final class TrunkPort {
    private final MediaCall call;
    private final InetSocketAddress rtp;
    private final InetSocketAddress rtcp;

    TrunkPort(MediaCall call, InetAddress shown, int port) {
        this.call = call;
        this.rtp = new InetSocketAddress(shown, port);
        this.rtcp = new InetSocketAddress(shown, port + 1);
    }

    /** Where the trunk shall send its RTP: the even port. */
    public InetSocketAddress rtpAddress() {
        return rtp;
    }

    /** Where the trunk shall send its RTCP: the port after it. */
    public InetSocketAddress rtcpAddress() {
        return rtcp;
    }

    /** What the operator wants done to this trunk's sound; before the negotiation, or it holds from the next on. */
    public void settings(TrunkSettings settings) {
        call.command(live -> {
            TrunkLeg leg = live.trunk();
            if (leg != null) {
                leg.settings(settings);
                live.negotiated();
            }
        });
    }

    /** What was negotiated, in early media or by an answer; again for hold. Packets before it are dropped. */
    public void parameters(TrunkParameters parameters) {
        call.command(live -> {
            TrunkLeg leg = live.trunk();
            if (leg != null) {
                leg.parameters(parameters, call.nowNs());
                live.negotiated();
            }
        });
    }
}
