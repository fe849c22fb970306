package io.tollgate.gateway.call;

import java.time.Instant;

/** What can happen to an inbound call. */
public sealed interface InboundEvent {
    record DeviceRinging(String device) implements InboundEvent {}

    /** A person accepted on this device; {@code sdp} is its offer. */
    record DeviceAccepted(String device, String sdp) implements InboundEvent {}

    /** A person declined on this device. */
    record DeviceDeclined(String device, boolean busy) implements InboundEvent {}

    /** The ring could not be delivered. */
    record DeviceUnreachable(String device) implements InboundEvent {}

    /** The accepting device's media is up: authenticated and keyed. */
    record DeviceConnected(String device) implements InboundEvent {}

    record DeviceMediaFailed(String device, String detail) implements InboundEvent {}

    /** The user hung up. */
    record UserHungUp(String device) implements InboundEvent {}

    /** CANCEL, BYE or the failure of the trunk leg. */
    record TrunkEnded(CallEnd end) implements InboundEvent {}

    record MediaLost(EndSide side, Instant lastMedia, String detail) implements InboundEvent {}

    record OperatorEnded(String actor) implements InboundEvent {}

    /** The gateway cannot carry this call on; {@code detail} is for the operator. */
    record Failed(String detail) implements InboundEvent {}

    record ShuttingDown() implements InboundEvent {}

    record Settled() implements InboundEvent {}

    record Wake() implements InboundEvent {}
}
