package io.tollgate.sip.trunk;

import io.tollgate.sip.trunk.CallState.Calling;
import io.tollgate.sip.trunk.CallState.Cancelling;
import io.tollgate.sip.trunk.CallState.Closing;
import io.tollgate.sip.trunk.CallState.Ended;
import io.tollgate.sip.trunk.CallState.Gone;
import io.tollgate.sip.trunk.CallState.Offered;
import io.tollgate.sip.trunk.CallState.Talking;

/** The trunk call's rules: RFC 3261 as user agent on both sides, RFC 4028, RFC 3311, RFC 3326. Stateless. */
public final class TrunkCallMachine {

    private TrunkCallMachine() {}

    /** Places a call: the INVITE is among the actions. */
    public static Step place(OutboundSetup setup, Moment now) {
        return OutboundCalls.place(setup, now);
    }

    /** Takes a carrier's INVITE: either refused at once ({@link Gone} or {@link Ended}) or {@link Offered}. */
    public static Step offered(InboundSetup setup, Moment now) {
        return InboundCalls.offered(setup, now);
    }

    /** What an input makes of a state. Total: what does not fit is answered as RFC 3261 says, or changes nothing. */
    public static Step on(CallState state, SipInput input, Moment now) {
        return switch (state) {
            case Calling calling -> OutboundCalls.on(calling, input, now);
            case Cancelling cancelling -> OutboundCalls.on(cancelling, input, now);
            case Offered offered -> InboundCalls.on(offered, input, now);
            case Talking talking -> Talks.on(talking, input, now);
            case Closing closing -> Closings.on(closing, input, now);
            case Ended ended -> Closings.on(ended, input, now);
            case Gone gone -> Step.stay(gone);
        };
    }
}
