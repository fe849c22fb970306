/**
 * The whole system under test from the outside: the packaged application as a process of its own, real peers (the
 * command line, Chromium, SIPp, baresip), real calls, and ears.
 *
 * <p>{@link io.tollgate.gateway.system.RunningGateway} starts the application with a fresh data folder and free ports,
 * {@link io.tollgate.gateway.system.Carrier} is what the demo carrier says about its calls, {@link
 * io.tollgate.gateway.system.PeerProcess} a command-line peer, and {@link io.tollgate.gateway.system.AudioMatch}
 * listens. The classes named {@code …IT} run after packaging. Nothing in here looks inside the process; what it says is
 * compared with what the carrier recorded, the REST API reports and the books hold.
 *
 * <p>Left out on purpose: impaired networks, and browsers other than the one that is installed.
 */
@NullMarked
package io.tollgate.gateway.system;

import org.jspecify.annotations.NullMarked;
