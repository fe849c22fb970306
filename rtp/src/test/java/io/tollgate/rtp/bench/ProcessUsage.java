package io.tollgate.rtp.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this process has used of the machine so far.
 *
 * @param atNs {@link System#nanoTime} of the reading
 * @param cpuNs user and system time of all threads, with the JVM's own
 * @param residentKb memory that is there, -1 where it cannot be read
 * @param gcCount collections, pauses of a concurrent collector counted singly
 * @param gcMs their time as the JVM tells it
 */
record ProcessUsage(long atNs, long cpuNs, long residentKb, long gcCount, long gcMs) {
    private static final long TICK_NS = 10_000_000L;

    static ProcessUsage now() {
        long count = 0;
        long ms = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            count += Math.max(collector.getCollectionCount(), 0);
            ms += Math.max(collector.getCollectionTime(), 0);
        }
        return new ProcessUsage(System.nanoTime(), readCpuNs(), readResidentKb(), count, ms);
    }

    private static long readCpuNs() {
        try {
            return ticks(Files.readString(Path.of("/proc/self/stat"))) * TICK_NS;
        } catch (IOException noProc) {
            var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            return system.getProcessCpuTime();
        }
    }

    /** utime + stime of proc(5); the name in parentheses may hold blanks. */
    private static long ticks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    static long readResidentKb() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException noProc) {
            return -1;
        }
        return -1;
    }

    /** CPU time in nanoseconds by thread name, threads that differ in a number only taken together. */
    static Map<String, Long> threads() {
        Map<String, Long> result = new TreeMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                String stat = Files.readString(task.resolve("stat"));
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
                        .replaceFirst("[#-]?\\d+$", "");
                result.merge(name, ticks(stat) * TICK_NS, Long::sum);
            }
        } catch (IOException noProc) {
            return result;
        }
        return result;
    }

    /** CPU milliseconds in a second between an earlier reading and this one. */
    double cpuMsPerSecondSince(ProcessUsage before) {
        return (cpuNs - before.cpuNs) * 1e3 / (atNs - before.atNs);
    }
}
