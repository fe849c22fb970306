package io.tollgate.overlay.client.io;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** The line of things to tell the listener, in order, on its own virtual thread. */
final class ListenerLine {

    private static final Logger LOG = Logger.getLogger(ListenerLine.class);

    private final OverlayListener listener;
    private final int full;
    private final Runnable onCaughtUp;
    private final ExecutorService thread;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * A line.
     *
     * @param full from so many waiting on, {@link #isFull()}
     * @param onCaughtUp run when the line has become half empty again
     */
    ListenerLine(OverlayListener listener, int full, Runnable onCaughtUp) {
        this.listener = listener;
        this.full = full;
        this.onCaughtUp = onCaughtUp;
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("overlay-listener").factory());
    }

    void deliver(Delivery delivery) {
        tell(() -> listener.onDeliver(delivery));
    }

    void state(OverlayState state) {
        tell(() -> listener.onState(state));
    }

    boolean isFull() {
        return waiting.get() >= full;
    }

    /** Tells what is waiting, and then nothing more. */
    void end() {
        thread.shutdown();
    }

    private void tell(Runnable what) {
        waiting.incrementAndGet();
        thread.execute(() -> {
            try {
                what.run();
            } catch (RuntimeException e) {
                LOG.error("An overlay listener failed", e);
            } finally {
                if (waiting.decrementAndGet() == full / 2) {
                    onCaughtUp.run();
                }
            }
        });
    }
}
