/**
 * One call as a pure machine: {@link io.tollgate.carrier.call.CallMachine#on} takes a state, an input and the time and
 * gives the next state with what is to be done.
 *
 * <p>Inputs are what SIP, media, clock and operator report; actions are what SIP and media shall do and what the event
 * feed shall say. The switchboard's one thread holds the states, performs the actions and wakes the machine at
 * {@link io.tollgate.carrier.call.CallState#deadlineMs}. Both directions share the states after the answer.
 *
 * <p>Left out on purpose: transactions and retransmissions (JAIN-SIP's), and holding or re-negotiating calls, which the
 * SIP edge answers by itself because no state here depends on it.
 */
@NullMarked
package io.tollgate.carrier.call;

import org.jspecify.annotations.NullMarked;
