package io.tollgate.gateway.call;

import java.time.Instant;

/** What can happen to an outbound call. */
public sealed interface OutboundEvent {
    /**
     * The ledger reserved this total.
     *
     * @param availableMicros what the account can spend besides
     */
    record Held(long totalMicros, long availableMicros) implements OutboundEvent {}

    /**
     * There was less: at most this much more than what the call already holds.
     *
     * @param limit what stands in the way: the credit, or a ceiling on spending
     */
    record CreditShort(long availableMicros, TalkLimit limit) implements OutboundEvent {}

    /**
     * The packages of the account gave the call more.
     *
     * @param totalSeconds all that it may use of them before it costs money
     */
    record PackageHeld(long totalSeconds) implements OutboundEvent {}

    /** Money came to the account: worth asking again. */
    record CreditAdded() implements OutboundEvent {}

    /** The ledger refused the account altogether. */
    record AccountRefused(String detail) implements OutboundEvent {}

    /** The ledger could not be asked; what is held stays held. */
    record LedgerUnavailable(String detail) implements OutboundEvent {}

    /** The ledger has written the end of the call. */
    record Settled() implements OutboundEvent {}

    /** 180, 181 or 182 without SDP. */
    record TrunkAlerting() implements OutboundEvent {}

    /** A provisional answer with SDP. */
    record TrunkEarlyMedia(String sdp) implements OutboundEvent {}

    /** 200 to the INVITE. */
    record TrunkAnswered(String sdp) implements OutboundEvent {}

    /** The trunk leg is over: a final refusal, a BYE, a timeout. {@code end} says which. */
    record TrunkEnded(CallEnd end) implements OutboundEvent {}

    /** The carrier's SDP could not be used. */
    record TrunkMediaUnusable(String detail) implements OutboundEvent {}

    /** The caller hung up. */
    record CallerHungUp() implements OutboundEvent {}

    /** The caller's media could not be set up. */
    record CallerMediaFailed(String detail) implements OutboundEvent {}

    /** A leg fell silent for good; the last authentic packet came at {@code lastMedia}. */
    record MediaLost(EndSide side, Instant lastMedia, String detail) implements OutboundEvent {}

    /** An operator ended the call. */
    record OperatorEnded(String actor) implements OutboundEvent {}

    /** The gateway cannot carry this call on; {@code detail} is for the operator. */
    record Failed(String detail) implements OutboundEvent {}

    /** The gateway is going down. */
    record ShuttingDown() implements OutboundEvent {}

    /** The instant asked for by {@link Step#wakeAt()} has come. */
    record Wake() implements OutboundEvent {}
}
