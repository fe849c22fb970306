/**
 * A simulated PSTN for demonstrations and tests: a carrier's SIP trunk whose numbers behave, one kind of call each.
 *
 * <p>{@link io.tollgate.carrier.DemoCarrier} reads the command line and opens the switchboard
 * ({@link io.tollgate.carrier.control.io.Switchboard}), to whose one thread SIP, media, clock and HTTP post what
 * happened; what to do about it is decided in the pure packages {@link io.tollgate.carrier.number} and
 * {@link io.tollgate.carrier.call}.
 *
 * <p>On purpose it shares no line of code with the gateway, so that an error of one is not repeated by the other.
 */
@NullMarked
package io.tollgate.carrier;

import org.jspecify.annotations.NullMarked;
