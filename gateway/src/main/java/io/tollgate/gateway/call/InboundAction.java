package io.tollgate.gateway.call;

/** What an inbound call asks of the world. */
public sealed interface InboundAction {
    /** Send the sealed ring to this device. */
    record Ring(String device) implements InboundAction {}

    /** Tell the device that it need not ring any more; {@code reason} is the protocol's word. */
    record StopRinging(String device, String reason) implements InboundAction {}

    /** 180 towards the carrier. */
    record SendRinging() implements InboundAction {}

    /** Open media for the accepting device and send it the SDP answer. */
    record ConnectDevice(String device, String sdp) implements InboundAction {}

    /** 200 with SDP towards the carrier, and bridge both ways. */
    record AnswerTrunk() implements InboundAction {}

    record TellAnswered(String device) implements InboundAction {}

    record TellTick(String device, long talkMs) implements InboundAction {}

    /** A final refusal before the answer, BYE after it. */
    record EndTrunk(CallEnd end) implements InboundAction {}

    record TellEnded(String device, CallEnd end, Timing timing) implements InboundAction {}

    /** Write the CDR; being called costs the user nothing. */
    record Settle(CallEnd end, Timing timing) implements InboundAction {}

    record CloseMedia() implements InboundAction {}
}
