package io.tollgate.rtp.bench.kernel;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs every kernel beside its floor and prints one JSON object: nanoseconds and allocated bytes for one operation, the
 * floor's nanoseconds, and the ratio. Of each the best iteration counts, because hosts are shared.
 *
 * <p>Arguments: {@code --quick} for half a minute in one JVM, in which kernels disturb each other's compilation, instead
 * of two to three minutes with a JVM for each; then optionally a regular expression for the names to run.
 */
public final class KernelBench {
    private static final String FLOOR = "Floor";

    private KernelBench() {}

    /** What was measured of one benchmark. */
    private record Figures(double ns, double bytes) {}

    public static void main(String[] args) throws RunnerException {
        boolean quick = args.length > 0 && "--quick".equals(args[0]);
        String include = args.length > (quick ? 1 : 0) ? args[args.length - 1] : ".*";
        System.setProperty("jmh.ignoreLock", "true");
        PrintStream stdout = System.out;
        System.setOut(System.err); // what the forked JVMs say must not mix with the object
        stdout.println(json(new Runner(options(quick, include)).run(), quick));
    }

    private static Options options(boolean quick, String include) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(KernelBench.class.getPackageName() + ".*(" + include + ")")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .jvmArgsAppend("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
        return quick
                ? options.forks(0)
                        .param("payload", "160")
                        .warmupIterations(3)
                        .warmupTime(TimeValue.milliseconds(150))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.milliseconds(60))
                        .build()
                : options.forks(1)
                        .warmupIterations(4)
                        .warmupTime(TimeValue.milliseconds(200))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.milliseconds(150))
                        .build();
    }

    private static String json(Collection<RunResult> results, boolean quick) {
        Map<String, Figures> figures = new TreeMap<>();
        for (RunResult result : results) {
            figures.put(name(result), figures(result));
        }
        StringBuilder out = new StringBuilder("{\"quick\":").append(quick).append(",\"kernels\":{");
        String separator = "";
        for (Map.Entry<String, Figures> entry : figures.entrySet()) {
            String name = entry.getKey();
            Figures floor = figures.get(floorOf(name));
            if (floor == null) {
                continue; // a floor itself
            }
            Figures kernel = entry.getValue();
            out.append(separator)
                    .append(String.format(
                            Locale.ROOT,
                            "\"%s\":{\"ns_per_op\":%.1f,\"bytes_per_op\":%.0f,\"floor_ns\":%.1f,\"ratio\":%.2f}",
                            name,
                            kernel.ns(),
                            kernel.bytes(),
                            floor.ns(),
                            kernel.ns() / floor.ns()));
            separator = ",";
        }
        return out.append("}}").toString();
    }

    /** The method's name with its parameters, for instance {@code opusEncode[complexity=5,rate=8000]}. */
    private static String name(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        StringBuilder name = new StringBuilder(benchmark.substring(benchmark.lastIndexOf('.') + 1));
        String separator = "[";
        for (String key : result.getParams().getParamsKeys()) {
            name.append(separator)
                    .append(key)
                    .append('=')
                    .append(result.getParams().getParam(key));
            separator = ",";
        }
        return separator.equals(",") ? name.append(']').toString() : name.toString();
    }

    private static String floorOf(String name) {
        int parameters = name.indexOf('[');
        return parameters < 0 ? name + FLOOR : name.substring(0, parameters) + FLOOR + name.substring(parameters);
    }

    private static Figures figures(RunResult result) {
        Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return new Figures(
                result.getPrimaryResult().getStatistics().getMin(), bytes == null ? Double.NaN : bytes.getScore());
    }
}
