package io.tollgate.gateway.overlay;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.overlay.supernode.Action;
import io.tollgate.overlay.supernode.ConnectionId;
import io.tollgate.overlay.supernode.Input;
import io.tollgate.overlay.supernode.MemoryDirectory;
import io.tollgate.overlay.supernode.Presence;
import io.tollgate.overlay.supernode.SupernodeCore;
import io.tollgate.overlay.supernode.SupernodeCounters;
import io.tollgate.overlay.supernode.SupernodeLimits;
import io.vertx.core.buffer.Buffer;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** The one thread that owns the supernode's core; sockets post to it and it writes to them. */
@Singleton
public class SupernodeLoop {
    private static final Logger LOG = Logger.getLogger(SupernodeLoop.class);
    private static final int NONCE_BYTES = 32;
    /** RFC 6455 section 7.4.1: an endpoint that does not offer what was asked for. */
    private static final int NO_SUPERNODE = 1008;

    private final SupernodeCore core;
    private final boolean played;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong lastConnection = new AtomicLong();
    private final Map<String, ConnectionId> ids = new ConcurrentHashMap<>();
    private final Map<ConnectionId, WebSocketConnection> sockets = new ConcurrentHashMap<>();
    private final ExecutorService owner = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("supernode").factory());

    SupernodeLoop(Issuer issuer, TollgateConfig config) {
        played = config.roles().contains(TollgateConfig.Role.SUPERNODE);
        core = new SupernodeCore(SupernodeLimits.DEFAULT, issuer.verifier(), new MemoryDirectory());
    }

    public SupernodeCounters counters() {
        return core.counters();
    }

    public Presence presence() {
        return core.presence();
    }

    void opened(WebSocketConnection socket) {
        if (!played) {
            socket.close(new CloseReason(NO_SUPERNODE, "this process is no supernode"))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("%s: %s", socket.id(), failure));
            return;
        }
        ConnectionId id = new ConnectionId(lastConnection.incrementAndGet());
        ids.put(socket.id(), id);
        sockets.put(id, socket);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        post(id, new Input.Opened(nonce));
    }

    void received(WebSocketConnection socket, byte[] message) {
        ConnectionId id = ids.get(socket.id());
        if (id != null) {
            post(id, new Input.Received(message));
        }
    }

    void closed(WebSocketConnection socket) {
        ConnectionId id = ids.remove(socket.id());
        if (id != null) {
            sockets.remove(id);
            post(id, new Input.Closed());
        }
    }

    @Scheduled(every = "1s")
    void tick() {
        run(() -> carryOut(core.tick(Instant.now())));
    }

    private void post(ConnectionId id, Input input) {
        run(() -> carryOut(core.on(id, input, Instant.now())));
    }

    private void run(Runnable work) {
        try {
            owner.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    LOG.error("the supernode could not carry out one input", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the supernode has been stopped", e);
        }
    }

    private void carryOut(List<Action> actions) {
        for (Action action : actions) {
            WebSocketConnection socket = sockets.get(action.connection());
            if (socket == null || socket.isClosed()) {
                continue;
            }
            switch (action) {
                case Action.Transmit transmit ->
                    socket.sendBinary(Buffer.buffer(transmit.envelope().toByteArray()))
                            .subscribe()
                            .with(done -> {}, failure -> LOG.debugf("%s: %s", transmit.connection(), failure));
                case Action.Close close ->
                    socket.close(new CloseReason(close.code(), close.why()))
                            .subscribe()
                            .with(done -> {}, failure -> LOG.debugf("%s: %s", close.connection(), failure));
            }
        }
    }

    @PreDestroy
    void stop() {
        owner.shutdownNow();
    }
}
