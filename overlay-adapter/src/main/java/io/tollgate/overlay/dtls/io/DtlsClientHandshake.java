package io.tollgate.overlay.dtls.io;

import org.bouncycastle.tls.DTLSClientProtocol;

/** The Java peer's DTLS: sends the ClientHello at once. */
public final class DtlsClientHandshake implements AutoCloseable {
    private final DtlsAssociation association;

    private DtlsClientHandshake(DtlsAssociation association) {
        this.association = association;
    }

    /**
     * Starts the handshake.
     *
     * @param expected the fingerprint in the gateway's answer
     */
    public static DtlsClientHandshake start(
            DtlsIdentity identity,
            CertificateFingerprint expected,
            DtlsSettings settings,
            DatagramOutput output,
            DtlsEvents events) {
        return start(identity, expected, settings, new QueuedTransport(output), events);
    }

    static DtlsClientHandshake start(
            DtlsIdentity identity,
            CertificateFingerprint expected,
            DtlsSettings settings,
            QueuedTransport transport,
            DtlsEvents events) {
        SrtpTlsClient client = new SrtpTlsClient(identity, expected, settings);
        DtlsAssociation association = new DtlsAssociation(
                "dtls-client", transport, client, () -> new DTLSClientProtocol().connect(client, transport), events);
        association.start();
        return new DtlsClientHandshake(association);
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
