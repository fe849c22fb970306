package io.tollgate.rtp.media;

import java.net.InetSocketAddress;

/** What a leg needs of the port it lives on. */
interface OverlayTransport {
    void send(byte[] buf, int len, InetSocketAddress to);

    void count(MediaCounter counter);
}
