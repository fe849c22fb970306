package io.tollgate.sip.io;

import io.tollgate.sip.trunk.Moment;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Time and threads of all lanes: one timer thread that only posts, virtual threads that do the work. */
final class LaneClock implements AutoCloseable {

    private final ExecutorService workers;
    private final ScheduledThreadPoolExecutor timer;

    LaneClock() {
        workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("sip-call-", 0).factory());
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("sip-call-timer").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    Moment now() {
        return new Moment(System.nanoTime(), Instant.now());
    }

    void execute(Runnable work) {
        workers.execute(work);
    }

    Future<?> later(Runnable work, long delay, TimeUnit unit) {
        return timer.schedule(work, delay, unit);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
    }
}
