package io.tollgate.rtp.udp;

import java.net.InetSocketAddress;

/** A bound UDP socket on a {@link UdpLoop}. For the loop's thread, except {@link #sendNow}. */
public interface UdpSocket {
    /** What it is bound to, with the port that the system chose if 0 was asked for. Any thread. */
    InetSocketAddress localAddress();

    /**
     * Sends {@code buf[off, off + len)}, at the latest with the next {@link UdpLoop#flush} or {@link UdpLoop#poll}, or when
     * this socket is closed. The array may be reused when this returns. Failure is a {@link UdpCount}.
     *
     * @throws IndexOutOfBoundsException when the slice is outside the array
     * @throws IllegalArgumentException when it is longer than {@link UdpLoop#MAX_DATAGRAM}
     */
    void send(byte[] buf, int off, int len, InetSocketAddress to);

    /** The same from any thread, at once and past whatever {@link #send} has queued. May allocate. */
    void sendNow(byte[] buf, int off, int len, InetSocketAddress to);

    /** Sends what is queued, then closes. A second time nothing happens. */
    void close();

    /** Whether it was closed, alone or with its loop. */
    boolean closed();
}
