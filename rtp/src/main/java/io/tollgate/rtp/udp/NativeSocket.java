package io.tollgate.rtp.udp;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A socket of {@link NativeLoop}. */
final class NativeSocket implements UdpSocket {
    final int fd;
    /** Tells this socket from those that had its place before. */
    final long key;

    final boolean six;
    final UdpReceiver receiver;
    final UdpTally tally;
    /** What waits to be sent, where many peers share the socket. */
    final @Nullable MessageVector batch;

    int queued;
    private final NativeLoop loop;
    private final InetSocketAddress local;
    private volatile boolean closed;

    NativeSocket(
            NativeLoop loop,
            int fd,
            long key,
            boolean six,
            InetSocketAddress local,
            @Nullable MessageVector batch,
            UdpReceiver receiver,
            UdpTally tally) {
        this.loop = loop;
        this.fd = fd;
        this.key = key;
        this.six = six;
        this.local = local;
        this.batch = batch;
        this.receiver = receiver;
        this.tally = tally;
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public void send(byte[] buf, int off, int len, InetSocketAddress to) {
        check(buf, off, len);
        loop.send(this, buf, off, len, to);
    }

    @Override
    public void sendNow(byte[] buf, int off, int len, InetSocketAddress to) {
        check(buf, off, len);
        loop.sendNow(this, buf, off, len, to);
    }

    static void check(byte[] buf, int off, int len) {
        Objects.checkFromIndexSize(off, len, buf.length);
        if (len > UdpLoop.MAX_DATAGRAM) {
            throw new IllegalArgumentException("a datagram of " + len + " bytes is too long");
        }
    }

    @Override
    public void close() {
        loop.close(this);
    }

    void markClosed() {
        closed = true;
    }

    @Override
    public boolean closed() {
        return closed;
    }
}
