package io.tollgate.gateway.call;

/** What an outbound call asks of the world. */
public sealed interface OutboundAction {
    /** Reserve this much in all for the call (never less than before). */
    record Hold(long totalMicros) implements OutboundAction {}

    /** Tell the caller that the call is priced, reserved and on its way, and give the SDP answer. */
    record AcceptCaller() implements OutboundAction {}

    /** Send the INVITE on this trunk. */
    record Invite(String trunk) implements OutboundAction {}

    /** Play the destination's ringing tone to the caller until told otherwise. */
    record PlayRingback() implements OutboundAction {}

    /** Apply the carrier's SDP and bridge both ways, replacing any tone. */
    record Bridge(String sdp) implements OutboundAction {}

    record TellRinging(boolean earlyMedia) implements OutboundAction {}

    record TellAnswered() implements OutboundAction {}

    /** Show time and cost so far. */
    record TellTick(long talkMs, long costMicros, long heldMicros) implements OutboundAction {}

    /** Warn the caller: this many seconds are left, and why. */
    record TellWarning(long remainingSeconds, TalkLimit limit) implements OutboundAction {}

    /** Take the warning back: the talk goes on. */
    record LiftWarning() implements OutboundAction {}

    /** Take the trunk leg down: CANCEL before the answer, BYE after it. */
    record EndTrunk(CallEnd end) implements OutboundAction {}

    /** Write the CDR, book {@code costMicros} and give back the rest of the hold, in one transaction. */
    record Settle(CallEnd end, Timing timing, long costMicros) implements OutboundAction {}

    /** Tell the caller how it ended. */
    record TellEnded(CallEnd end, Timing timing, long costMicros) implements OutboundAction {}

    /** Release sockets and codecs. */
    record CloseMedia() implements OutboundAction {}
}
