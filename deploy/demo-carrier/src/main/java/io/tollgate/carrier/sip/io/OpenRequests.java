package io.tollgate.carrier.sip.io;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the BYEs and CANCELs that wait for their answer, so that the end of the program can wait for them too. */
final class OpenRequests {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private int open;

    void begun() {
        lock.lock();
        try {
            open++;
        } finally {
            lock.unlock();
        }
    }

    void answered() {
        lock.lock();
        try {
            open = Math.max(0, open - 1);
            if (open == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all are answered; false when the time was not enough. */
    boolean awaitNone(long limitMs) throws InterruptedException {
        long leftNs = TimeUnit.MILLISECONDS.toNanos(limitMs);
        lock.lock();
        try {
            while (open > 0 && leftNs > 0) {
                leftNs = none.awaitNanos(leftNs);
            }
            return open == 0;
        } finally {
            lock.unlock();
        }
    }
}
