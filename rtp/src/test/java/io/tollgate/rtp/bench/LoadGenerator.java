package io.tollgate.rtp.bench;

import io.tollgate.rtp.bench.CallFile.Call;
import io.tollgate.rtp.bench.CallFile.Codec;
import io.tollgate.rtp.codec.OpusLibrary;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Drives a gateway with the calls of a file: every leg sends 20 ms of a voice every 20 ms, the legs spread evenly over
 * them. One thread sends, one receives; times are taken right before the one and right after the other.
 */
final class LoadGenerator {
    private static final int SLOTS = 40;
    private static final long SLOT_NS = 20_000_000L / SLOTS;
    private static final int SAMPLED_CALLS = 4;
    private static final long AFTERGLOW_NS = 500_000_000L;

    private final List<LoadLeg> legs = new ArrayList<>();
    private final int warmupFrames;
    private final int frames;
    private final DelayHistogram late = new DelayHistogram();
    private volatile boolean over;
    private volatile @Nullable IOException failed;

    /**
     * @param warmupS seconds that do not count
     * @param seconds that count
     */
    LoadGenerator(CallFile file, int warmupS, int seconds) throws IOException {
        warmupFrames = warmupS * 50;
        frames = (warmupS + seconds) * 50;
        OpusLibrary opus = OpusLibrary.load();
        Map<Codec, SpeechLoop> fromA = new EnumMap<>(Codec.class);
        Map<Codec, SpeechLoop> fromB = new EnumMap<>(Codec.class);
        int calls = file.calls().size();
        int apart = Math.max(1, calls / SAMPLED_CALLS);
        for (int i = 0; i < calls; i++) {
            Call call = file.calls().get(i);
            SpeechLoop a = fromA.computeIfAbsent(call.a().codec(), codec -> SpeechLoop.of(codec, opus, 1));
            SpeechLoop b = fromB.computeIfAbsent(call.b().codec(), codec -> SpeechLoop.of(codec, opus, 2));
            int begin = (int) ((long) a.payloads.length * i / calls);
            boolean sampled = i % apart == 0;
            legs.add(new LoadLeg(call.a(), a, begin, frames, sampled, 2 * i + 1));
            legs.add(new LoadLeg(call.b(), b, begin, frames, sampled, 2 * i + 2));
        }
    }

    /** Sends for the whole time and returns what became of it. */
    Map<String, Object> run() throws IOException, InterruptedException {
        try (Selector selector = Selector.open()) {
            for (LoadLeg leg : legs) {
                leg.channel.register(selector, SelectionKey.OP_READ, leg);
            }
            Thread receiver = Thread.ofPlatform().name("receiver").start(() -> receive(selector));
            send();
            long end = System.nanoTime() + AFTERGLOW_NS;
            waitUntil(end);
            over = true;
            selector.wakeup();
            receiver.join();
        }
        if (failed != null) {
            throw failed;
        }
        for (LoadLeg leg : legs) {
            leg.channel.close();
        }
        return report();
    }

    private void receive(Selector selector) {
        try {
            while (!over) {
                selector.select(key -> {
                    if (key.attachment() instanceof LoadLeg leg) {
                        leg.receive(System.nanoTime());
                    }
                });
            }
        } catch (IOException e) {
            failed = e;
        }
    }

    private void send() {
        long start = System.nanoTime() + 20_000_000L;
        for (int tick = 0; tick < frames * SLOTS; tick++) {
            int slot = tick % SLOTS;
            int from = legs.size() * slot / SLOTS;
            int to = legs.size() * (slot + 1) / SLOTS;
            long at = start + tick * SLOT_NS;
            if (from < to) {
                waitUntil(at);
                if (tick >= warmupFrames * SLOTS) {
                    late.add(System.nanoTime() - at);
                }
            }
            for (int i = from; i < to; i++) {
                legs.get(i).send(System.nanoTime());
            }
        }
    }

    private static void waitUntil(long atNs) {
        for (long left = atNs - System.nanoTime(); left > 0; left = atNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private Map<String, Object> report() {
        StreamFigures toB = new StreamFigures(warmupFrames);
        StreamFigures toA = new StreamFigures(warmupFrames);
        for (int i = 0; i < legs.size(); i += 2) {
            toB.add(legs.get(i), legs.get(i + 1));
            toA.add(legs.get(i + 1), legs.get(i));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("a2b", toB.report());
        json.put("b2a", toA.report());
        json.put("generator_late_p99_ms", late.quantileMs(0.99));
        json.put("generator_late_max_ms", late.maxMs());
        json.put("send_errors", legs.stream().mapToInt(leg -> leg.sendErrors).sum());
        json.put("refused", legs.stream().mapToInt(leg -> leg.refused).sum());
        json.put("rtcp_reports", legs.stream().mapToInt(leg -> leg.reports).sum());
        return json;
    }
}
