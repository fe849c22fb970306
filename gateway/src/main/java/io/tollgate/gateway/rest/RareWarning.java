package io.tollgate.gateway.rest;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A warning about what strangers send: told at once, then at most once in a while with the count of those in between, so that
 * nobody fills the log from outside. Safe for many threads.
 */
final class RareWarning {
    private final long everyNs;
    private final LongSupplier nanoTime;
    private final Consumer<String> log;
    private long lastNs;
    private long unsaid;
    private boolean said;

    /**
     * @param every the shortest time between two warnings
     * @param nanoTime a clock that never goes back, such as {@link System#nanoTime()}
     */
    RareWarning(Duration every, LongSupplier nanoTime, Consumer<String> log) {
        this.everyNs = every.toNanos();
        this.nanoTime = nanoTime;
        this.log = log;
    }

    void tell(String words) {
        long more;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (said && now - lastNs < everyNs) {
                unsaid++;
                return;
            }
            said = true;
            lastNs = now;
            more = unsaid;
            unsaid = 0;
        }
        log.accept(more == 0 ? words : words + " (and " + more + " more since the last warning)");
    }
}
