package io.tollgate.overlay.peer.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;

/** Progress for the person who watches: one line each on standard error, with the seconds since the start. */
final class Progress implements Consumer<String> {
    private final PrintStream err = System.err;
    private final long startNs = System.nanoTime();

    @Override
    public void accept(String line) {
        err.printf(Locale.ROOT, "%7.2f  %s%n", (System.nanoTime() - startNs) / 1e9, line);
    }
}
