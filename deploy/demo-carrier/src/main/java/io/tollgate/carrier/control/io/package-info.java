/**
 * What ties the carrier together and lets others look in: the {@link io.tollgate.carrier.control.io.Switchboard} with
 * its one thread, the event feed, and the control server on HTTP.
 *
 * <p>SIP and media post their events to the switchboard's thread; it asks the pure
 * {@link io.tollgate.carrier.call.CallMachine} and performs the actions. The HTTP threads only post, too, and wait for
 * the result.
 *
 * <p>Left out on purpose: authentication of the control server. It listens on loopback, refuses what a web page sends,
 * and can place demo calls at most.
 */
@NullMarked
package io.tollgate.carrier.control.io;

import org.jspecify.annotations.NullMarked;
