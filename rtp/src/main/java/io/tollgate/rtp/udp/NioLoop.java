package io.tollgate.rtp.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loop over NIO, for every platform. Sends at once; its waits are rounded up to milliseconds; the JDK allocates an
 * address whenever the sender changes, which is then exchanged for the one known.
 */
final class NioLoop implements UdpLoop {
    private static final int PEERS = 8_192;
    private static final int MAX_PER_SOCKET = 64;

    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocateDirect(MAX_DATAGRAM + 1);
    private final byte[] delivered = new byte[MAX_DATAGRAM];
    final ByteBuffer out = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final KnownPeers peers = new KnownPeers(PEERS);
    private final Consumer<SelectionKey> whenReady = this::ready;
    private int count;
    private boolean more;
    private boolean closed;
    private volatile @Nullable Thread resting;
    private volatile boolean signalled;
    private long wokenNs = System.nanoTime();

    NioLoop() throws IOException {
        selector = Selector.open();
    }

    @Override
    public UdpSocket open(InetSocketAddress local, UdpOptions options, UdpReceiver receiver, UdpTally tally)
            throws IOException {
        return NioSocket.open(this, selector, local, options, receiver, tally);
    }

    @Override
    public int poll(long spacingNs, long maxWaitNs) throws IOException {
        if (closed) {
            throw new IllegalStateException("the loop is closed");
        }
        long waitNs = more ? 0 : rest(spacingNs, Math.max(0, maxWaitNs));
        more = false;
        count = 0;
        if (waitNs <= 0) {
            selector.selectNow(whenReady);
        } else {
            selector.select(whenReady, TimeUnit.NANOSECONDS.toMillis(waitNs + 999_999));
        }
        signalled = false;
        wokenNs = System.nanoTime();
        more = count >= MAX_PER_POLL;
        return count;
    }

    /** Sleeps through the rest of the spacing, unless woken; returns what is left of the wait. */
    private long rest(long spacingNs, long waitNs) {
        if (spacingNs <= 0 || waitNs == 0) {
            return waitNs;
        }
        long beganNs = System.nanoTime();
        long untilNs = beganNs + Math.min(spacingNs - (beganNs - wokenNs), waitNs);
        resting = Thread.currentThread();
        for (long now = beganNs; !signalled && untilNs - now > 0; now = System.nanoTime()) {
            LockSupport.parkNanos(this, untilNs - now);
        }
        resting = null;
        return Math.max(0, waitNs - (System.nanoTime() - beganNs));
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof NioSocket socket) {
            for (int i = 0; i < MAX_PER_SOCKET && count < MAX_PER_POLL && !socket.closed(); i++) {
                if (!receive(socket)) {
                    return;
                }
            }
        }
    }

    private boolean receive(NioSocket socket) {
        in.clear();
        InetSocketAddress from;
        try {
            from = (InetSocketAddress) socket.channel.receive(in);
        } catch (IOException e) {
            socket.tally.add(UdpCount.RECEIVE_ERRORS, 1);
            return false;
        }
        if (from == null) {
            return false;
        }
        int length = in.flip().remaining();
        if (length > MAX_DATAGRAM) {
            socket.tally.add(UdpCount.TRUNCATED, 1);
            return true;
        }
        in.get(delivered, 0, length);
        count++;
        socket.receiver.receive(delivered, length, peers.known(from));
        return true;
    }

    @Override
    public void flush() {
        // Nothing is queued: there is no call that would send many at a time.
    }

    @Override
    public void wakeup() {
        signalled = true;
        selector.wakeup();
        Thread sleeper = resting;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (selector) {
            for (SelectionKey key : selector.keys()) {
                if (key.attachment() instanceof NioSocket socket) {
                    socket.close();
                }
            }
            // A closed channel gives its descriptor back when the selector sees it next.
            selector.selectNow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("closing a selector", e);
        }
    }
}
