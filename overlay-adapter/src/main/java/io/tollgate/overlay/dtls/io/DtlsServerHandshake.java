package io.tollgate.overlay.dtls.io;

import org.bouncycastle.tls.DTLSServerProtocol;

/** The gateway's DTLS: waits for a ClientHello, which may come in several datagrams. */
public final class DtlsServerHandshake implements AutoCloseable {
    private final DtlsAssociation association;

    private DtlsServerHandshake(DtlsAssociation association) {
        this.association = association;
    }

    /**
     * Starts the thread that waits for the first datagram.
     *
     * @param expected the fingerprint in the peer's signed offer
     */
    public static DtlsServerHandshake start(
            DtlsIdentity identity,
            CertificateFingerprint expected,
            DtlsSettings settings,
            DatagramOutput output,
            DtlsEvents events) {
        QueuedTransport transport = new QueuedTransport(output);
        SrtpTlsServer server = new SrtpTlsServer(identity, expected, settings);
        DtlsAssociation association = new DtlsAssociation(
                "dtls-server", transport, server, () -> new DTLSServerProtocol().accept(server, transport), events);
        association.start();
        return new DtlsServerHandshake(association);
    }

    /** Hands over one received datagram: copied, never blocks, dropped when too many wait. */
    public void feed(byte[] buf, int off, int len) {
        association.feed(buf, off, len);
    }

    /** Ends handshake or association; no event follows. */
    @Override
    public void close() {
        association.close();
    }
}
