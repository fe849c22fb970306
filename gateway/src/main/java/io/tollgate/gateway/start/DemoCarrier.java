package io.tollgate.gateway.start;

import io.tollgate.gateway.config.TollgateConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The demo carrier as a child process; it ends when this process does, in whatever way that happens. */
final class DemoCarrier implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DemoCarrier.class);
    private static final String READY = "Demo carrier is ready";
    private static final int READY_WITHIN_S = 20;
    private static final int STOP_WITHIN_S = 3;

    private final @Nullable Process process;

    private DemoCarrier(@Nullable Process process) {
        this.process = process;
    }

    static DemoCarrier none() {
        return new DemoCarrier(null);
    }

    static DemoCarrier start(TollgateConfig config, Path jar) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString(),
                "--exit-with-input",
                "--sip-port",
                Integer.toString(config.demo().sipPort()),
                "--gateway",
                "127.0.0.1:" + config.sip().port(),
                "--control-port",
                Integer.toString(config.demo().controlPort())));
        config.demo().recordings().filter(dir -> !dir.isBlank()).ifPresent(dir -> {
            command.add("--record");
            command.add(dir);
            command.add("--events");
            command.add(Path.of(dir, "events.jsonl").toString());
        });
        try {
            // Its standard input is a pipe from us: when we die, even by kill -9, the pipe closes and it ends too.
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            awaitReady(process);
            return new DemoCarrier(process);
        } catch (IOException e) {
            throw new UncheckedIOException("the demo carrier cannot be started", e);
        }
    }

    private static void awaitReady(Process process) {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread.ofVirtual().name("demo-carrier-output").start(() -> {
            String last = "";
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    last = line;
                    if (line.startsWith(READY)) {
                        ready.complete(true);
                    } else {
                        LOG.infof("demo carrier: %s", line);
                    }
                }
            } catch (IOException e) {
                LOG.debug("the demo carrier's output ended", e);
            }
            ready.completeExceptionally(new CannotStart("The demo carrier did not start: " + last));
        });
        try {
            ready.get(READY_WITHIN_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new CannotStart("The start was interrupted.");
        } catch (ExecutionException e) {
            process.destroy();
            throw e.getCause() instanceof CannotStart known
                    ? known
                    : new CannotStart("The demo carrier did not start: " + e.getCause());
        } catch (TimeoutException e) {
            process.destroy();
            throw new CannotStart("The demo carrier was not ready within " + READY_WITHIN_S + " s.");
        }
    }

    boolean running() {
        return process != null && process.isAlive();
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_WITHIN_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
