package io.tollgate.overlay.supernode;

/** What can happen to a connection. */
public sealed interface Input {

    /**
     * It was made.
     *
     * @param nonce 32 random octets that were never used before
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Opened(byte[] nonce) implements Input {}

    /** A binary message arrived. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Received(byte[] message) implements Input {}

    /** It is gone. */
    record Closed() implements Input {}
}
