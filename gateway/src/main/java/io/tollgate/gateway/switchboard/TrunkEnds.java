package io.tollgate.gateway.switchboard;

import io.tollgate.gateway.call.CallEnd;
import io.tollgate.gateway.call.Cause;
import io.tollgate.gateway.call.EndSide;
import io.tollgate.sip.trunk.SipEnd;

/** Translates how a trunk leg ended into how the call ended. */
final class TrunkEnds {
    private static final int CANCELLED = 487;

    private TrunkEnds() {}

    /** The phone or the carrier ended a call that we placed. */
    static CallEnd ofOutbound(SipEnd end) {
        if (end.status() < 300) {
            return switch (end.side()) {
                case REMOTE -> new CallEnd(EndSide.CALLEE, Cause.NORMAL, 200, end.q850(), end.detail());
                case LOCAL -> new CallEnd(EndSide.GATEWAY, Cause.NORMAL, 200, end.q850(), end.detail());
                case NETWORK -> new CallEnd(EndSide.NETWORK, Cause.MEDIA_LOST, 200, end.q850(), end.detail());
            };
        }
        return CallEnd.fromTrunk(end.status(), end.q850(), end.reasonPhrase());
    }

    /** The phone or the carrier ended a call that it placed to us. */
    static CallEnd ofInbound(SipEnd end) {
        if (end.status() == CANCELLED) {
            return new CallEnd(EndSide.CALLER, Cause.CANCELLED, end.status(), end.q850(), end.detail());
        }
        if (end.status() < 300) {
            return end.side() == io.tollgate.sip.trunk.EndSide.NETWORK
                    ? new CallEnd(EndSide.NETWORK, Cause.MEDIA_LOST, 200, end.q850(), end.detail())
                    : new CallEnd(EndSide.CALLER, Cause.NORMAL, 200, end.q850(), end.detail());
        }
        return CallEnd.fromTrunk(end.status(), end.q850(), end.reasonPhrase());
    }
}
