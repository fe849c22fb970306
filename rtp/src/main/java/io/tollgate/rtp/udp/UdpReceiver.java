package io.tollgate.rtp.udp;

import java.net.InetSocketAddress;

/** Takes the datagrams of a socket, on the loop's thread. */
@FunctionalInterface
public interface UdpReceiver {
    /**
     * One datagram. May send, open and close sockets, the own one too, but not poll. What it throws leaves {@link
     * UdpLoop#poll}; the loop stays usable, but datagrams that were read together with this one are lost.
     *
     * @param buf the loop's buffer, {@link UdpLoop#MAX_DATAGRAM} bytes or more; may be written to, and is reused after return
     * @param length 0 to {@link UdpLoop#MAX_DATAGRAM}; the datagram is {@code buf[0, length)}
     * @param from the sender; an IPv4 address also when it came to a socket of both families
     */
    void receive(byte[] buf, int length, InetSocketAddress from);
}
