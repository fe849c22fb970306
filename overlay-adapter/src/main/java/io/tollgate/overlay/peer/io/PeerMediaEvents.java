package io.tollgate.overlay.peer.io;

/** What a call's media tells its owner. Called from the media thread; implementations only post. */
public interface PeerMediaEvents {
    /** ICE and DTLS are through; {@code how} is for a log, e.g. {@code opus/48000 under AEAD_AES_256_GCM}. */
    void onSecured(String how);

    /** The other side pressed a key. */
    void onDigit(char digit);

    /** There is no media, or no longer. Plain words without a full stop. */
    void onBroken(String why);
}
