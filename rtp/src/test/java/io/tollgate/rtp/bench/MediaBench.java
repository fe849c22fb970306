package io.tollgate.rtp.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole measurement in one command: {@link GatewayBench} in a process of its own, {@link LoadGenerator} in this one,
 * then {@link CodecFloor}; prints one JSON object with {@code gateway}, {@code load} and {@code floor}.
 */
public final class MediaBench {
    private static final Set<String> NAMED =
            Set.of("number", "complexity", "workers", "seconds", "warmup", "mode", "suite");
    private static final List<String> HANDED_ON = List.of("complexity", "workers", "warmup", "mode", "suite");

    private MediaBench() {}

    public static void main(String[] args) throws Exception {
        try {
            new PrintStream(System.out, true, StandardCharsets.UTF_8)
                    .println(measure(new Options(args, Set.of(), NAMED)));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("bench media: " + e.getMessage());
            System.exit(2);
        }
    }

    private static String measure(Options options) throws IOException, InterruptedException {
        int warmup = options.number("warmup", 40);
        int seconds = options.number("seconds", 15);
        Path calls = Files.createTempFile("tollgate-bench-", ".txt");
        Process gateway = new ProcessBuilder(command(options, calls)).start();
        try (BufferedReader words = gateway.errorReader(StandardCharsets.UTF_8);
                BufferedReader result = gateway.inputReader(StandardCharsets.UTF_8)) {
            awaitReady(words);
            var _ = Thread.ofPlatform().daemon().name("gateway-words").start(() -> pass(words));
            System.err.println("bench media: " + warmup + " s of warm-up and " + seconds + " s that count");
            Map<String, Object> load = new LoadGenerator(CallFile.read(calls), warmup, seconds).run();
            gateway.getOutputStream().close();
            String measured = result.readLine();
            gateway.waitFor();
            Map<String, Object> floor = CodecFloor.measure(options.number("complexity", 10));
            String rest = Json.of(Map.of("load", load, "floor", floor));
            return "{\"gateway\":" + measured + "," + rest.substring(1);
        } finally {
            gateway.destroy();
            Files.deleteIfExists(calls);
        }
    }

    /** This JVM's flags and class path, another main class. */
    private static List<String> command(Options options, Path calls) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), GatewayBench.class.getName(), "--stdin"));
        command.addAll(List.of("--make", options.text("number", "50"), "--out", calls.toString()));
        for (String name : HANDED_ON) {
            if (options.has(name)) {
                command.addAll(List.of("--" + name, options.text(name, "")));
            }
        }
        if (!options.has("warmup")) {
            command.addAll(List.of("--warmup", "40"));
        }
        return command;
    }

    private static void awaitReady(BufferedReader words) throws IOException {
        @Nullable String line = words.readLine();
        while (line != null && !line.contains("calls ready")) {
            System.err.println(line);
            line = words.readLine();
        }
        if (line == null) {
            throw new IOException("the gateway did not start");
        }
    }

    private static void pass(BufferedReader words) {
        try {
            words.lines().forEach(System.err::println);
        } catch (UncheckedIOException closed) {
            // the measurement is over
        }
    }
}
