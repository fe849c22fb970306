package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.packet.Demux;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One thread with one selector, one shared overlay port and the calls that are its share. A turn is: wait, read the clock
 * once, take what has arrived, do what was asked, tick the calls that are due. Every part of it is bounded.
 */
final class MediaWorker implements Runnable, OverlayTransport {
    private static final System.Logger LOG = System.getLogger(MediaWorker.class.getName());
    private static final int BUCKETS = 4;
    private static final long BUCKET_NS = 5_000_000L;
    private static final long TOO_LATE_NS = 100_000_000L;
    private static final int SHARED_BUFFER = 4 << 20;
    private static final int MAX_DATAGRAM = 2_048;
    private static final int MAX_SHARED_PER_TURN = 512;
    private static final int MAX_TRUNK_PER_TURN = 32;
    private static final int MAX_COMMANDS_PER_TURN = 128;
    private static final int STOP_MS = 5_000;

    private final MediaConfig config;
    private final OpusLibrary opus;
    private final PortPool ports;
    private final Disk disk;
    private final CounterBlock counters;
    private final Selector selector;
    private final DatagramChannel shared;
    private final InetSocketAddress sharedAddress;
    private final long wallAtStartNs;
    private final long startNs;
    private final Thread thread;

    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicInteger load = new AtomicInteger();
    private volatile boolean stopping;

    private final List<List<LiveCall>> buckets = new ArrayList<>();
    private final Map<String, LiveCall> byUfrag = new HashMap<>();
    private final Map<InetSocketAddress, LiveCall> byAddress = new HashMap<>();
    private final byte[] in = new byte[MAX_DATAGRAM];
    private final ByteBuffer inBuffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final ByteBuffer outBuffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final DatagramSink sink = this::sendFromAnyThread;
    private long nextTickNs;
    private int nextBucket;
    private long nowNs;

    MediaWorker(int index, MediaConfig config, OpusLibrary opus, PortPool ports, Disk disk, CounterBlock counters)
            throws IOException {
        this.config = config;
        this.opus = opus;
        this.ports = ports;
        this.disk = disk;
        this.counters = counters;
        this.selector = Selector.open();
        this.shared = DatagramChannel.open();
        int port = config.overlayPort() == 0 ? 0 : config.overlayPort() + index;
        try {
            shared.configureBlocking(false);
            shared.setOption(StandardSocketOptions.SO_RCVBUF, SHARED_BUFFER);
            shared.setOption(StandardSocketOptions.SO_SNDBUF, SHARED_BUFFER);
            shared.bind(new InetSocketAddress(config.bind(), port));
            shared.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            shared.close();
            selector.close();
            throw new IOException(
                    "media port " + port + "/udp on " + config.bind().getHostAddress() + ": " + e.getMessage(), e);
        }
        int bound = ((InetSocketAddress) shared.getLocalAddress()).getPort();
        this.sharedAddress = new InetSocketAddress(config.shown(), bound);
        for (int i = 0; i < BUCKETS; i++) {
            buckets.add(new ArrayList<>());
        }
        this.wallAtStartNs = System.currentTimeMillis() * 1_000_000L;
        this.startNs = System.nanoTime();
        this.nowNs = startNs;
        this.nextTickNs = startNs;
        this.thread =
                Thread.ofPlatform().name("tollgate-media-" + index).daemon().unstarted(this);
    }

    void start() {
        thread.start();
    }

    InetSocketAddress sharedAddress() {
        return sharedAddress;
    }

    MediaConfig config() {
        return config;
    }

    /** Calls on this worker, for spreading new ones. */
    int load() {
        return load.get();
    }

    /** Has the worker do something soon; from any thread. False when it has stopped. */
    boolean post(Runnable command) {
        if (stopping) {
            return false;
        }
        commands.add(command);
        if (woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
        return true;
    }

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
        selector.select(this::ready, waitMs());
        nowNs = System.nanoTime();
        runCommands();
        runTicks();
    }

    /** Until the next bucket, rounded up; a worker without calls sleeps until it is called. */
    private long waitMs() {
        if (!commands.isEmpty()) {
            return 1;
        }
        if (load.get() == 0) {
            return 500;
        }
        long left = nextTickNs - System.nanoTime();
        return Math.clamp((left + 999_999) / 1_000_000, 1, 5);
    }

    private void ready(SelectionKey key) {
        nowNs = System.nanoTime();
        if (key.attachment() instanceof TrunkSockets.Ready(LiveCall call, TrunkSockets sockets, boolean rtcp)) {
            receiveTrunk(call, sockets, rtcp);
        } else {
            receiveShared();
        }
    }

    private long wallNs() {
        return wallAtStartNs + (nowNs - startNs);
    }

    // ---- what has arrived

    private void receiveShared() {
        for (int i = 0; i < MAX_SHARED_PER_TURN; i++) {
            inBuffer.clear();
            InetSocketAddress from;
            try {
                from = (InetSocketAddress) shared.receive(inBuffer);
            } catch (IOException e) {
                counters.add(MediaCounter.RECEIVE_ERRORS);
                return;
            }
            if (from == null) {
                return;
            }
            int len = inBuffer.flip().remaining();
            inBuffer.get(in, 0, len);
            counters.add(MediaCounter.OVERLAY_PACKETS_IN);
            if (len == 0) {
                counters.add(MediaCounter.DROPPED_EMPTY);
            } else {
                sort(len, from);
            }
        }
    }

    private void sort(int len, InetSocketAddress from) {
        Demux.Kind kind = Demux.of(in[0]);
        LiveCall call = kind == Demux.Kind.STUN ? stunOwner(len, from) : byAddress.get(from);
        switch (kind) {
            case STUN -> {
                if (call == null) {
                    counters.add(MediaCounter.DROPPED_STUN_UNKNOWN);
                } else {
                    guarded(call, () -> stun(call, len, from));
                }
            }
            case DTLS, RTP_OR_RTCP -> {
                if (call == null) {
                    counters.add(MediaCounter.DROPPED_UNBOUND);
                } else {
                    bound(call, kind, len, from);
                }
            }
            case TURN_CHANNEL, UNKNOWN -> counters.add(MediaCounter.DROPPED_UNKNOWN_PROTOCOL);
        }
    }

    private @Nullable LiveCall stunOwner(int len, InetSocketAddress from) {
        String ufrag = StunName.localUfrag(in, 0, len);
        return ufrag == null ? byAddress.get(from) : byUfrag.get(ufrag);
    }

    private void bound(LiveCall call, Demux.Kind kind, int len, InetSocketAddress from) {
        OverlayLeg leg = call.overlay();
        if (leg == null) {
            return;
        }
        try {
            if (kind == Demux.Kind.DTLS) {
                leg.guard().onDtls(in, 0, len, from, sink);
            } else {
                leg.receive(in, len, wallNs(), nowNs);
            }
        } catch (RuntimeException e) {
            fail(call, e);
        }
    }

    private void stun(LiveCall call, int len, InetSocketAddress from) {
        OverlayLeg leg = call.overlay();
        if (leg == null) {
            return;
        }
        switch (leg.guard().onStun(in, 0, len, from, nowNs, sink)) {
            case IGNORED -> counters.add(MediaCounter.DROPPED_STUN_IGNORED);
            case BINDING_VALID -> bind(call, leg, from, false);
            case NOMINATED -> bind(call, leg, from, true);
        }
    }

    private void bind(LiveCall call, OverlayLeg leg, InetSocketAddress from, boolean nominated) {
        LiveCall before = byAddress.get(from);
        if (before != call) {
            if (leg.bound.size() == OverlayLeg.MAX_BOUND) {
                counters.add(MediaCounter.DROPPED_BINDING_LIMIT);
                return;
            }
            OverlayLeg other = before == null ? null : before.overlay();
            if (other != null) {
                other.bound.remove(from);
            }
            byAddress.put(from, call);
            leg.bound.add(from);
        }
        leg.valid(from, nominated);
    }

    private void receiveTrunk(LiveCall call, TrunkSockets sockets, boolean rtcp) {
        try {
            drainTrunk(call, sockets, rtcp);
        } catch (RuntimeException e) {
            fail(call, e);
        }
    }

    private void drainTrunk(LiveCall call, TrunkSockets sockets, boolean rtcp) {
        TrunkLeg leg = call.trunk();
        for (int i = 0; i < MAX_TRUNK_PER_TURN && leg != null && !sockets.closed(); i++) {
            inBuffer.clear();
            InetSocketAddress from;
            try {
                from = (InetSocketAddress) sockets.receive(rtcp, inBuffer);
            } catch (IOException e) {
                counters.add(MediaCounter.RECEIVE_ERRORS);
                return;
            }
            if (from == null) {
                return;
            }
            int len = inBuffer.flip().remaining();
            inBuffer.get(in, 0, len);
            counters.add(MediaCounter.TRUNK_PACKETS_IN);
            if (rtcp) {
                leg.receiveRtcp(in, len, from, wallNs(), nowNs);
            } else {
                leg.receive(in, len, from, wallNs(), nowNs);
            }
        }
    }

    // ---- what was asked and what is due

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
            nextTickNs = nowNs;
            return;
        }
        long late = nowNs - nextTickNs - TOO_LATE_NS;
        if (late > 0) {
            long left = late / BUCKET_NS + 1;
            nextTickNs += left * BUCKET_NS;
            nextBucket = (int) ((nextBucket + left) % BUCKETS);
            counters.add(MediaCounter.TICKS_LATE);
        }
        while (nowNs - nextTickNs >= 0) {
            List<LiveCall> due = buckets.get(nextBucket);
            for (int i = due.size() - 1; i >= 0; i--) {
                tick(due.get(i));
            }
            nextBucket = (nextBucket + 1) % BUCKETS;
            nextTickNs += BUCKET_NS;
        }
    }

    private void tick(LiveCall call) {
        try {
            call.tick(wallNs(), nowNs);
        } catch (RuntimeException e) {
            fail(call, e);
        }
    }

    private void guarded(LiveCall call, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            fail(call, e);
        }
    }

    /** A fault of our own ends the call that has it, and no other. */
    private void fail(LiveCall call, RuntimeException fault) {
        if (call.closed()) {
            return;
        }
        counters.add(MediaCounter.CALLS_FAILED);
        LOG.log(System.Logger.Level.ERROR, "media of call " + call.callId + " failed and is closed", fault);
        try {
            call.failed("internal fault: " + fault.getClass().getSimpleName());
        } catch (RuntimeException listener) {
            LOG.log(System.Logger.Level.ERROR, "the listener of call " + call.callId + " failed too", listener);
        }
        var _ = release(call);
    }

    // ---- for MediaCall; all on this thread

    /** Runs a command for a call, which it closes when it throws. */
    void run(LiveCall call, Runnable action) {
        if (!call.closed()) {
            guarded(call, action);
        }
    }

    /** From any thread. */
    MediaCall newCall(String callId, MediaEvents events) {
        int number = load.getAndIncrement();
        LiveCall live = new LiveCall(callId, number % BUCKETS, events, disk, counters, System.nanoTime());
        var _ = post(() -> {
            buckets.get(live.bucket).add(live);
            counters.add(MediaCounter.CALLS_OPENED);
        });
        return new MediaCall(this, live);
    }

    OpusLibrary opus() {
        return opus;
    }

    long nowNs() {
        return nowNs;
    }

    void listen(String ufrag, LiveCall call) {
        LiveCall before = byUfrag.putIfAbsent(ufrag, call);
        if (before != null && before != call) {
            throw new IllegalStateException("the ICE user name is taken by another call");
        }
    }

    TrunkSockets openTrunk(LiveCall call) throws IOException {
        TrunkSockets sockets = TrunkSockets.open(config, ports, outBuffer, counters);
        sockets.register(selector, call);
        return sockets;
    }

    MediaStats stats(LiveCall call) {
        return call.stats(nowNs);
    }

    /** Takes a call off this worker; the future completes when its recordings are on disk. */
    CompletableFuture<Void> release(LiveCall call) {
        if (call.closed()) {
            return CompletableFuture.completedFuture(null);
        }
        buckets.get(call.bucket).remove(call);
        OverlayLeg leg = call.overlay();
        if (leg != null) {
            byUfrag.remove(leg.guard().localUfrag(), call);
            leg.bound.forEach(address -> byAddress.remove(address, call));
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

    // ---- sending

    @Override
    public void send(byte[] buf, int len, InetSocketAddress to) {
        outBuffer.clear().put(buf, 0, len).flip();
        transmit(outBuffer, len, to);
    }

    private void sendFromAnyThread(byte[] buf, int off, int len, InetSocketAddress to) {
        transmit(ByteBuffer.wrap(buf, off, len), len, to);
    }

    private void transmit(ByteBuffer datagram, int len, InetSocketAddress to) {
        try {
            boolean sent = shared.send(datagram, to) == len;
            counters.add(sent ? MediaCounter.OVERLAY_PACKETS_OUT : MediaCounter.DROPPED_SEND_BUFFER_FULL);
        } catch (IOException | RuntimeException unreachable) {
            counters.add(MediaCounter.SEND_ERRORS);
        }
    }

    @Override
    public void count(MediaCounter counter) {
        counters.add(counter);
    }

    // ---- the end

    /** Stops the thread after closing its calls. */
    void stop() {
        stopping = true;
        selector.wakeup();
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

    private void shutDown() {
        stopping = true;
        for (List<LiveCall> bucket : buckets) {
            for (LiveCall call : List.copyOf(bucket)) {
                var _ = release(call);
            }
        }
        for (Runnable left = commands.poll(); left != null; left = commands.poll()) {
            left.run();
        }
        try (shared;
                selector) {
            byUfrag.clear();
            byAddress.clear();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "closing a media worker: " + e.getMessage());
        }
    }
}
