/**
 * The trunk side's edge: a JAIN-SIP stack used for its parser and its transactions only, driven by the pure machine of
 * {@code io.tollgate.sip.trunk}, which keeps dialogs, timers of a call and every decision.
 *
 * <p>How a datagram flows: {@code GuardedSocket} reads it and drops, unanswered and counted, what comes from no trunk,
 * is too large, is no SIP or nests too deeply; then JAIN's one worker thread parses it ({@code GuardedParser} turns
 * parse errors, also a stack overflow, into a counter), matches its transaction and calls {@code StackListener}, which
 * translates it into facts and posts them to the call's {@code CallLane}. A lane runs one input at a time on a virtual
 * thread, so JAIN's threads never wait for anybody. Actions of the machine go back through {@code MessageWriter}.
 *
 * <p>Left out on purpose: automatic dialogs of the stack (it then answers, drops and hangs up on its own), its 400 to
 * what it cannot parse (it would echo damaged headers), TCP and TLS, more than one stack.
 */
@NullMarked
package io.tollgate.sip.io;

import org.jspecify.annotations.NullMarked;
