package io.tollgate.sip.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** SIPp, a carrier that nobody here wrote, playing one scenario of src/test/resources/sipp. */
final class Sipp implements AutoCloseable {

    private final Process process;
    private final Path log;

    private Sipp(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Skips loudly without a tool, and fails in CI. */
    static void require(String tool) {
        boolean there = List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
        if (!there && "true".equals(System.getenv("CI"))) {
            Assertions.fail(tool + " is not installed, and CI may not skip this test");
        }
        Assumptions.assumeTrue(there, () -> "SKIPPED: " + tool + " is not installed");
    }

    /** Waits for calls on {@code port}. */
    static Sipp answering(String scenario, int port, String... more) throws IOException {
        Sipp sipp = run(scenario, port, List.of(), more);
        sipp.awaitBound(port);
        return sipp;
    }

    /** Calls {@code number} at the bridge. */
    static Sipp calling(String scenario, int port, int bridgePort, String number) throws IOException {
        return run(scenario, port, List.of("127.0.0.1:" + bridgePort, "-s", number));
    }

    private static Sipp run(String scenario, int port, List<String> target, String... more) throws IOException {
        Path folder = Files.createTempDirectory("sipp");
        Path log = folder.resolve("sipp.log");
        List<String> command = new ArrayList<>(List.of("sipp"));
        command.addAll(target);
        command.addAll(List.of(
                "-sf",
                Path.of("src/test/resources/sipp", scenario + ".xml")
                        .toAbsolutePath()
                        .toString()));
        command.addAll(List.of("-i", "127.0.0.1", "-p", Integer.toString(port), "-m", "1", "-nostdin"));
        command.addAll(List.of(
                "-timeout",
                "25",
                "-timeout_error",
                "-trace_err",
                "-error_file",
                folder.resolve("errors").toString()));
        command.addAll(List.of(
                "-trace_msg", "-message_file", folder.resolve("messages").toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Sipp(process, log);
    }

    /** Asks the kernel's table, because a bind of our own would get in SIPp's way. */
    private void awaitBound(int port) throws IOException {
        String wanted = String.format(":%04X ", port);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() - deadline < 0 && process.isAlive()) {
            if (Files.readString(Path.of("/proc/net/udp")).contains(wanted)) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new IOException("SIPp did not open port " + port + ": " + Files.readString(log));
    }

    /** The scenario ran to its end as written. */
    void assertSucceeded() throws Exception {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("SIPp ended").isTrue();
        Path errors = log.resolveSibling("errors");
        assertThat(process.exitValue())
                .as(() -> {
                    try {
                        return Files.exists(errors) ? Files.readString(errors) : Files.readString(log);
                    } catch (IOException e) {
                        return e.toString();
                    }
                })
                .isZero();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
