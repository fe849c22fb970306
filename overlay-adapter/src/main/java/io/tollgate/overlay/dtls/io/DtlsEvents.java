package io.tollgate.overlay.dtls.io;

import io.tollgate.rtp.srtp.SrtpKeys;

/** How a handshake ended. Called from the handshake's own thread, each at most once. */
public interface DtlsEvents {
    /** The peer's certificate matched its fingerprint; these are the SRTP keys of both directions. */
    void onKeys(SrtpKeys send, SrtpKeys receive);

    /** There will be no keys. One plain sentence for a log. */
    void onFailed(String why);

    /** After {@link #onKeys}: the peer said close_notify or the association broke. */
    void onClosed();
}
