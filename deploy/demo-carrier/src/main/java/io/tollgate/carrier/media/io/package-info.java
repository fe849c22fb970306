/**
 * The carrier's media at the sockets: one thread, {@link io.tollgate.carrier.media.io.MediaLoop}, owns every RTP and
 * RTCP socket, paces 20 ms packets, feeds the pure audio code and writes the recordings.
 *
 * <p>Others hand it commands through a queue; it reports {@link io.tollgate.carrier.media.io.MediaEvent}s to a consumer
 * that must only post them. Counters of a session may be read from anywhere.
 *
 * <p>Left out on purpose: a second thread for disk writes. A recording is 16 KB/s into the page cache; a demonstration
 * on one machine does not notice, and a kill loses nothing.
 */
@NullMarked
package io.tollgate.carrier.media.io;

import org.jspecify.annotations.NullMarked;
