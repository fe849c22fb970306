package io.tollgate.overlay.client.io;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.identity.DeviceProof;
import io.tollgate.overlay.jose.Base64Url;
import io.tollgate.overlay.supernode.CloseCode;
import io.tollgate.overlay.wire.Envelope;
import io.tollgate.overlay.wire.Hello;
import io.tollgate.overlay.wire.Ping;
import io.tollgate.overlay.wire.Pong;
import io.tollgate.overlay.wire.Refused;
import io.tollgate.overlay.wire.Welcome;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The one thread of an {@link OverlayClient}: owns socket, standing and requests, and takes events from a queue. */
final class ClientLoop implements Runnable {

    private static final Logger LOG = Logger.getLogger(ClientLoop.class);

    private static final String SUB_PROTOCOL = "tollgate.overlay.v1";
    private static final int VERSION = 1;
    private static final int MAX_MESSAGE_BYTES = 64 * 1024;
    private static final int MAX_PENDING = 10_000;
    private static final int LISTENER_LINE = 2_000;
    private static final long TURN_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);

    private final OverlayClientConfig config;
    private final HttpClient http;
    private final ListenerLine line;
    private final LinkedBlockingQueue<ClientEvent> events = new LinkedBlockingQueue<>();
    private final PendingRequests pending = new PendingRequests(MAX_PENDING);
    private final CompletableFuture<DeviceId> connected = new CompletableFuture<>();
    private Standing standing = new Waiting(System.nanoTime());
    private long attempt;
    private int failures;
    private String lastToken = "";
    private volatile boolean over;

    /** How the client stands with its supernode. */
    private sealed interface Standing {}

    private record Waiting(long untilNs) implements Standing {}

    private record Connecting(long deadlineNs) implements Standing {}

    private record Proving(WebSocket socket, long deadlineNs) implements Standing {}

    /**
     * Welcome.
     *
     * @param silenceNs after so long without a word from the supernode it is asked, and given as long again
     */
    private record Online(WebSocket socket, long silenceNs, long heardNs, long saidNs, boolean readingPaused)
            implements Standing {
        Online heard(long nowNs) {
            return new Online(socket, silenceNs, nowNs, saidNs, readingPaused);
        }

        Online said(long nowNs) {
            return new Online(socket, silenceNs, heardNs, nowNs, readingPaused);
        }

        Online reading(boolean paused) {
            return new Online(socket, silenceNs, heardNs, saidNs, paused);
        }
    }

    private record Over() implements Standing {}

    ClientLoop(OverlayClientConfig config, OverlayListener listener, HttpClient http) {
        this.config = config;
        this.http = http;
        this.line = new ListenerLine(listener, LISTENER_LINE, () -> post(new ClientEvent.CaughtUp()));
    }

    CompletableFuture<DeviceId> connected() {
        return connected;
    }

    /** Hands an event to the client's thread; any thread. */
    void post(ClientEvent event) {
        events.add(event);
        if (over) {
            drain(); // the loop may have ended before it could see the event
        }
    }

    @Override
    public void run() {
        try {
            while (!(standing instanceof Over)) {
                ClientEvent event = events.poll(TURN_NS, TimeUnit.NANOSECONDS);
                long nowNs = System.nanoTime();
                if (event != null) {
                    handle(event, nowNs);
                }
                pending.expire(nowNs);
                turn(nowNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("An overlay client ended by a fault of its own", e);
        } finally {
            end();
        }
    }

    private void handle(ClientEvent event, long nowNs) throws InterruptedException {
        switch (event) {
            case ClientEvent.Opened opened -> onOpened(opened);
            case ClientEvent.Message message -> onMessage(message, nowNs);
            case ClientEvent.Lost lost -> {
                if (lost.attempt() == attempt) {
                    onLost(lost.closeCode(), lost.why(), nowNs);
                }
            }
            case ClientEvent.Ask ask -> {
                Envelope numbered = pending.add(ask, nowNs);
                if (numbered != null && standing instanceof Online online) {
                    transmit(online.socket, numbered);
                }
            }
            case ClientEvent.CaughtUp caughtUp -> {
                if (standing instanceof Online online && online.readingPaused) {
                    standing = online.reading(false);
                    online.socket.request(1);
                }
            }
            case ClientEvent.Stop stop -> stop();
        }
    }

    /** What is due by time alone. */
    private void turn(long nowNs) throws InterruptedException {
        switch (standing) {
            case Waiting waiting -> {
                if (waiting.untilNs - nowNs <= 0) {
                    open(nowNs);
                }
            }
            case Connecting connecting -> {
                if (connecting.deadlineNs - nowNs <= 0) {
                    onLost(SocketEars.BROKEN, "no connection in time", nowNs);
                }
            }
            case Proving proving -> {
                if (proving.deadlineNs - nowNs <= 0) {
                    proving.socket.abort();
                    onLost(SocketEars.BROKEN, "no welcome in time", nowNs);
                }
            }
            case Online online -> keepAlive(online, nowNs);
            case Over done -> {}
        }
    }

    private void keepAlive(Online online, long nowNs) throws InterruptedException {
        long silentNs = nowNs - online.heardNs;
        if (silentNs >= 2 * online.silenceNs && !online.readingPaused) {
            online.socket.abort();
            onLost(SocketEars.BROKEN, "nothing was heard from the supernode", nowNs);
        } else if (nowNs - online.saidNs >= online.silenceNs) {
            standing = online.said(nowNs);
            transmit(
                    online.socket,
                    Envelope.newBuilder().setPing(Ping.getDefaultInstance()).build());
        }
    }

    private void open(long nowNs) {
        long thisAttempt = ++attempt;
        standing = new Connecting(nowNs + config.connectTimeout().toNanos());
        var _ = http.newWebSocketBuilder()
                .connectTimeout(config.connectTimeout())
                .subprotocols(SUB_PROTOCOL)
                .buildAsync(config.supernode(), new SocketEars(thisAttempt, MAX_MESSAGE_BYTES, this::post))
                .whenComplete((socket, error) -> {
                    if (error != null) {
                        post(new ClientEvent.Lost(thisAttempt, SocketEars.BROKEN, words(error)));
                    }
                });
    }

    private void onOpened(ClientEvent.Opened opened) {
        if (opened.attempt() == attempt && standing instanceof Connecting connecting) {
            standing = new Proving(opened.socket(), connecting.deadlineNs);
            opened.socket().request(1);
        } else {
            opened.socket().abort(); // too late: another attempt is under way
        }
    }

    private void onMessage(ClientEvent.Message message, long nowNs) throws InterruptedException {
        if (message.attempt() != attempt) {
            return;
        }
        Envelope envelope;
        try {
            envelope = Envelope.parseFrom(message.octets());
        } catch (InvalidProtocolBufferException e) {
            disconnect();
            onLost(SocketEars.BROKEN, "a message that is no Envelope", nowNs);
            return;
        }
        switch (standing) {
            case Proving proving -> onProving(proving, envelope, nowNs);
            case Online online -> {
                Online heard = online.heard(nowNs);
                standing = heard;
                onOnline(heard, envelope, nowNs);
            }
            case Waiting waiting -> {}
            case Connecting connecting -> {}
            case Over done -> {}
        }
    }

    private void onProving(Proving proving, Envelope envelope, long nowNs) throws InterruptedException {
        switch (envelope.getBodyCase()) {
            case CHALLENGE -> {
                String nonce =
                        Base64Url.encode(envelope.getChallenge().getNonce().toByteArray());
                hello(proving.socket, nonce, nowNs);
            }
            case WELCOME -> onWelcome(proving, envelope.getWelcome(), nowNs);
            case REFUSED -> onRefused(envelope.getRefused(), nowNs);
            default -> {}
        }
        if (standing instanceof Proving still) {
            still.socket.request(1);
        }
    }

    private void hello(WebSocket socket, String nonce, long nowNs) throws InterruptedException {
        String token;
        try {
            token = config.credential().get();
        } catch (RuntimeException e) {
            socket.abort();
            onLost(SocketEars.BROKEN, "no credential: " + words(e), nowNs);
            return;
        }
        lastToken = token;
        String proof = DeviceProof.create(config.keys(), DeviceProof.Purpose.SUPERNODE, nonce, Instant.now());
        Hello hello = Hello.newBuilder()
                .setCredential(token)
                .setProof(proof)
                .setUserAgent(config.userAgent())
                .setVersion(VERSION)
                .build();
        transmit(socket, Envelope.newBuilder().setHello(hello).build());
    }

    private void onWelcome(Proving proving, Welcome welcome, long nowNs) throws InterruptedException {
        Optional<DeviceId> device = DeviceId.parse(welcome.getDeviceId());
        if (device.isEmpty() || !device.get().equals(config.keys().id())) {
            disconnect();
            onLost(SocketEars.BROKEN, "the welcome is for another device", nowNs);
            return;
        }
        failures = 0;
        long silenceNs = TimeUnit.SECONDS.toNanos(Math.clamp(welcome.getKeepaliveS(), 1, 3600)) / 2;
        standing = new Online(proving.socket, silenceNs, nowNs, nowNs, false);
        proving.socket.request(1);
        line.state(new OverlayState.Connected(device.get(), Instant.ofEpochMilli(welcome.getServerTimeMs())));
        connected.complete(device.get());
        for (Envelope waiting : pending.all()) {
            if (standing instanceof Online online) {
                transmit(online.socket, waiting);
            }
        }
    }

    private void onOnline(Online online, Envelope envelope, long nowNs) throws InterruptedException {
        switch (envelope.getBodyCase()) {
            case DELIVER -> deliver(envelope);
            case PING ->
                transmit(
                        online.socket,
                        Envelope.newBuilder()
                                .setRequest(envelope.getRequest())
                                .setPong(Pong.getDefaultInstance())
                                .build());
            case REFUSED -> {
                if (!pending.complete(envelope)) {
                    onRefused(envelope.getRefused(), nowNs);
                }
            }
            case GATEWAYS, USER_DEVICES, SENT -> pending.complete(envelope);
            case CHALLENGE, HELLO, WELCOME, FIND_GATEWAYS, FIND_USER, SEND, PONG, BODY_NOT_SET -> {}
        }
        if (standing instanceof Online still) {
            boolean paused = line.isFull();
            standing = still.reading(paused);
            if (!paused) {
                still.socket.request(1);
            }
        }
    }

    private void deliver(Envelope envelope) {
        Optional<DeviceId> from = DeviceId.parse(envelope.getDeliver().getFromDeviceId());
        Optional<UUID> call = OverlayClient.callOf(envelope.getDeliver().getCallId());
        if (from.isPresent() && call.isPresent()) {
            line.deliver(new Delivery(
                    from.get(),
                    envelope.getDeliver().getFromCredential(),
                    call.get(),
                    envelope.getDeliver().getSealed()));
        }
    }

    /** A refusal that is no reply to a request: about the connection itself. */
    private void onRefused(Refused refused, long nowNs) {
        boolean mayHelpToRetry = switch (refused.getReason()) {
            case TOO_MANY, BAD_PROOF, UNSPECIFIED, UNRECOGNIZED, TOO_LARGE, MALFORMED, NOT_ALLOWED -> true;
            case EXPIRED_CREDENTIAL -> !lastToken.equals(freshToken());
            case BAD_CREDENTIAL, REVOKED_CREDENTIAL, UNSUPPORTED -> false;
        };
        if (mayHelpToRetry) {
            disconnect();
            onLost(SocketEars.BROKEN, refused.getText(), nowNs);
        } else {
            finish(new OverlayState.Refused(refused.getReason(), refused.getText()), refused.getText());
        }
    }

    private String freshToken() {
        try {
            return config.credential().get();
        } catch (RuntimeException e) {
            LOG.debugf("No fresh credential yet: %s", words(e));
            return ""; // asked again at the next attempt
        }
    }

    private void onLost(int closeCode, String why, long nowNs) {
        if (closeCode == CloseCode.REPLACED) {
            finish(new OverlayState.Replaced(), "this device has connected elsewhere");
            return;
        }
        attempt++; // whatever the old socket still says is not for us
        failures++;
        Duration delay =
                config.backoff().delay(failures, ThreadLocalRandom.current().nextDouble());
        standing = new Waiting(nowNs + delay.toNanos());
        line.state(new OverlayState.Reconnecting(why, delay));
        LOG.debugf("Supernode %s: %s; again in %d ms", config.supernode(), why, delay.toMillis());
    }

    private void stop() {
        WebSocket open = socket();
        if (open != null) {
            var _ = open.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(1, TimeUnit.SECONDS)
                    .whenComplete((sent, error) -> open.abort());
        }
        finish(new OverlayState.Closed(), "the client is closed");
    }

    private void finish(OverlayState state, String why) {
        if (!(state instanceof OverlayState.Closed)) {
            disconnect();
        }
        standing = new Over();
        line.state(state);
        OverlayException closed = new OverlayException(OverlayException.Kind.CLOSED, why);
        connected.completeExceptionally(closed);
        pending.failAll(closed);
    }

    private void end() {
        over = true;
        OverlayException closed = new OverlayException(OverlayException.Kind.CLOSED, "the client is closed");
        connected.completeExceptionally(closed);
        pending.failAll(closed);
        drain();
        line.end();
        http.shutdown();
    }

    private void drain() {
        for (ClientEvent event = events.poll(); event != null; event = events.poll()) {
            if (event instanceof ClientEvent.Ask ask) {
                ask.reply()
                        .completeExceptionally(
                                new OverlayException(OverlayException.Kind.CLOSED, "the client is closed"));
            } else if (event instanceof ClientEvent.Opened opened) {
                opened.socket().abort();
            }
        }
    }

    private void disconnect() {
        WebSocket open = socket();
        if (open != null) {
            open.abort();
        }
    }

    private @Nullable WebSocket socket() {
        return switch (standing) {
            case Proving proving -> proving.socket;
            case Online online -> online.socket;
            case Waiting waiting -> null;
            case Connecting connecting -> null;
            case Over done -> null;
        };
    }

    /** Sends, and waits until the socket has taken it: one send at a time is all that it allows. */
    private void transmit(WebSocket socket, Envelope envelope) throws InterruptedException {
        try {
            socket.sendBinary(ByteBuffer.wrap(envelope.toByteArray()), true)
                    .get(SEND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            socket.abort();
            onLost(SocketEars.BROKEN, "sending failed: " + words(e), System.nanoTime());
        }
    }

    private static String words(Throwable error) {
        Throwable cause = error;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
