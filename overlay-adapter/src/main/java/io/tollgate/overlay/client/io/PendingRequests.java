package io.tollgate.overlay.client.io;

import io.tollgate.overlay.wire.Envelope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Requests that wait for their replies, oldest first. Belongs to the client's thread. */
final class PendingRequests {

    private final int capacity;
    private final Map<Long, Pending> byNumber = new LinkedHashMap<>();
    private long lastNumber;

    record Pending(Envelope envelope, long deadlineNs, CompletableFuture<Envelope> reply) {}

    PendingRequests(int capacity) {
        this.capacity = capacity;
    }

    /** Numbers and remembers a request; null when there are too many, whose future has then failed. */
    @Nullable
    Envelope add(ClientEvent.Ask ask, long nowNs) {
        if (byNumber.size() >= capacity) {
            ask.reply()
                    .completeExceptionally(new OverlayException(
                            OverlayException.Kind.TOO_MANY, capacity + " requests are waiting already"));
            return null;
        }
        Envelope numbered = ask.envelope().setRequest(++lastNumber).build();
        byNumber.put(
                numbered.getRequest(),
                new Pending(numbered, nowNs + ask.timeout().toNanos(), ask.reply()));
        return numbered;
    }

    /** All that wait, to be sent again on a new connection. */
    List<Envelope> all() {
        return byNumber.values().stream().map(Pending::envelope).toList();
    }

    /** Hands a reply to who waits for it; false when nobody does. */
    boolean complete(Envelope reply) {
        Pending pending = byNumber.remove(reply.getRequest());
        return pending != null && pending.reply.complete(reply);
    }

    /** Fails those whose time is up. */
    void expire(long nowNs) {
        List<Pending> late = new ArrayList<>();
        byNumber.values().removeIf(pending -> {
            boolean over = pending.deadlineNs - nowNs <= 0;
            if (over) {
                late.add(pending);
            }
            return over;
        });
        late.forEach(pending -> pending.reply.completeExceptionally(
                new OverlayException(OverlayException.Kind.TIMED_OUT, "the supernode did not reply in time")));
    }

    /** Fails all. */
    void failAll(OverlayException why) {
        List<Pending> all = List.copyOf(byNumber.values());
        byNumber.clear();
        all.forEach(pending -> pending.reply.completeExceptionally(why));
    }
}
