package io.tollgate.gateway.overlay;

import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import org.jboss.logging.Logger;

/** The supernode's WebSocket: hands everything to the loop and decides nothing. */
@WebSocket(path = "/overlay")
public class SupernodeSocket {
    private static final Logger LOG = Logger.getLogger(SupernodeSocket.class);

    private final SupernodeLoop loop;

    SupernodeSocket(SupernodeLoop loop) {
        this.loop = loop;
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection connection) {
        loop.opened(connection);
    }

    @OnBinaryMessage
    @NonBlocking
    void received(WebSocketConnection connection, Buffer message) {
        loop.received(connection, message.getBytes());
    }

    @OnClose
    @NonBlocking
    void closed(WebSocketConnection connection) {
        loop.closed(connection);
    }

    /** A peer that breaks off or sends what is no WebSocket frame is everyday business. */
    @OnError
    @NonBlocking
    void failed(WebSocketConnection connection, Throwable failure) {
        LOG.debugf("overlay connection %s: %s", connection.id(), failure);
    }
}
