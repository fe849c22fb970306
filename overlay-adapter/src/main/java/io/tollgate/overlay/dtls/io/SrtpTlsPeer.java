package io.tollgate.overlay.dtls.io;

import io.tollgate.rtp.srtp.SrtpKeys;
import org.jspecify.annotations.Nullable;

/** What {@link DtlsAssociation} asks of either side's TLS parameters once the handshake is over. */
interface SrtpTlsPeer {
    @Nullable
    SrtpKeys sendKeys();

    @Nullable
    SrtpKeys receiveKeys();

    /** Whether the peer sent an alert, close_notify or a fatal one. */
    boolean peerClosed();
}
