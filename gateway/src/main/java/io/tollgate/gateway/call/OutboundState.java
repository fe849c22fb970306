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
     * @param tries how often less than before was asked for
     */
    record Holding(OutboundSetup setup, Timing timing, long asked, int tries) implements OutboundState {}

    /**
     * A trunk was sent the INVITE and has not alerted the callee.
     *
     * @param funds what is reserved
     * @param trunk index into the set-up's trunks
     */
    record Dialling(OutboundSetup setup, Timing timing, Funds funds, int trunk) implements OutboundState {}

    /**
     * The callee is being alerted.
     *
     * @param earlyMedia the carrier's own tone or announcement is bridged to the caller
     */
    record Alerting(OutboundSetup setup, Timing timing, Funds funds, int trunk, boolean earlyMedia)
            implements OutboundState {}

    /** Answered, charged, bridged. */
    record Talking(OutboundSetup setup, Timing timing, int trunk, Credit credit, Instant nextTick)
            implements OutboundState {}

    /** The legs are down, the ledger is writing. */
    record Closing(OutboundSetup setup, Timing timing, CallEnd end, long costMicros) implements OutboundState {}

    /** Settled; nothing happens any more. */
    record Ended(OutboundSetup setup, Timing timing, CallEnd end, long costMicros) implements OutboundState {}

    /**
     * What the ledger said last.
     *
     * @param heldMicros reserved for the call so far
     * @param availableMicros what the account could spend besides
     */
    record Funds(long heldMicros, long availableMicros) {
        static final Funds NONE = new Funds(0, 0);
    }

    /**
     * The credit of a call that is being talked.
     *
     * @param funds what the ledger said last
     * @param until when the hold is used up, or the longest call over: the call does not live past it
     * @param limit what brings it to its end then
     * @param ending as far as is known there is no more talk to be had after {@code until}
     * @param asking an extension is under way
     * @param askAt when the next one is asked for; not before {@code until}: not at all
     * @param tries how often less was asked for since the ledger granted something
     * @param warned the caller was told that the end is near
     */
    record Credit(
            Funds funds,
            Instant until,
            TalkLimit limit,
            boolean ending,
            boolean asking,
            Instant askAt,
            int tries,
            boolean warned) {

        Credit warned(boolean now) {
            return new Credit(funds, until, limit, ending, asking, askAt, tries, now);
        }

        Credit askingFor(int tried) {
            return new Credit(funds, until, limit, ending, true, askAt, tried, warned);
        }

        /** Nothing more is to be had for now. */
        Credit endingBy(TalkLimit what, long available, Instant lookAgain) {
            return new Credit(new Funds(funds.heldMicros(), available), until, what, true, false, lookAgain, 0, warned);
        }
    }
}
