package io.tollgate.rtp.media;

import java.net.InetSocketAddress;

/** Sends datagrams from the port that the leg lives on. May be called from any thread; a full socket buffer drops. */
@FunctionalInterface
public interface DatagramSink {
    /** Sends {@code buf[off, off + len)}; the array may be reused when this returns. */
    void send(byte[] buf, int off, int len, InetSocketAddress to);
}
