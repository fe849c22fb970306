package io.tollgate.overlay.gateway;

import io.tollgate.rtp.srtp.SrtpKeys;

/** What a leg's DTLS came to. Called from the handshake's virtual thread; implementations only post. */
public interface GuardEvents {
    /** The peer proved to hold the certificate of its signed offer; both directions may be protected now. */
    void onKeys(SrtpKeys send, SrtpKeys receive);

    /** There will be no secure leg. One plain sentence for the call's explanation. */
    void onFailed(String why);

    /**
     * The peer closed DTLS after it was up. Who hangs up closes it too, and the datagram may overtake the message that
     * says so: wait a little for that before calling it a failure.
     */
    void onClosed();
}
