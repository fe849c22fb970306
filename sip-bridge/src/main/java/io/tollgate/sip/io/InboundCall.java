package io.tollgate.sip.io;

import io.tollgate.sip.cause.SipReason;
import io.tollgate.sip.trunk.Renegotiation;
import io.tollgate.sip.trunk.SipHeader;
import io.tollgate.sip.trunk.SipInput;
import io.tollgate.sip.trunk.TrunkEvent;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call from a trunk, as its owner commands it. Commands return at once; what no longer fits has no effect. */
public final class InboundCall {

    private final CallLane lane;

    InboundCall(CallLane lane) {
        this.lane = lane;
    }

    /** The SIP Call-ID. */
    public String callId() {
        return lane.callId();
    }

    /** Sets who hears the call's events (Confirmed, Reoffered, Ended) and who answers changes of its media. */
    public void listen(Consumer<TrunkEvent> events, Renegotiation renegotiation) {
        lane.listen(events, renegotiation);
    }

    /** Sends 180. */
    public void ringing() {
        lane.post(new SipInput.Ring());
    }

    /** Sends 183 with a session description. */
    public void earlyMedia(String sdp) {
        lane.post(new SipInput.Announce(sdp));
    }

    /** Sends 200; the answer to the carrier's offer, or our offer where it made none. */
    public void answer(String sdp) {
        lane.post(new SipInput.Answer(sdp));
    }

    /** Refuses the call. {@code status} 300-699; headers such as Retry-After. */
    public void reject(int status, String phrase, @Nullable SipReason reason, List<SipHeader> headers) {
        if (status < 300 || status > 699) {
            throw new IllegalArgumentException(status + " is no refusal");
        }
        lane.post(new SipInput.Reject(status, phrase, reason, headers));
    }

    /** Refuses the call without further headers. */
    public void reject(int status, String phrase, @Nullable SipReason reason) {
        reject(status, phrase, reason, List.of());
    }

    /** Hangs up: BYE once the carrier's ACK allows it; a refusal if the call was never answered. */
    public void bye(SipReason reason) {
        lane.post(new SipInput.HangUp(reason));
    }

    /** The messages so far. */
    public SipLadder ladder() {
        return lane.ladder();
    }
}
