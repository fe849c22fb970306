/**
 * The trunk side of the gateway. Packages under here are pure (no sockets, threads, clock or randomness) except
 * {@code io.tollgate.sip.io}, which drives them with a SIP stack and UDP.
 */
@NullMarked
package io.tollgate.sip;

import org.jspecify.annotations.NullMarked;
