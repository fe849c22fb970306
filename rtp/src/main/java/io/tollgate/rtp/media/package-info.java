/**
 * The media plane: sockets, workers and the calls on them. This package touches the world.
 *
 * <p>A {@link io.tollgate.rtp.media.MediaPlane} has workers, each one platform thread with one {@link
 * io.tollgate.rtp.udp.UdpLoop}. A worker owns its share of the calls with everything that belongs to them: the shared overlay
 * port (one for all its calls), a pair of ports for each trunk leg, jitter buffers, codecs, SRTP states. Nothing of a call is
 * touched by another thread; {@link io.tollgate.rtp.media.MediaCall} and the ports put commands into the worker's queue. A turn
 * takes what arrived, runs commands, moves the directions that are due and sends what that made. Every part of it is bounded.
 *
 * <p>A call has two directions, which tick apart, each about every 20 ms at the pace of its source. Overlay to trunk: datagram
 * → RFC 7983 → bound address → SRTP → {@link io.tollgate.rtp.jitter.JitterBuffer} → Opus at the trunk's rate → what the
 * trunk's settings ask for → its codec → trunk socket; the way back likewise. Where both legs speak the same codec and nothing
 * has to be added, a packet goes on undecoded in the turn in which it came. STUN and DTLS go to the call's {@link
 * io.tollgate.rtp.media.TransportGuard}, which decides who may bind an address. Digits pass as RFC 4733 events or as tones;
 * recordings go through a ring to a disk thread. An exception ends the call that threw it and is logged with its id;
 * everything dropped is a {@link io.tollgate.rtp.media.MediaCounter}.
 *
 * <p>In steady state nothing is allocated for a packet; reports, every five seconds, make objects, and so do the libraries
 * behind G.729 and iLBC.
 *
 * <p>Left out on purpose: conferences, video, and all but a sample of the levels of packets that pass undecoded.
 */
@NullMarked
package io.tollgate.rtp.media;

import org.jspecify.annotations.NullMarked;
