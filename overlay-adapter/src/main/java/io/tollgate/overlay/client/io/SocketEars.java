package io.tollgate.overlay.client.io;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fragments of binary messages together and posts what happens; called by the socket's thread. Asks for the
 * next fragment of an unfinished message itself; the owner asks for the next message.
 */
final class SocketEars implements WebSocket.Listener {

    /** No close code: the connection broke. */
    static final int BROKEN = 1006;

    private final long attempt;
    private final int maxMessageBytes;
    private final Consumer<ClientEvent> post;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    SocketEars(long attempt, int maxMessageBytes, Consumer<ClientEvent> post) {
        this.attempt = attempt;
        this.maxMessageBytes = maxMessageBytes;
        this.post = post;
    }

    @Override
    public void onOpen(WebSocket socket) {
        post.accept(new ClientEvent.Opened(attempt, socket));
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        if (message.size() + data.remaining() > maxMessageBytes) {
            fail(socket, "a message above the limit of length");
            return null;
        }
        byte[] octets = new byte[data.remaining()];
        data.get(octets);
        message.writeBytes(octets);
        if (last) {
            post.accept(new ClientEvent.Message(attempt, message.toByteArray()));
            message.reset();
        } else {
            socket.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        fail(socket, "a text message, which the protocol does not know");
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
        post.accept(new ClientEvent.Lost(attempt, statusCode, reason.isEmpty() ? "closed" : reason));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        String words = error.getMessage();
        post.accept(new ClientEvent.Lost(attempt, BROKEN, words == null ? error.toString() : words));
    }

    private void fail(WebSocket socket, String why) {
        socket.abort();
        post.accept(new ClientEvent.Lost(attempt, BROKEN, why));
    }
}
