package io.tollgate.overlay.supernode;

import io.tollgate.overlay.wire.Envelope;

/** What the owner of the sockets shall do; in the order of the list. */
public sealed interface Action {

    /** The connection that it concerns. */
    ConnectionId connection();

    /** Send a binary message. */
    record Transmit(ConnectionId connection, Envelope envelope) implements Action {}

    /**
     * Close; the core has forgotten the connection already, a later {@link Input.Closed} for it does nothing.
     *
     * @param code the WebSocket close code (RFC 6455 section 7.4.1)
     * @param why for the log and the close frame, at most 100 octets
     */
    record Close(ConnectionId connection, int code, String why) implements Action {}
}
