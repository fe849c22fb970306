package io.tollgate.rtp.media;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** What a test peer has received as sound, and a way to wait until something is in it. */
final class Heard {
    private static final long PATIENCE_S = 20;

    private final int rate;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private short[] pcm = new short[1 << 16];
    private int length;

    Heard(int rate) {
        this.rate = rate;
    }

    void add(short[] samples, int n) {
        lock.lock();
        try {
            if (length + n > pcm.length) {
                pcm = Arrays.copyOf(pcm, pcm.length * 2);
            }
            System.arraycopy(samples, 0, pcm, length, n);
            length += n;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until 400 ms in a row, later than now, are nearly nothing but this tone; false when patience ends. */
    boolean tone(double hz) {
        int window = rate * 400 / 1_000;
        int[] from = {length()};
        return await(() -> {
            while (from[0] + window <= length) {
                if (Listening.share(pcm, from[0], window, rate, hz) > 0.9) {
                    return true;
                }
                from[0] += rate / 50;
            }
            return false;
        });
    }

    /** Waits until 400 ms in a row, later than now, are silence. */
    boolean silence() {
        int window = rate * 400 / 1_000;
        int[] from = {length()};
        return await(() -> {
            while (from[0] + window <= length) {
                int loudest = 0;
                for (int i = from[0]; i < from[0] + window; i++) {
                    loudest = Math.max(loudest, Math.abs(pcm[i]));
                }
                if (loudest < 100) {
                    return true;
                }
                from[0] += rate / 50;
            }
            return false;
        });
    }

    int length() {
        lock.lock();
        try {
            return length;
        } finally {
            lock.unlock();
        }
    }

    /** The share of the windows of 100 ms between two positions that are this tone. */
    double shareOfTone(int from, int to, double hz) {
        lock.lock();
        try {
            int window = rate / 10;
            int good = 0;
            int all = 0;
            for (int at = from; at + window <= Math.min(to, length); at += window) {
                all++;
                if (Listening.share(pcm, at, window, rate, hz) > 0.7) {
                    good++;
                }
            }
            return all == 0 ? 0 : (double) good / all;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so much more has come. */
    boolean samples(int count) {
        int target = length() + count;
        return await(() -> length >= target);
    }

    private boolean await(BooleanSupplier condition) {
        long left = TimeUnit.SECONDS.toNanos(PATIENCE_S);
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = more.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
