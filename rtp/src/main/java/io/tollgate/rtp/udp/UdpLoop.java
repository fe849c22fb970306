package io.tollgate.rtp.udp;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Many UDP sockets in the hands of one thread. Only {@link #wakeup} is for others. */
public interface UdpLoop extends AutoCloseable {
    /** Bytes of the longest datagram that is received or sent. */
    int MAX_DATAGRAM = 2_048;

    /** How many datagrams one {@link #poll} delivers before it returns, within a batch of the last socket read. */
    int MAX_PER_POLL = 512;

    /**
     * Opens a socket. Bound to an IPv4 address it speaks IPv4, to an IPv6 address IPv6, to {@code ::} both.
     *
     * @param local an address of this machine or a wildcard; port 0 takes any free one
     * @throws IOException when it cannot be bound
     */
    UdpSocket open(InetSocketAddress local, UdpOptions options, UdpReceiver receiver, UdpTally tally)
            throws IOException;

    /**
     * Flushes, waits until something has arrived, somebody calls {@link #wakeup} or the time is over, delivers what has
     * arrived (at most about {@link #MAX_PER_POLL}; the next poll then goes on without waiting) and flushes again.
     *
     * @param spacingNs the least time in ns between the last return from waiting and this one, unless it was woken: what
     *     arrives meanwhile is taken together. 0 reacts at once
     * @param maxWaitNs how long to wait at most, in ns; 0 or less only takes what is there
     * @return datagrams delivered
     * @throws IOException when the loop itself is broken; no datagram and no peer brings that about
     */
    int poll(long spacingNs, long maxWaitNs) throws IOException;

    /** Sends what is queued on all sockets. */
    void flush();

    /** Ends the wait of the current poll, or else of the next one. Any thread, also after close, when nothing happens. */
    void wakeup();

    /** Closes all sockets and gives back all memory. */
    @Override
    void close();
}
