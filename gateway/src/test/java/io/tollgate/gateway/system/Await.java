package io.tollgate.gateway.system;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what other processes do: asks again and again until the answer is there or the deadline has passed. */
final class Await {
    private static final Duration BETWEEN = Duration.ofMillis(40);

    private Await() {}

    /** Waits until the condition holds. */
    static void until(String what, Duration within, Callable<Boolean> condition) {
        value(what, within, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    /** Waits until there is a value. */
    static <T> T value(String what, Duration within, Callable<Optional<T>> probe) {
        return value(() -> what, within, probe);
    }

    /** Waits until there is a value; the words are made when it does not come. */
    static <T> T value(Supplier<String> what, Duration within, Callable<Optional<T>> probe) {
        long deadlineNs = System.nanoTime() + within.toNanos();
        while (true) {
            Optional<T> found = ask(probe);
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("not within " + within.toMillis() + " ms: " + what.get());
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    private static <T> Optional<T> ask(Callable<Optional<T>> probe) {
        try {
            return probe.call();
        } catch (Exception e) {
            throw new AssertionError("while waiting: " + e, e);
        }
    }
}
