package io.tollgate.overlay.peer;

import io.tollgate.overlay.message.CallMessage;
import org.jspecify.annotations.Nullable;

/** Where a peer's call stands. Times are nanoseconds of one monotonic clock. */
public sealed interface PeerState {
    /**
     * What has been learnt so far and may stand in the result.
     *
     * @param startedNs when {@code call} was sent or {@code ring} came
     * @param number called, or calling
     * @param accepted whether the gateway took the call on: a trunk may have been touched
     */
    record Facts(long startedNs, @Nullable String number, boolean accepted) {}

    /** We called; nothing rings yet. */
    record Calling(Facts facts) implements PeerState {}

    /** We called; it rings, or early media plays. */
    record RingingThere(Facts facts, long setupMs, long sinceNs) implements PeerState {}

    /** We are called; the user has not decided. */
    record RingingHere(Facts facts) implements PeerState {}

    /** We are called and have sent our offer. */
    record Answering(Facts facts, long ringMs) implements PeerState {}

    /** People talk. */
    record Talking(Facts facts, long setupMs, long ringMs, long sinceNs) implements PeerState {}

    /**
     * We hung up and wait for the gateway's last word.
     *
     * @param sinceNs when we hung up
     * @param meanwhile the result if it never comes
     */
    record HangingUp(Facts facts, long sinceNs, PeerResult meanwhile) implements PeerState {}

    /** Over. */
    record Over(PeerResult result) implements PeerState {}

    /** The state in which a call begins that we just sent. */
    static PeerState calling(long nowNs) {
        return new Calling(new Facts(nowNs, null, false));
    }

    /** The state in which a call begins that just rang here. */
    static PeerState ringing(CallMessage.Ring ring, long nowNs) {
        return new RingingHere(new Facts(nowNs, ring.fromNumber(), true));
    }
}
