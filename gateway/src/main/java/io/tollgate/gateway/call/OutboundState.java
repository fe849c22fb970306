package io.tollgate.gateway.call;

import java.time.Instant;

/** Where an outbound call stands. Each state holds what exists only there. */
public sealed interface OutboundState {
    OutboundSetup setup();

    Timing timing();

    /**
     * Credit is being reserved; no trunk knows of the call.
     *
     * @param asked micro-units asked for
     * @param last this is all that the account has
     */
    record Holding(OutboundSetup setup, Timing timing, long asked, boolean last) implements OutboundState {}

    /**
     * A trunk was sent the INVITE and has not alerted the callee.
     *
     * @param held micro-units reserved
     * @param trunk index into the set-up's trunks
     */
    record Dialling(OutboundSetup setup, Timing timing, long held, boolean last, int trunk) implements OutboundState {}

    /**
     * The callee is being alerted.
     *
     * @param earlyMedia the carrier's own tone or announcement is bridged to the caller
     */
    record Alerting(OutboundSetup setup, Timing timing, long held, boolean last, int trunk, boolean earlyMedia)
            implements OutboundState {}

    /** Answered, charged, bridged. */
    record Talking(OutboundSetup setup, Timing timing, int trunk, Credit credit, Instant nextTick)
            implements OutboundState {}

    /** The legs are down, the ledger is writing. */
    record Closing(OutboundSetup setup, Timing timing, CallEnd end, long costMicros) implements OutboundState {}

    /** Settled; nothing happens any more. */
    record Ended(OutboundSetup setup, Timing timing, CallEnd end, long costMicros) implements OutboundState {}

    /**
     * The hold of a call that is being talked.
     *
     * @param heldMicros reserved so far
     * @param until when that much is used up: the call does not live past it
     * @param asking an extension is under way
     * @param last the account has nothing left to extend with
     * @param warned the caller was told that the end is near
     */
    record Credit(long heldMicros, Instant until, boolean asking, boolean last, boolean warned) {}
}
