package io.tollgate.gateway.switchboard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a call. Work is posted from anywhere and done in order; when the wake-up time set by the last work
 * comes first, the wake-up is done instead.
 */
final class CallLoop {
    private static final Logger LOG = Logger.getLogger(CallLoop.class);

    private final String name;
    private final InstantSource clock;
    private final BlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
    private final Runnable wake;
    private final Runnable broken;
    private @Nullable Instant wakeAt;
    private boolean over;

    /**
     * @param wake what to do at the wake-up time
     * @param broken ends the call when its own work threw: one call fails, the others live
     */
    CallLoop(String name, InstantSource clock, Runnable wake, Runnable broken) {
        this.name = name;
        this.clock = clock;
        this.wake = wake;
        this.broken = broken;
    }

    /** Begins; {@code first} is the first work done. */
    void start(Runnable first) {
        mailbox.add(first);
        Thread.ofVirtual().name(name).start(this::run);
    }

    /** Posts work from any thread; dropped once the call is over. */
    void post(Runnable work) {
        mailbox.add(work);
    }

    /** On the loop only. */
    void wakeAt(@Nullable Instant instant) {
        wakeAt = instant;
    }

    /** On the loop only: no more work after this one. */
    void end() {
        over = true;
    }

    private void run() {
        while (!over) {
            try {
                next().run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.errorf(e, "%s: its own work failed", name);
                fail();
            }
        }
    }

    private void fail() {
        try {
            broken.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s: it could not be ended either; the journal will settle it", name);
            over = true;
        }
    }

    private Runnable next() throws InterruptedException {
        Instant due = wakeAt;
        if (due == null) {
            return mailbox.take();
        }
        long waitNs = Math.max(0, Duration.between(clock.instant(), due).toNanos());
        Runnable work = mailbox.poll(waitNs, TimeUnit.NANOSECONDS);
        if (work != null) {
            return work;
        }
        wakeAt = null;
        return wake;
    }
}
