package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.udp.UdpBackend;
import io.tollgate.rtp.udp.UdpLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One thread with one event loop, one shared overlay port and the calls that are its share. A turn is: wait, read the clock
 * once, take what has arrived, do what was asked, tick the calls that are due. Every part of it is bounded.
 */
final class MediaWorker implements Runnable {
    private static final System.Logger LOG = System.getLogger(MediaWorker.class.getName());
    private static final long TOO_LATE_NS = 100_000_000L;
    private static final int MAX_COMMANDS_PER_TURN = 128;
    private static final long IDLE_NS = 500_000_000L;

    /** While packets pass undecoded, what arrives within this time is taken together: a turn costs more than a packet. */
    private static final long PASSING_NS = 1_000_000L;

    /** With many calls there is something to take so often that waking up is what costs. */
    private static final int MANY_CALLS = 64;

    private static final long PASSING_MANY_NS = 4_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int STOP_MS = 5_000;

    /** A transcoded call needs 5 to 6 ms of each second (see the media benchmarks). */
    private static final double SHARE_OF_A_CALL = 0.006;

    private final MediaConfig config;
    private final OpusLibrary opus;
    private final PortPool ports;
    private final Disk disk;
    private final CounterBlock counters;
    private final UdpLoop udp;
    private final SharedPort shared;
    private final long wallAtStartNs;
    private final long startNs;
    private final Thread thread;

    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicInteger load = new AtomicInteger();
    private volatile boolean stopping;
    private volatile boolean stopped;

    private final Set<LiveCall> calls = new HashSet<>();
    private final TickWheel wheel;
    private final TickWheel.Work work = this::tick;
    private final Effort effort;
    private final Lateness lateness = new Lateness();
    private boolean clockRead;
    private boolean passes = true;
    private long lookedNs;
    private long nowNs;

    MediaWorker(int index, MediaConfig config, OpusLibrary opus, PortPool ports, Disk disk, CounterBlock counters)
            throws IOException {
        this.config = config;
        this.opus = opus;
        this.ports = ports;
        this.disk = disk;
        this.counters = counters;
        this.udp = UdpBackend.chosen().open();
        try {
            this.shared = SharedPort.open(index, config, udp, this::receiveShared, counters, this::fail);
        } catch (IOException e) {
            udp.close();
            throw e;
        }
        this.wallAtStartNs = System.currentTimeMillis() * 1_000_000L;
        this.startNs = System.nanoTime();
        this.nowNs = startNs;
        this.wheel = new TickWheel(startNs);
        this.effort = new Effort(config.adaptsComplexity(), startNs);
        this.thread =
                Thread.ofPlatform().name("tollgate-media-" + index).daemon().unstarted(this);
    }

    // ---- from any thread

    void start() {
        thread.start();
    }

    InetSocketAddress sharedAddress() {
        return shared.shown();
    }

    MediaConfig config() {
        return config;
    }

    OpusLibrary opus() {
        return opus;
    }

    /**
     * The share of its time that the worker has to work, 0 to 1 and above: what it was in the last second, or what its calls
     * are likely to need when they have just begun.
     */
    double expectedShare() {
        return Math.max(effort.share(), load.get() * SHARE_OF_A_CALL);
    }

    MediaCall newCall(String callId, MediaEvents events) {
        load.incrementAndGet();
        LiveCall live = new LiveCall(callId, events, disk, counters, System.nanoTime());
        var _ = post(() -> {
            calls.add(live);
            wheel.add(live.direction(Side.TRUNK));
            wheel.add(live.direction(Side.OVERLAY));
            counters.add(MediaCounter.CALLS_OPENED);
        });
        return new MediaCall(this, live);
    }

    /** Has the worker do something soon. False when it has stopped and will not. */
    boolean post(Runnable command) {
        commands.add(command);
        if (woken.compareAndSet(false, true)) {
            udp.wakeup();
        }
        // After the last turn nobody empties the queue; whoever takes the command out again knows that it was not run.
        return !stopped || !commands.remove(command);
    }

    /** Stops the thread after closing its calls. */
    void stop() {
        stopping = true;
        udp.wakeup();
        try {
            thread.join(STOP_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Frees the sockets of a worker that was never started. */
    void abandon() {
        shutDown();
    }

    // ---- the loop

    @Override
    public void run() {
        try {
            while (!stopping) {
                turn();
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "media worker stops", e);
        } finally {
            shutDown();
        }
    }

    private void turn() throws IOException {
        clockRead = false;
        udp.poll(spacingNs(), waitNs());
        readClock();
        runCommands();
        runTicks();
        udp.flush();
        long endNs = System.nanoTime();
        effort.worked(endNs - nowNs, endNs);
    }

    /** What is to be decoded is not needed before the next step; what passes undecoded should not wait so long. */
    private long spacingNs() {
        if (nowNs - lookedNs >= SECOND_NS) {
            lookedNs = nowNs;
            passes = false;
            for (LiveCall call : calls) {
                passes |= call.passes();
            }
        }
        return !passes ? TickWheel.STEP_NS : load.get() < MANY_CALLS ? PASSING_NS : PASSING_MANY_NS;
    }

    /** Once in a turn: at the first datagram, or when the wait is over. */
    private void readClock() {
        if (!clockRead) {
            clockRead = true;
            nowNs = System.nanoTime();
        }
    }

    /** Until the next bucket; a worker without calls sleeps until it is called. */
    private long waitNs() {
        if (!commands.isEmpty()) {
            return 0;
        }
        if (load.get() == 0) {
            return IDLE_NS;
        }
        return wheel.dueNs() - System.nanoTime();
    }

    private void receiveShared(byte[] buf, int length, InetSocketAddress from) {
        readClock();
        shared.receive(buf, length, from, wallNs(), nowNs);
    }

    private long wallNs() {
        return wallAtStartNs + (nowNs - startNs);
    }

    private void receiveTrunk(LiveCall call, boolean rtcp, byte[] buf, int length, InetSocketAddress from) {
        readClock();
        counters.add(MediaCounter.TRUNK_PACKETS_IN);
        TrunkLeg leg = call.trunk();
        if (length == 0 || leg == null) {
            counters.add(length == 0 ? MediaCounter.DROPPED_EMPTY : MediaCounter.DROPPED_NO_PARAMETERS);
            return;
        }
        try {
            if (rtcp) {
                leg.receiveRtcp(buf, length, from, wallNs(), nowNs);
            } else {
                leg.receive(buf, length, from, wallNs(), nowNs);
            }
        } catch (RuntimeException e) {
            fail(call, e);
        }
    }

    private void runCommands() {
        woken.set(false);
        for (int i = 0; i < MAX_COMMANDS_PER_TURN; i++) {
            Runnable command = commands.poll();
            if (command == null) {
                return;
            }
            try {
                command.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a media command failed", e);
            }
        }
    }

    private void runTicks() {
        if (load.get() == 0) {
            wheel.skipTo(nowNs);
            return;
        }
        if (nowNs - wheel.dueNs() > TOO_LATE_NS) {
            lateness.add(nowNs - wheel.dueNs());
            wheel.skipTo(nowNs);
            counters.add(MediaCounter.TICKS_LATE);
        }
        while (nowNs - wheel.dueNs() >= 0) {
            lateness.add(nowNs - wheel.dueNs());
            wheel.step(work);
        }
    }

    private int tick(Direction direction, long dueNs) {
        try {
            return direction.call.tick(direction, wallNs(), dueNs);
        } catch (RuntimeException e) {
            fail(direction.call, e);
            return 1;
        }
    }

    /** A fault of our own ends the call that has it, and no other. */
    private void fail(LiveCall call, RuntimeException fault) {
        if (call.closed()) {
            return;
        }
        counters.add(MediaCounter.CALLS_FAILED);
        LOG.log(System.Logger.Level.ERROR, "media of call " + call.callId + " failed and is closed", fault);
        tellFailed(call, "internal fault: " + fault.getClass().getSimpleName());
        var _ = release(call);
    }

    private static void tellFailed(LiveCall call, String why) {
        try {
            call.failed(why);
        } catch (RuntimeException listener) {
            LOG.log(System.Logger.Level.ERROR, "the listener of call " + call.callId + " failed too", listener);
        }
    }

    private void shutDown() {
        boolean asked = stopping;
        stopping = true;
        for (LiveCall call : List.copyOf(calls)) {
            if (!asked) {
                tellFailed(call, "the media worker stopped");
            }
            var _ = release(call);
        }
        stopped = true;
        for (Runnable left = commands.poll(); left != null; left = commands.poll()) {
            left.run();
        }
        shared.close();
        udp.close();
    }

    // ---- for MediaCall, on this thread

    /** Runs a command for a call, which it closes when it throws. */
    void run(LiveCall call, Runnable action) {
        if (call.closed()) {
            return;
        }
        try {
            action.run();
        } catch (RuntimeException e) {
            fail(call, e);
        }
    }

    long nowNs() {
        return nowNs;
    }

    SharedPort shared() {
        return shared;
    }

    Effort effort() {
        return effort;
    }

    Lateness lateness() {
        return lateness;
    }

    /** Binds a pair of ports: the one asked for, or any of the pool's when it is 0. */
    TrunkSockets openTrunk(LiveCall call, int port) throws IOException {
        TrunkSockets.Receiver receiver = (rtcp, buf, length, from) -> receiveTrunk(call, rtcp, buf, length, from);
        return port == 0
                ? TrunkSockets.open(config, ports, udp, receiver, counters)
                : TrunkSockets.openAt(port, config, udp, receiver, counters);
    }

    /** Takes a call off this worker; the future completes when its recordings are on disk. */
    CompletableFuture<Void> release(LiveCall call) {
        if (call.closed()) {
            return CompletableFuture.completedFuture(null);
        }
        calls.remove(call);
        OverlayLeg leg = call.overlay();
        if (leg != null) {
            shared.forget(call, leg);
        }
        load.decrementAndGet();
        counters.add(MediaCounter.CALLS_CLOSED);
        try {
            return call.close(wallNs(), nowNs);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "closing the media of call " + call.callId, e);
            return CompletableFuture.completedFuture(null);
        }
    }
}
