package io.tollgate.overlay.dtls.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.tls.DatagramTransport;

/**
 * The bridge between the socket's owner, which hands datagrams over, and a handshake that blocks for them.
 *
 * <p>Bouncy Castle writes each handshake message as a datagram of its own. Here the records of a flight are gathered, up
 * to the size limit, until the handshake turns to listening (RFC 6347 section 4.1.1 allows several records in one
 * datagram): a flight then mostly is one datagram, which is far likelier to survive a lossy path than five.
 */
final class QueuedTransport implements DatagramTransport {
    /** Datagrams in waiting; a flight has at most some ten. What comes above is dropped, and sent again by the peer. */
    static final int MAX_WAITING = 64;

    private static final int RECEIVE_LIMIT = 1500;
    /** Fits every path that carries IPv6. */
    private static final int SEND_LIMIT = 1200;
    /** Forever, in slices: a handshake that is closed is interrupted. */
    private static final int FOREVER_MS = 60_000;

    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final DatagramOutput output;
    private final int sendLimit;
    private final byte[] flight;
    private int gathered;
    private volatile boolean closed;

    QueuedTransport(DatagramOutput output) {
        this(output, SEND_LIMIT);
    }

    QueuedTransport(DatagramOutput output, int sendLimit) {
        this.output = output;
        this.sendLimit = sendLimit;
        this.flight = new byte[sendLimit];
    }

    void feed(byte[] buf, int off, int len) {
        if (len > RECEIVE_LIMIT || !waiting.offer(Arrays.copyOfRange(buf, off, off + len))) {
            dropped.incrementAndGet();
        }
    }

    long dropped() {
        return dropped.get();
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
        return sendLimit;
    }

    /** Zero waits without end, as Bouncy Castle means it; -1 is the answer when nothing came in time. */
    @Override
    public int receive(byte[] buf, int off, int len, int waitMillis) throws IOException {
        flush();
        if (closed) {
            throw new IOException("the association is closed");
        }
        try {
            byte[] datagram = waiting.poll(waitMillis == 0 ? FOREVER_MS : waitMillis, TimeUnit.MILLISECONDS);
            if (datagram == null || datagram.length == 0) {
                return -1;
            }
            int count = Math.min(len, datagram.length);
            System.arraycopy(datagram, 0, buf, off, count);
            return count;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the call ended");
        }
    }

    @Override
    public void send(byte[] buf, int off, int len) {
        if (gathered + len > sendLimit) {
            flush();
        }
        if (len > sendLimit) {
            output.send(buf, off, len);
            return;
        }
        System.arraycopy(buf, off, flight, gathered, len);
        gathered += len;
    }

    /** Sends what was gathered; to be called by the handshake's thread when it stops without listening again. */
    void flush() {
        if (gathered > 0) {
            output.send(flight, 0, gathered);
            gathered = 0;
        }
    }

    /** Bouncy Castle closes the transport after close_notify or a fatal alert: whoever listens is to stop. */
    @Override
    public void close() {
        flush();
        closed = true;
    }
}
