/**
 * The media plane: sockets, workers and the calls on them. This package touches the world.
 *
 * <p>A {@link io.tollgate.rtp.media.MediaPlane} has workers, each one platform thread with one {@link
 * io.tollgate.rtp.udp.UdpLoop}. A worker owns
 * its share of the calls with everything that belongs to them: the shared overlay port (one for all its calls), a pair of
 * ports for each trunk leg, jitter buffers, codecs, SRTP states. Nothing of a call is touched by another thread; {@link
 * io.tollgate.rtp.media.MediaCall} and the ports put commands into the worker's queue. A turn waits, reads the clock,
 * takes what arrived (all of the last millisecond together: a turn costs more than a packet), runs commands and ticks the calls that are due; calls are spread over four buckets 5 ms
 * apart and each is ticked every 20 ms. Every part of a turn is bounded.
 *
 * <p>Overlay to trunk: datagram → RFC 7983 → bound address → SRTP → {@link io.tollgate.rtp.jitter.JitterBuffer} → Opus at
 * 8 kHz → G.711 → trunk socket; the way back likewise. No resampler, because Opus runs at the telephone's rate. STUN and DTLS
 * go to the call's {@link io.tollgate.rtp.media.TransportGuard}, which decides who may bind an address. Digits pass as RFC
 * 4733 events in both directions; recordings go through a ring to a disk thread. An exception ends the call that threw it and
 * is logged with its id; everything dropped is a {@link io.tollgate.rtp.media.MediaCounter}.
 *
 * <p>In steady state nothing is allocated for a packet, as long as the sockets are Linux' own; with NIO the JDK makes an
 * address object whenever the sender differs from the one before.
 *
 * <p>Left out on purpose: SRTP on trunks, detection of tones in the audio, transcoding to other
 * codecs, conferences.
 */
@NullMarked
package io.tollgate.rtp.media;

import org.jspecify.annotations.NullMarked;
