package io.tollgate.billing.postgres.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Server processes that a killed run left behind. They are known by their working folder, which is the cluster's. */
final class Orphans {
    private static final Logger LOG = Logger.getLogger(Orphans.class);
    private static final Path PROCESSES = Path.of("/proc");
    private static final long PATIENCE_S = 20;
    private static final long GLANCE_MS = 50;

    private Orphans() {}

    static List<ProcessHandle> of(Path data) {
        List<ProcessHandle> found = new ArrayList<>();
        try (Stream<Path> processes = Files.list(PROCESSES)) {
            for (Path process : processes.toList()) {
                String name = process.getFileName().toString();
                if (Character.isDigit(name.charAt(0)) && data.equals(workingFolder(process))) {
                    ProcessHandle.of(Long.parseLong(name)).ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            LOG.warnf("processes cannot be listed: %s", e.getMessage());
        }
        return found;
    }

    private static Path workingFolder(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd"));
        } catch (IOException e) {
            return PROCESSES; // gone meanwhile, or another user's: not ours
        }
    }

    /** Ends what is left of an earlier server: gently by its own tool when it still has its head, else by force. */
    static void stop(Path data, Path bin, RunAs runAs) {
        List<ProcessHandle> left = of(data);
        if (!left.isEmpty()) {
            LOG.infof("stopping the database server that an earlier run left behind in %s", data);
            Programs.run(
                    runAs.prefix(),
                    data,
                    bin.resolve("pg_ctl").toString(),
                    "-D",
                    data.toString(),
                    "-m",
                    "fast",
                    "-w",
                    "-t",
                    String.valueOf(PATIENCE_S),
                    "stop");
        }
        for (ProcessHandle process : of(data)) {
            process.destroyForcibly();
        }
        awaitEnd(data);
        removeForeignPid(data);
    }

    /** A process that has ended but was not reaped has no working folder any more, so it is looked for, not waited for. */
    private static void awaitEnd(Path data) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        for (List<ProcessHandle> left = of(data); !left.isEmpty(); left = of(data)) {
            ProcessHandle process = left.getFirst();
            try {
                process.onExit().get(GLANCE_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() - deadline >= 0) {
                    throw new EmbeddedPostgresException(
                            "A database server of an earlier run (process " + process.pid() + ") still uses " + data
                                    + " and cannot be stopped.",
                            e);
                }
            } catch (ExecutionException e) {
                throw new EmbeddedPostgresException("The end of process " + process.pid() + " cannot be awaited.", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EmbeddedPostgresException("Interrupted while an earlier database server was stopping.", e);
            }
        }
    }

    /**
     * After a reboot the process number in postmaster.pid may belong to somebody else, whom PostgreSQL would take for its
     * running self. No process works in this folder, so the file is stale.
     */
    private static void removeForeignPid(Path data) {
        Path file = data.resolve("postmaster.pid");
        try {
            Optional<String> first =
                    Files.exists(file) ? Files.readAllLines(file).stream().findFirst() : Optional.empty();
            boolean alive = first.map(String::strip)
                    .filter(pid -> pid.matches("[0-9]{1,10}"))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                    .isPresent();
            if (alive) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warnf("%s cannot be read: %s", file, e.getMessage());
        }
    }
}
