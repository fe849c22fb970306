package io.tollgate.overlay.dtls.io;

import io.tollgate.rtp.srtp.SrtpKeys;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Remembers what became of one side. */
final class DtlsDiary implements DtlsEvents {
    record Keys(SrtpKeys send, SrtpKeys receive) {}

    private final CompletableFuture<Keys> keys = new CompletableFuture<>();
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    @Override
    public void onKeys(SrtpKeys send, SrtpKeys receive) {
        keys.complete(new Keys(send, receive));
    }

    @Override
    public void onFailed(String why) {
        failure.complete(why);
        keys.completeExceptionally(new AssertionError("handshake failed: " + why));
    }

    @Override
    public void onClosed() {
        closed.complete(null);
    }

    Keys keys() throws Exception {
        return keys.get(20, TimeUnit.SECONDS);
    }

    String failure() throws Exception {
        return failure.get(20, TimeUnit.SECONDS);
    }

    void awaitClosed() throws Exception {
        closed.get(20, TimeUnit.SECONDS);
    }

    boolean hasKeys() {
        return keys.isDone() && !keys.isCompletedExceptionally();
    }
}
