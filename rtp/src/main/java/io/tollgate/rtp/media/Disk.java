package io.tollgate.rtp.media;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The one thread that writes recordings, so that no worker ever waits for a disk. */
final class Disk implements AutoCloseable {
    private static final int EVERY_MS = 200;

    private final Set<Recording> recordings = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tollgate-recorder").factory());

    Disk() {
        var _ = thread.scheduleWithFixedDelay(
                () -> recordings.forEach(Recording::drain), EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    void begin(Recording recording) {
        recordings.add(recording);
    }

    /** Writes the rest; the future completes when the file is closed. */
    CompletableFuture<Void> end(Recording recording) {
        recordings.remove(recording);
        try {
            return CompletableFuture.runAsync(recording::finish, thread);
        } catch (RejectedExecutionException closing) {
            // The thread has stopped already: nobody else touches the file any more.
            recording.finish();
            return CompletableFuture.completedFuture(null);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        recordings.forEach(Recording::finish);
    }
}
