/**
 * How a call behaves, without the means to make one: two pure machines that join an overlay leg, a trunk leg and the
 * ledger.
 *
 * <p>{@link io.tollgate.gateway.call.OutboundMachine} carries a call from a user to a phone,
 * {@link io.tollgate.gateway.call.InboundMachine} one from a phone to a user's devices. Each is a total function
 * {@code on(state, event, now) -> step}: the {@link io.tollgate.gateway.call.Step} holds the next state, the actions to
 * carry out in order, and the instant at which the machine wants to be woken. Sealed states own the data that exists
 * only in them; the compiler finds a missing case. {@link io.tollgate.gateway.call.CallEnd} is the one value that says
 * how a call ended, and everything that reports an end is derived from it.
 *
 * <p>No thread, socket, clock or database is known here: {@code io.tollgate.gateway.switchboard} owns one virtual
 * thread per call that feeds the machine and carries out its actions.
 *
 * <p>Left out on purpose: transfer, conference and call waiting, which no user of a toll gateway's caller side has
 * asked for; a call has two legs.
 */
@NullMarked
package io.tollgate.gateway.call;

import org.jspecify.annotations.NullMarked;
