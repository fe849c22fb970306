package io.tollgate.overlay.client.io;

import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.supernode.Action;
import io.tollgate.overlay.supernode.ConnectionId;
import io.tollgate.overlay.supernode.Input;
import io.tollgate.overlay.supernode.MemoryDirectory;
import io.tollgate.overlay.supernode.Presence;
import io.tollgate.overlay.supernode.SupernodeCore;
import io.tollgate.overlay.supernode.SupernodeCounter;
import io.tollgate.overlay.supernode.SupernodeLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;

/** A supernode on a real port of the loopback, on a WebSocket library that is not ours. One lock owns the core. */
final class SupernodeServer extends WebSocketServer implements AutoCloseable {

    private final SupernodeCore core;
    private final SecureRandom random = new SecureRandom();
    private final Map<WebSocket, ConnectionId> ids = new HashMap<>();
    private final Map<ConnectionId, WebSocket> sockets = new HashMap<>();
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private long lastId;

    private SupernodeServer(InetSocketAddress address, CredentialVerifier verifier, SupernodeLimits limits) {
        super(address, 2, List.of(new Draft_6455(List.of(), List.of(new Protocol("tollgate.overlay.v1")))));
        this.core = new SupernodeCore(limits, verifier, new MemoryDirectory());
        setReuseAddr(true);
        setConnectionLostTimeout(0);
    }

    static SupernodeServer start(int port, CredentialVerifier verifier, SupernodeLimits limits) {
        SupernodeServer server =
                new SupernodeServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), verifier, limits);
        server.start();
        server.started.join();
        return server;
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + getPort() + "/overlay");
    }

    long counted(SupernodeCounter counter) {
        return core.counters().value(counter);
    }

    Presence presence() {
        return core.presence();
    }

    /** Cuts every connection without a word, as a broken network would. */
    synchronized void cutAll() {
        List.copyOf(sockets.values()).forEach(socket -> socket.closeConnection(1006, "cut"));
    }

    synchronized void tick(Instant now) {
        carryOut(core.tick(now));
    }

    @Override
    public synchronized void onOpen(WebSocket socket, ClientHandshake handshake) {
        ConnectionId id = new ConnectionId(++lastId);
        ids.put(socket, id);
        sockets.put(id, socket);
        byte[] nonce = new byte[32];
        random.nextBytes(nonce);
        carryOut(core.on(id, new Input.Opened(nonce), Instant.now()));
    }

    @Override
    public synchronized void onMessage(WebSocket socket, ByteBuffer message) {
        ConnectionId id = ids.get(socket);
        if (id != null) {
            byte[] octets = new byte[message.remaining()];
            message.get(octets);
            carryOut(core.on(id, new Input.Received(octets), Instant.now()));
        }
    }

    @Override
    public void onMessage(WebSocket socket, String message) {
        socket.close(1003);
    }

    @Override
    public synchronized void onClose(WebSocket socket, int code, String reason, boolean remote) {
        ConnectionId id = ids.remove(socket);
        if (id != null) {
            sockets.remove(id);
            carryOut(core.on(id, new Input.Closed(), Instant.now()));
        }
    }

    @Override
    public void onError(WebSocket socket, Exception error) {
        started.completeExceptionally(error);
    }

    @Override
    public void onStart() {
        started.complete(null);
    }

    private void carryOut(List<Action> actions) {
        for (Action action : actions) {
            WebSocket socket = sockets.get(action.connection());
            if (socket == null || !socket.isOpen()) {
                continue;
            }
            switch (action) {
                case Action.Transmit transmit -> socket.send(transmit.envelope().toByteArray());
                case Action.Close close -> socket.close(close.code(), close.why());
            }
        }
    }

    @Override
    public void close() {
        try {
            stop(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
