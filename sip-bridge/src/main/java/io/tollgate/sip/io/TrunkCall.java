package io.tollgate.sip.io;

import io.tollgate.sip.cause.SipReason;
import io.tollgate.sip.trunk.SipInput;

/** A call we placed. Commands return at once; what becomes of them is an event. */
public final class TrunkCall {

    private final CallLane lane;

    TrunkCall(CallLane lane) {
        this.lane = lane;
    }

    /** The SIP Call-ID. */
    public String callId() {
        return lane.callId();
    }

    /** CANCEL before the answer, BYE after it, nothing once the call is over. */
    public void cancelOrBye(SipReason reason) {
        lane.post(new SipInput.HangUp(reason));
    }

    /** The messages so far. */
    public SipLadder ladder() {
        return lane.ladder();
    }
}
