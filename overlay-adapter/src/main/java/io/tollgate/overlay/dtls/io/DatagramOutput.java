package io.tollgate.overlay.dtls.io;

/** Where a handshake's datagrams go. Called from the handshake's own thread; must not block for long. */
@FunctionalInterface
public interface DatagramOutput {
    /** Sends {@code buf[off, off+len)}; the array is reused after the call. A datagram that is lost is sent again. */
    void send(byte[] buf, int off, int len);
}
