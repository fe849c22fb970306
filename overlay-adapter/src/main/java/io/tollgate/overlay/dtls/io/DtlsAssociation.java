package io.tollgate.overlay.dtls.io;

import io.tollgate.rtp.srtp.SrtpKeys;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jboss.logging.Logger;

/** One DTLS association on its own virtual thread: the handshake, then listening until somebody closes. */
final class DtlsAssociation {
    private static final Logger LOG = Logger.getLogger(DtlsAssociation.class);
    private static final int LISTEN_MS = 30_000;

    /** The blocking call that performs one side's handshake. */
    @FunctionalInterface
    interface Handshake {
        DTLSTransport perform() throws IOException;
    }

    private final QueuedTransport transport;
    private final SrtpTlsPeer peer;
    private final Handshake handshake;
    private final DtlsEvents events;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread;

    DtlsAssociation(String name, QueuedTransport transport, SrtpTlsPeer peer, Handshake handshake, DtlsEvents events) {
        this.transport = transport;
        this.peer = peer;
        this.handshake = handshake;
        this.events = events;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void feed(byte[] buf, int off, int len) {
        if (!closed.get()) {
            transport.feed(buf, off, len);
        }
    }

    /** Ends the association; no event follows. After the handshake the peer is told by close_notify. */
    void close() {
        if (closed.compareAndSet(false, true)) {
            thread.interrupt();
        }
    }

    private void run() {
        DTLSTransport secured;
        SrtpKeys send;
        SrtpKeys receive;
        try {
            secured = handshake.perform();
            send = peer.sendKeys();
            receive = peer.receiveKeys();
            transport.flush();
        } catch (IOException | RuntimeException e) {
            transport.flush();
            // Bouncy Castle wraps what a hostile peer provokes in either kind; both end this association only.
            fail(words(e));
            return;
        }
        if (send == null || receive == null) {
            fail("the handshake ended without keys");
            return;
        }
        if (!closed.get()) {
            events.onKeys(send, receive);
        }
        listen(secured);
    }

    /** Lets Bouncy Castle answer retransmitted final flights and see alerts; application data is ignored. */
    private void listen(DTLSTransport secured) {
        byte[] ignored = new byte[2048];
        try {
            while (!closed.get() && !peer.peerClosed()) {
                secured.receive(ignored, 0, ignored.length, LISTEN_MS);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debugf("DTLS association ended: %s", e.getMessage());
        }
        boolean byPeer = closed.compareAndSet(false, true);
        try {
            // The interrupt that ended the wait must not stop close_notify from being written.
            Thread.interrupted();
            secured.close();
        } catch (IOException | RuntimeException e) {
            LOG.debugf("DTLS close_notify was not sent: %s", e.getMessage());
        }
        transport.flush();
        if (byPeer) {
            events.onClosed();
        }
    }

    private void fail(String why) {
        if (closed.compareAndSet(false, true)) {
            events.onFailed(why);
        }
    }

    private static String words(Exception e) {
        return switch (e) {
            case TlsTimeoutException _ -> "the DTLS handshake took too long";
            case TlsFatalAlertReceived alert -> "the peer refused the DTLS handshake: " + alert.getMessage();
            case TlsFatalAlert alert -> "the DTLS handshake was refused: " + alert.getMessage();
            default -> "the DTLS handshake failed: " + e;
        };
    }
}
