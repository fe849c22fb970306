package io.tollgate.overlay.peer.cli;

import io.tollgate.overlay.peer.io.PeerCallDriver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Ctrl-C: hangs up the call that is up and waits until the command has made its report. */
final class HangUpOnExit implements AutoCloseable {
    /** Longer than a call waits for the gateway's last word. */
    private static final long WAIT_S = 9;

    private final AtomicReference<@Nullable PeerCallDriver> current = new AtomicReference<>();
    private final CountDownLatch reported = new CountDownLatch(1);
    private volatile boolean leaving;
    private final Thread hook = new Thread(this::leave, "hang-up");

    HangUpOnExit() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void watch(PeerCallDriver driver) {
        current.set(driver);
        if (leaving) {
            driver.hangUp();
        }
    }

    boolean leaving() {
        return leaving;
    }

    private void leave() {
        leaving = true;
        PeerCallDriver driver = current.get();
        if (driver == null) {
            return;
        }
        driver.hangUp();
        try {
            if (!reported.await(WAIT_S, TimeUnit.SECONDS)) {
                System.err.println("The call did not end in order.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** To be called when the report is out. */
    @Override
    public void close() {
        reported.countDown();
        if (!leaving) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // Ctrl-C came at this very moment; the hook finds the report made.
                return;
            }
        }
    }
}
