package io.tollgate.rtp.bench.udp;

import io.tollgate.rtp.udp.UdpBackend;
import io.tollgate.rtp.udp.UdpCount;
import io.tollgate.rtp.udp.UdpLoop;
import io.tollgate.rtp.udp.UdpOptions;
import io.tollgate.rtp.udp.UdpSocket;
import io.tollgate.rtp.udp.UdpTally;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What it costs to forward datagrams as a media worker does, without anything done to them: one shared socket on one side,
 * a socket for each call on the other, 50 datagrams a second each way. Another thread sends and hears them. Prints a JSON
 * object with one row for each backend and each spacing of wake-ups; the CPU time is that of the forwarding thread alone.
 */
public final class UdpBench {
    private static final InetAddress HOST = InetAddress.ofLiteral("127.0.0.1");
    private static final int LENGTH = 182;
    private static final long TICK_NS = 5_000_000;
    private static final int SLOTS = 40;
    private static final long SLOT_NS = 500_000;
    private static final UdpOptions CALL = new UdpOptions(1 << 18, 0, false);
    private static final UdpOptions SHARED = new UdpOptions(4 << 20, 4 << 20, true);

    private final int calls;
    private final long spacingNs;
    private final long tickNs;
    private final UdpLoop gateway;
    private final UdpLoop world;
    private final UdpSocket shared;
    private final UdpSocket[] trunks;
    private final UdpSocket[] callers;
    private final UdpSocket[] phones;
    private final Map<InetSocketAddress, Integer> callOf = new HashMap<>();
    private final long[] delaysUs = new long[20_000];
    private long sent;
    private long heard;
    private long forwarded;
    private long failures;
    private long polls;
    private volatile boolean measuring;
    private volatile boolean over;

    private UdpBench(UdpBackend backend, int calls, long spacingNs, long tickNs) throws IOException {
        this.calls = calls;
        this.spacingNs = spacingNs;
        this.tickNs = tickNs;
        UdpTally tally = (what, times) -> {
            if (what != UdpCount.SENT) {
                failures += times;
            }
        };
        gateway = backend.open();
        world = UdpBackend.chosen().open();
        trunks = new UdpSocket[calls];
        callers = new UdpSocket[calls];
        phones = new UdpSocket[calls];
        for (int i = 0; i < calls; i++) {
            callers[i] = world.open(new InetSocketAddress(HOST, 0), CALL, this::hear, tally);
            phones[i] = world.open(new InetSocketAddress(HOST, 0), CALL, this::hear, tally);
            callOf.put(callers[i].localAddress(), i);
        }
        shared = gateway.open(new InetSocketAddress(HOST, 0), SHARED, this::toPhone, tally);
        for (int i = 0; i < calls; i++) {
            InetSocketAddress caller = callers[i].localAddress();
            trunks[i] = gateway.open(
                    new InetSocketAddress(HOST, 0), CALL, (buf, length, from) -> toCaller(buf, length, caller), tally);
        }
    }

    private void toPhone(byte[] buf, int length, InetSocketAddress from) {
        Integer call = callOf.get(from);
        if (call != null) {
            forwarded++;
            trunks[call].send(buf, 0, length, phones[call].localAddress());
        }
    }

    private void toCaller(byte[] buf, int length, InetSocketAddress caller) {
        forwarded++;
        shared.send(buf, 0, length, caller);
    }

    private void forward() {
        try {
            long next = System.nanoTime() + tickNs;
            while (!over) {
                long now = System.nanoTime();
                while (next - now <= 0) {
                    next += tickNs;
                }
                polls++;
                gateway.poll(spacingNs, next - now);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void hear(byte[] buf, int length, InetSocketAddress from) {
        heard++;
        if (measuring) {
            long us = (System.nanoTime() - time(buf)) / 1_000;
            delaysUs[Math.clamp(us, 0, delaysUs.length - 1)]++;
        }
    }

    private static long time(byte[] buf) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (buf[i] & 0xFF);
        }
        return value;
    }

    /** Speaks for all, a few legs in each slot of half a millisecond, and listens in between. */
    private void run(long forNs) throws IOException {
        byte[] buf = new byte[LENGTH];
        long start = System.nanoTime();
        for (long slot = 0; slot * SLOT_NS < forNs; slot++) {
            long due = start + slot * SLOT_NS;
            for (long now = System.nanoTime(); due - now > 0; now = System.nanoTime()) {
                world.poll(0, due - now);
            }
            for (int i = (int) (slot % SLOTS); i < calls; i += SLOTS) {
                send(callers[i], buf, shared.localAddress());
                send(phones[i], buf, trunks[i].localAddress());
            }
        }
    }

    private void send(UdpSocket from, byte[] buf, InetSocketAddress to) {
        long now = System.nanoTime();
        for (int i = 7; i >= 0; i--) {
            buf[i] = (byte) now;
            now >>= 8;
        }
        sent++;
        from.send(buf, 0, LENGTH, to);
    }

    private int delayUs(double share) {
        long left = (long) (share * Arrays.stream(delaysUs).sum());
        for (int us = 0; us < delaysUs.length; us++) {
            left -= delaysUs[us];
            if (left < 0) {
                return us;
            }
        }
        return delaysUs.length;
    }

    private String measure(String name, int warmupSeconds, int seconds) throws IOException, InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Thread forwarder = Thread.ofPlatform().name("forwarder").start(this::forward);
        run(warmupSeconds * 1_000_000_000L);
        measuring = true;
        long packets = forwarded;
        long turns = polls;
        long cpu = threads.getThreadCpuTime(forwarder.threadId());
        long user = threads.getThreadUserTime(forwarder.threadId());
        run(seconds * 1_000_000_000L);
        cpu = threads.getThreadCpuTime(forwarder.threadId()) - cpu;
        user = threads.getThreadUserTime(forwarder.threadId()) - user;
        packets = forwarded - packets;
        turns = polls - turns;
        measuring = false;
        world.poll(20_000_000, 100_000_000);
        over = true;
        gateway.wakeup();
        forwarder.join();
        return String.format(
                Locale.ROOT,
                "{\"backend\":\"%s\",\"calls\":%d,\"spacing_us\":%d,\"packets\":%d,"
                        + "\"packets_per_s\":%d,\"cpu_us_per_packet\":%.2f,\"user_us_per_packet\":%.2f,"
                        + "\"turns_per_s\":%d,\"delay_p50_us\":%d,\"delay_p99_us\":%d,\"lost\":%d,\"failures\":%d}",
                name,
                calls,
                spacingNs / 1_000,
                packets,
                packets / seconds,
                cpu / 1_000.0 / packets,
                user / 1_000.0 / packets,
                turns / seconds,
                delayUs(0.5),
                delayUs(0.99),
                sent - heard,
                failures);
    }

    private void close() {
        gateway.close();
        world.close();
    }

    /** Options: {@code --calls 400 --warmup 4 --seconds 5 --backends native,nio --spacings-us 0,1000,2000,5000}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            given.put(args[i], args[i + 1]);
        }
        int calls = Integer.parseInt(given.getOrDefault("--calls", "400"));
        int warmup = Integer.parseInt(given.getOrDefault("--warmup", "4"));
        int seconds = Integer.parseInt(given.getOrDefault("--seconds", "5"));
        List<String> rows = new ArrayList<>();
        for (String backend : given.getOrDefault("--backends", "native,nio").split(",")) {
            for (String spacing :
                    given.getOrDefault("--spacings-us", "0,1000,2000,5000").split(",")) {
                UdpBench bench = new UdpBench(
                        UdpBackend.valueOf(backend.toUpperCase(Locale.ROOT)),
                        calls,
                        Long.parseLong(spacing) * 1_000,
                        TICK_NS);
                rows.add(bench.measure(backend, warmup, seconds));
                bench.close();
            }
        }
        System.out.println("{\"bench\":\"udp\",\"rows\":[" + String.join(",", rows) + "]}");
    }
}
