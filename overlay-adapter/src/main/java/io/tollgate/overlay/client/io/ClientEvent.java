package io.tollgate.overlay.client.io;

import io.tollgate.overlay.wire.Envelope;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What the owner of an {@link OverlayClient} thread hears. {@code attempt} tells an old socket's events from new. */
sealed interface ClientEvent {

    record Opened(long attempt, WebSocket socket) implements ClientEvent {}

    record Lost(long attempt, int closeCode, String why) implements ClientEvent {}

    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Message(long attempt, byte[] octets) implements ClientEvent {}

    record Ask(Envelope.Builder envelope, Duration timeout, CompletableFuture<Envelope> reply) implements ClientEvent {}

    /** The listener has caught up. */
    record CaughtUp() implements ClientEvent {}

    record Stop() implements ClientEvent {}
}
