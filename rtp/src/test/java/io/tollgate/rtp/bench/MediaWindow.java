package io.tollgate.rtp.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The time in which media came: begins so many seconds after the first packets, ends with the last full second of them.
 * Sampled once a second, because a load generator does not say when it begins and ends.
 */
final class MediaWindow {
    private record Sample(ProcessUsage usage, long packets, Map<String, Long> threads) {}

    private final LongSupplier packets;
    private final Runnable whenWarm;
    private final int warmupS;
    private final int windowS;
    private final List<Sample> samples = new ArrayList<>();
    private boolean warm;

    /**
     * @param packets how many came since the start
     * @param whenWarm called once, when what happens begins to count
     * @param warmupS seconds of media that do not count
     * @param windowS seconds after which it is enough; 0 for no end
     */
    MediaWindow(LongSupplier packets, Runnable whenWarm, int warmupS, int windowS) {
        this.packets = packets;
        this.whenWarm = whenWarm;
        this.warmupS = warmupS;
        this.windowS = windowS;
    }

    void sample() {
        samples.add(new Sample(ProcessUsage.now(), packets.getAsLong(), ProcessUsage.threads()));
        if (!warm && samples.size() - 1 >= firstBusy() + warmupS) {
            warm = true;
            whenWarm.run();
        }
    }

    boolean complete() {
        return windowS > 0 && samples.size() - 1 - firstBusy() >= warmupS + windowS;
    }

    private long rate(int i) {
        return samples.get(i).packets - samples.get(i - 1).packets;
    }

    private long peak() {
        long peak = 1;
        for (int i = 1; i < samples.size(); i++) {
            peak = Math.max(peak, rate(i));
        }
        return peak;
    }

    /** The sample at which media flowed for the first time; beyond the last when it never did. */
    private int firstBusy() {
        long enough = Math.max(peak() / 2, 10);
        for (int i = 1; i < samples.size(); i++) {
            if (rate(i) >= enough) {
                return i;
            }
        }
        return samples.size();
    }

    private int lastBusy() {
        long enough = peak() * 3 / 4;
        int i = samples.size() - 1;
        while (i > 0 && rate(i) < enough) {
            i--;
        }
        return i;
    }

    Map<String, Object> report(int calls) {
        Map<String, Object> json = new LinkedHashMap<>();
        int from = firstBusy() + warmupS;
        int to = lastBusy();
        json.put("warmup_s", warmupS);
        if (to <= from) {
            json.put("window_s", 0);
            return json;
        }
        Sample first = samples.get(from);
        Sample last = samples.get(to);
        double seconds = (last.usage.atNs() - first.usage.atNs()) / 1e9;
        double cpu = last.usage.cpuMsPerSecondSince(first.usage);
        json.put("window_s", seconds);
        json.put("packets_in_per_s", (last.packets - first.packets) / seconds);
        json.put("cpu_ms_per_s", cpu);
        json.put("cpu_ms_per_s_per_call", cpu / calls);
        Map<String, Double> threads = new TreeMap<>();
        last.threads.forEach((name, ns) -> {
            double ms = (ns - first.threads.getOrDefault(name, 0L)) / 1e6 / seconds;
            if (ms >= 0.05) {
                threads.put(name, ms);
            }
        });
        json.put("thread_cpu_ms_per_s", threads);
        json.put("gc_count", last.usage.gcCount() - first.usage.gcCount());
        json.put("gc_ms", last.usage.gcMs() - first.usage.gcMs());
        return json;
    }
}
