package io.tollgate.billing.outbox;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reader of events and how far it has come.
 *
 * @param kinds which events it gets; empty: all. {@code notice} stands for every {@code notice.…}
 * @param target URL of a webhook, name of a PgQ queue; null when it pulls
 * @param secret key of a webhook's signature; null for others
 * @param after everything up to here has been delivered or is a dead letter
 * @param maxAttempts so often an event is tried before it becomes a dead letter
 * @param failures tries of the next event that have failed so far
 * @param lastError of the last failed try
 */
public record Consumer(
        String name,
        Kind kind,
        Set<String> kinds,
        @Nullable String target,
        @Nullable String secret,
        OutboxCursor after,
        boolean paused,
        int maxAttempts,
        int failures,
        Instant nextTryAt,
        @Nullable String lastError,
        @Nullable Instant lastSuccessAt,
        Instant createdAt) {

    public Consumer {
        kinds = Set.copyOf(kinds);
    }

    /** How it gets its events. */
    public enum Kind {
        /** It asks for them. */
        PULL,
        /** They are sent to its URL. */
        WEBHOOK,
        /** They are put into a queue of PgQ in the same database. */
        PGQ
    }

    /** Without the secret: this may be logged. */
    @Override
    public String toString() {
        return name + " (" + kind + " " + target + ") after " + after.text();
    }
}
