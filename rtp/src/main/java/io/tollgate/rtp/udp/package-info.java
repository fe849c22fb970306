/**
 * Datagrams in and out for one worker: many UDP sockets, one thread, few system calls. This package touches the world.
 *
 * <p>A {@link io.tollgate.rtp.udp.UdpLoop} belongs to one thread, which opens {@link io.tollgate.rtp.udp.UdpSocket}s on it
 * and calls {@link io.tollgate.rtp.udp.UdpLoop#poll} in turn with its other work. Each datagram goes to its socket's {@link
 * io.tollgate.rtp.udp.UdpReceiver} in a buffer that is reused, with the sender as an {@link java.net.InetSocketAddress} that
 * is the same object for the same peer again and again. What goes wrong with a datagram is never thrown: it is a {@link
 * io.tollgate.rtp.udp.UdpCount}, told to the socket's {@link io.tollgate.rtp.udp.UdpTally}.
 *
 * <p>Two implementations, chosen by {@link io.tollgate.rtp.udp.UdpBackend}: Linux' own calls through the Foreign Function
 * and Memory API (epoll, recvfrom and sendto for a socket with one peer, recvmmsg and sendmmsg for a socket that many
 * share), which allocate nothing per packet; and NIO everywhere else, where {@code DatagramChannel.receive} makes an address
 * object whenever the sender differs from the one before.
 *
 * <p>A turn costs more than a datagram. {@code poll} therefore takes the least time between two wake-ups: what arrives within
 * it is taken together. See {@link io.tollgate.rtp.udp.UdpLoop#poll} for what was measured.
 *
 * <p>Left out on purpose: connected sockets (a trunk port must hear strangers to latch onto them), the error queue (ICMP
 * says nothing that a media timeout does not), segmentation and receive offload (every datagram has another peer), io_uring
 * (containers commonly forbid it).
 */
@NullMarked
package io.tollgate.rtp.udp;

import org.jspecify.annotations.NullMarked;
