package io.tollgate.rtp.bench;

import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.media.Lateness;
import io.tollgate.rtp.media.MediaConfig;
import io.tollgate.rtp.media.MediaCounter;
import io.tollgate.rtp.media.MediaPlane;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A gateway of nothing but media, for a load generator to drive: sets up the calls of a file (or makes one), says so on
 * standard error, and at its end (SIGTERM, the end of standard input with {@code --stdin}, or after {@code --seconds} of
 * media) prints one JSON object about the time in which media came, the warm-up left out.
 */
public final class GatewayBench {
    private static final Set<String> FLAGS = Set.of("stdin", "adapt", "each-call");
    private static final Set<String> NAMED = Set.of(
            "calls",
            "make",
            "mode",
            "suite",
            "out",
            "complexity",
            "workers",
            "seconds",
            "warmup",
            "overlay-port",
            "trunk-port",
            "generator-port");
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static final double[] PAUSES_MS = {0, 0.5, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 15, 20, 50};

    private final Options options;
    private final int workers;
    private final CountDownLatch stop = new CountDownLatch(1);

    private GatewayBench(Options options) {
        this.options = options;
        this.workers = options.number("workers", Runtime.getRuntime().availableProcessors());
    }

    public static void main(String[] args) throws Exception {
        try {
            new GatewayBench(new Options(args, FLAGS, NAMED)).run();
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("bench media: " + e.getMessage());
            System.exit(2);
        }
    }

    private void run() throws IOException, InterruptedException {
        CallFile file = callFile();
        if (file.calls().isEmpty()) {
            throw new IOException("the call file is empty");
        }
        listenForTheEnd();
        long before;
        BenchCalls calls;
        MediaWindow window;
        try (MediaPlane plane = MediaPlane.start(config(file))) {
            before = ProcessUsage.readResidentKb();
            calls = new BenchCalls(plane);
            for (CallFile.Call call : file.calls()) {
                calls.open(call);
            }
            System.err.println("bench media: " + calls.size() + " calls ready, process "
                    + ProcessHandle.current().pid());
            window = new MediaWindow(
                    calls::packetsIn,
                    () -> plane.lateness().forEach(Lateness::reset),
                    options.number("warmup", 10),
                    options.number("seconds", 0));
            while (!window.complete() && !stop.await(1, TimeUnit.SECONDS)) {
                window.sample();
            }
            window.sample();
            print(report(plane, calls, window, before));
        }
    }

    private CallFile callFile() throws IOException {
        if (options.has("calls")) {
            return CallFile.read(Path.of(options.text("calls", "")));
        }
        String mode = options.text("mode", "transcode");
        if (!mode.equals("transcode") && !mode.equals("relay")) {
            throw new IllegalArgumentException("--mode is transcode or relay");
        }
        String suite = options.text("suite", "AES_CM_128_HMAC_SHA1_80");
        CallFile made = new CallPlan(
                        options.number("make", 50),
                        mode.equals("transcode"),
                        SrtpProfile.ofSdesName(suite)
                                .orElseThrow(() -> new IllegalArgumentException("unknown SRTP suite " + suite)),
                        workers,
                        options.number("overlay-port", 18_000),
                        options.number("trunk-port", 20_000),
                        options.number("generator-port", 61_000))
                .file();
        made.write(Path.of(options.text("out", "calls.txt")));
        return made;
    }

    /** Ports are the file's; complexity stays as asked for, whatever the load. */
    private MediaConfig config(CallFile file) {
        int overlay = file.calls().stream()
                .mapToInt(call -> call.a().remote().getPort())
                .min()
                .orElseThrow();
        IntSummaryStatistics trunks = file.calls().stream()
                .mapToInt(call -> call.b().remote().getPort())
                .summaryStatistics();
        int complexity = options.number("complexity", 10);
        return new MediaConfig(
                LOOPBACK,
                LOOPBACK,
                null,
                overlay,
                trunks.getMin(),
                trunks.getMax() + 1,
                workers,
                new OpusSettings(bitrate(), complexity, false, 0, false),
                options.has("adapt"));
    }

    private int bitrate() {
        return options.number("bitrate", OpusSettings.TELEPHONE.bitrate());
    }

    private void listenForTheEnd() {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            try {
                main.join(TimeUnit.SECONDS.toMillis(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        if (options.has("stdin")) {
            var _ = Thread.ofPlatform().daemon().name("stdin").start(() -> {
                try {
                    while (System.in.read() >= 0) {
                        // until whoever started us goes
                    }
                } catch (IOException gone) {
                    System.err.println("bench media: " + gone.getMessage());
                }
                stop.countDown();
            });
        }
    }

    private Map<String, Object> report(MediaPlane plane, BenchCalls calls, MediaWindow window, long beforeKb) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("calls", calls.size());
        json.put("workers", workers);
        json.put("complexity", options.number("complexity", 10));
        json.put("bitrate", bitrate());
        json.putAll(window.report(calls.size()));
        long rss = ProcessUsage.readResidentKb();
        json.put("rss_kb", rss);
        json.put("rss_before_calls_kb", beforeKb);
        json.put("rss_per_call_kb", (double) (rss - beforeKb) / calls.size());
        json.put("sides_lost", calls.lost());
        json.put("pipeline", calls.pipeline());
        json.put("complexity_steps_down", plane.complexitySteps());
        json.put("pauses", pauses(plane));
        json.put("counters", counters(plane));
        if (options.has("each-call")) {
            json.put("each_call", calls.figures());
        }
        json.put("opus", plane.opus());
        json.put("java", Runtime.version().toString());
        json.put(
                "jvm_flags",
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(flag -> flag.startsWith("-X"))
                        .toList());
        return json;
    }

    /** By how much the workers' steps of 5 ms began too late since the warm-up: scheduling, collections and long turns. */
    private static List<Map<String, Object>> pauses(MediaPlane plane) {
        List<Map<String, Object>> result = new ArrayList<>();
        for (Lateness lateness : plane.lateness()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("longest_ms", lateness.longestNs() / 1e6);
            json.put("steps", lateness.steps());
            json.put("p50_ms", lateness.quantileNs(0.5) / 1e6);
            json.put("p99_ms", lateness.quantileNs(0.99) / 1e6);
            json.put("p999_ms", lateness.quantileNs(0.999) / 1e6);
            Map<String, Long> later = new LinkedHashMap<>();
            for (int i = 0; i + 1 < PAUSES_MS.length; i++) {
                long from = (long) (PAUSES_MS[i] * 1e6);
                long to = (long) (PAUSES_MS[i + 1] * 1e6);
                later.put(PAUSES_MS[i] + "-" + PAUSES_MS[i + 1] + "ms", lateness.later(from) - lateness.later(to));
            }
            later.put(">" + PAUSES_MS[PAUSES_MS.length - 1] + "ms", lateness.later((long)
                    (PAUSES_MS[PAUSES_MS.length - 1] * 1e6)));
            json.put("histogram", later);
            result.add(json);
        }
        return result;
    }

    private static Map<String, Long> counters(MediaPlane plane) {
        Map<String, Long> result = new LinkedHashMap<>();
        for (Map.Entry<MediaCounter, Long> each : plane.counters().snapshot().entrySet()) {
            if (each.getValue() != 0) {
                result.put(each.getKey().name(), each.getValue());
            }
        }
        return result;
    }

    private static void print(Map<String, Object> json) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(Json.of(json));
    }
}
