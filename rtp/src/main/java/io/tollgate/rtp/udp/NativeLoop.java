package io.tollgate.rtp.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.tollgate.rtp.udp.TargetTable.Target;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The loop over Linux' own calls. Level-triggered, and one datagram for each time that a socket is reported ready: a socket
 * with one peer rarely has more, and asking again would mostly be told "nothing".
 */
final class NativeLoop implements UdpLoop {
    private static final int MAX_EVENTS = 256;
    private static final int BATCH = 64;
    private static final int PEERS = 8_192;
    private static final int TARGETS = 4_096;
    /** Below this a rest is not worth a system call. */
    private static final long SHORTEST_REST_NS = 50_000;

    private static final long WAKE_KEY = -1;
    private static final boolean X86 = !System.getProperty("os.arch", "").equals("aarch64");
    private static final int EVENT = X86 ? 12 : 16;
    private static final int EVENT_KEY = X86 ? 4 : 8;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = stateIn(arena);
    private final MemorySegment timespec = arena.allocate(16, 8);
    private final MemorySegment events = arena.allocate((long) EVENT * MAX_EVENTS, 8);
    private final MemorySegment wakeups = arena.allocate(16, 8);
    private final MemorySegment single = arena.allocate(MAX_DATAGRAM + Sockaddr.ROOM, 64);
    private final MemorySegment singleLength = arena.allocate(8, 8);
    private final MessageVector many = new MessageVector(arena, BATCH);
    /** What sockets with one peer have to send: sending all of it in a row keeps the kernel's code in the caches. */
    private final MessageVector alone = new MessageVector(arena, BATCH);

    private final @Nullable NativeSocket[] senders = new @Nullable NativeSocket[BATCH];
    private int aloneQueued;
    private final byte[] in = new byte[MAX_DATAGRAM];
    private final PeerTable peers = new PeerTable(PEERS);
    private final TargetTable targets = new TargetTable(TARGETS);
    private final ArrayDeque<MessageVector> spare = new ArrayDeque<>();
    private @Nullable NativeSocket[] sockets = new @Nullable NativeSocket[64];
    private long generation;
    private int sharedSockets;

    private final Object edge = new Object();
    private final MemorySegment edgeState = stateIn(arena);
    private final MemorySegment edgeBuffer = arena.allocate(MAX_DATAGRAM + Sockaddr.ROOM, 64);
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final int epoll;
    private final int wakeFd;
    private boolean closed;

    private boolean more;
    private long wokenNs = System.nanoTime();

    private NativeLoop() throws IOException {
        int set = Libc.epollCreate(state);
        int wake = set < 0 ? set : Libc.eventfd(state);
        int added = wake < 0 ? wake : watch(set, wake, WAKE_KEY);
        if (added < 0) {
            closeIfOpen(wake);
            closeIfOpen(set);
            arena.close();
            throw new IOException("no event loop: " + Libc.message(added));
        }
        epoll = set;
        wakeFd = wake;
        wakeups.set(JAVA_INT, 0, wake);
        wakeups.set(ValueLayout.JAVA_SHORT, 4, Libc.POLLIN);
    }

    static NativeLoop create() throws IOException {
        return new NativeLoop();
    }

    /** Outside the arena's keeping, so that calls need not lock it; used no longer than the arena lives. */
    @SuppressWarnings("restricted")
    private static MemorySegment stateIn(Arena arena) {
        MemorySegment memory = arena.allocate(Libc.STATE);
        return MemorySegment.ofAddress(memory.address()).reinterpret(memory.byteSize());
    }

    private void closeIfOpen(int fd) {
        if (fd >= 0) {
            Libc.close(state, fd);
        }
    }

    private int watch(int set, int fd, long key) {
        events.set(JAVA_INT_UNALIGNED, 0, Libc.EPOLLIN);
        events.set(JAVA_LONG_UNALIGNED, EVENT_KEY, key);
        return Libc.epollAdd(state, set, fd, events.address());
    }

    // ---- sockets

    @Override
    public UdpSocket open(InetSocketAddress local, UdpOptions options, UdpReceiver receiver, UdpTally tally)
            throws IOException {
        Target target = Target.of(local);
        if (target == null) {
            throw new BindException("unknown address " + local);
        }
        boolean six = local.getAddress() instanceof Inet6Address;
        int fd = Libc.socket(state, six ? Libc.AF_INET6 : Libc.AF_INET);
        if (fd < 0) {
            throw new IOException("no socket: " + Libc.message(fd));
        }
        int place = place();
        long key = (generation++ << 32) | place;
        int done = set(fd, six, local.getAddress(), options);
        int length = Sockaddr.write(single, 0, target, six);
        done = done < 0 ? done : Libc.bind(state, fd, single.address(), length);
        singleLength.set(JAVA_INT, 0, Sockaddr.ROOM);
        done = done < 0 ? done : Libc.getsockname(state, fd, single.address(), singleLength.address());
        InetSocketAddress bound = Sockaddr.read(single, 0, peers);
        // The socket is known before it can be reported, and is in nobody's set when this fails.
        done = done < 0 ? done : watch(epoll, fd, key);
        if (done < 0) {
            Libc.close(state, fd);
            throw new BindException(Libc.message(done));
        }
        MessageVector batch = options.shared() ? vector() : null;
        NativeSocket socket = new NativeSocket(this, fd, key, six, bound, batch, receiver, tally);
        sockets[place] = socket;
        return socket;
    }

    private int place() {
        for (int i = 0; i < sockets.length; i++) {
            if (sockets[i] == null) {
                return i;
            }
        }
        int size = sockets.length;
        sockets = Arrays.copyOf(sockets, size * 2);
        return size;
    }

    private MessageVector vector() {
        sharedSockets++;
        MessageVector vector = spare.poll();
        return vector == null ? new MessageVector(arena, BATCH) : vector;
    }

    private int set(int fd, boolean six, InetAddress local, UdpOptions options) {
        size(fd, Libc.SO_RCVBUFFORCE, Libc.SO_RCVBUF, options.receiveBufferBytes());
        size(fd, Libc.SO_SNDBUFFORCE, Libc.SO_SNDBUF, options.sendBufferBytes());
        return six ? option(fd, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, local.isAnyLocalAddress() ? 0 : 1) : 0;
    }

    /** Past the system's limit where we may; what it then gives is its business. */
    private void size(int fd, int force, int ask, int bytes) {
        if (bytes > 0 && option(fd, Libc.SOL_SOCKET, force, bytes) < 0) {
            option(fd, Libc.SOL_SOCKET, ask, bytes);
        }
    }

    private int option(int fd, int level, int name, int value) {
        singleLength.set(JAVA_INT, 0, value);
        return Libc.setsockopt(state, fd, level, name, singleLength.address());
    }

    void close(NativeSocket socket) {
        if (socket.closed()) {
            return;
        }
        flushAlone();
        flush(socket);
        synchronized (edge) {
            socket.markClosed();
            Libc.close(state, socket.fd);
        }
        sockets[(int) socket.key] = null;
        if (socket.batch != null) {
            sharedSockets--;
            spare.push(socket.batch);
        }
    }

    // ---- receiving

    @Override
    public int poll(long spacingNs, long maxWaitNs) throws IOException {
        if (closed) {
            throw new IllegalStateException("the loop is closed");
        }
        flush();
        long waitNs = more ? 0 : rest(spacingNs, Math.max(0, maxWaitNs));
        more = false;
        int ready = ready(waitNs);
        wokenNs = System.nanoTime();
        int delivered = deliver(ready);
        // Who gathers wants all of it; who does not will ask again at once.
        while (spacingNs > 0 && ready > 0 && delivered < MAX_PER_POLL) {
            ready = ready(0);
            delivered += deliver(ready);
        }
        more = delivered >= MAX_PER_POLL;
        flush();
        return delivered;
    }

    /** Sleeps through the rest of the spacing, unless woken; returns what is left of the wait. */
    private long rest(long spacingNs, long waitNs) {
        if (spacingNs <= 0 || waitNs == 0) {
            return waitNs;
        }
        long beganNs = System.nanoTime();
        long restNs = Math.min(spacingNs - (beganNs - wokenNs), waitNs);
        if (restNs < SHORTEST_REST_NS) {
            return waitNs;
        }
        Libc.ppoll(wakeups.address(), timespec, restNs);
        return Math.max(0, waitNs - (System.nanoTime() - beganNs));
    }

    private int ready(long waitNs) throws IOException {
        int n = Libc.epollWait(state, epoll, events.address(), MAX_EVENTS, timespec, waitNs);
        if (n < 0 && n != -Libc.EINTR) {
            throw new IOException("epoll: " + Libc.message(n));
        }
        return Math.max(0, n);
    }

    private int deliver(int ready) {
        int delivered = 0;
        for (int i = 0; i < ready; i++) {
            long key = events.get(JAVA_LONG_UNALIGNED, (long) i * EVENT + EVENT_KEY);
            if (key == WAKE_KEY) {
                // In this order: a wake-up in between is one that this poll answers.
                Libc.eventfdRead(state, wakeFd, singleLength.address());
                signalled.set(false);
                continue;
            }
            NativeSocket socket = sockets[(int) key];
            if (socket != null && socket.key == key) {
                delivered += socket.batch == null ? receive(socket) : receiveMany(socket);
            }
        }
        return delivered;
    }

    private int receive(NativeSocket socket) {
        singleLength.set(JAVA_INT, 0, Sockaddr.ROOM);
        long from = single.address() + MAX_DATAGRAM;
        int n = Libc.recvfrom(state, socket.fd, single.address(), MAX_DATAGRAM, from, singleLength.address());
        if (n < 0) {
            receiveFailed(socket, n);
            return 0;
        }
        if (n > MAX_DATAGRAM) {
            socket.tally.add(UdpCount.TRUNCATED, 1);
            return 0;
        }
        MemorySegment.copy(single, ValueLayout.JAVA_BYTE, 0, in, 0, n);
        socket.receiver.receive(in, n, Sockaddr.read(single, MAX_DATAGRAM, peers));
        return 1;
    }

    private static void receiveFailed(NativeSocket socket, int error) {
        if (error != -Libc.EAGAIN && error != -Libc.EINTR) {
            socket.tally.add(UdpCount.RECEIVE_ERRORS, 1);
        }
    }

    private int receiveMany(NativeSocket socket) {
        int delivered = 0;
        int n;
        do {
            n = Libc.recvmmsg(state, socket.fd, many.headersFrom(0), BATCH);
            if (n < 0) {
                receiveFailed(socket, n);
                return delivered;
            }
            for (int i = 0; i < n; i++) {
                many.ready(i);
            }
            for (int i = 0; i < n && !socket.closed(); i++) {
                delivered += deliver(socket, i);
            }
        } while (n == BATCH && delivered < MAX_PER_POLL && !socket.closed());
        return delivered;
    }

    private int deliver(NativeSocket socket, int index) {
        int length = many.received(index);
        if (length < 0) {
            socket.tally.add(UdpCount.TRUNCATED, 1);
            return 0;
        }
        many.take(index, in, length);
        socket.receiver.receive(in, length, Sockaddr.read(many.addresses(), many.addressAt(index), peers));
        return 1;
    }

    // ---- sending

    void send(NativeSocket socket, byte[] buf, int off, int len, InetSocketAddress to) {
        Target target = socket.closed() ? null : targets.of(to);
        if (target == null) {
            socket.tally.add(UdpCount.SEND_ERRORS, 1);
            return;
        }
        MessageVector batch = socket.batch;
        MessageVector queue = batch == null ? alone : batch;
        int index = batch == null ? aloneQueued : socket.queued;
        int length = Sockaddr.write(queue.addresses(), queue.addressAt(index), target, socket.six);
        if (length == 0) {
            socket.tally.add(UdpCount.SEND_ERRORS, 1);
            return;
        }
        queue.put(index, length, buf, off, len);
        if (batch == null) {
            senders[aloneQueued++] = socket;
            if (aloneQueued == BATCH) {
                flushAlone();
            }
        } else if (++socket.queued == BATCH) {
            flush(socket);
        }
    }

    void sendNow(NativeSocket socket, byte[] buf, int off, int len, InetSocketAddress to) {
        Target target = Target.of(to);
        synchronized (edge) {
            if (target == null || socket.closed()) {
                socket.tally.add(UdpCount.SEND_ERRORS, 1);
            } else {
                sendAtOnce(socket, buf, off, len, target);
            }
        }
    }

    private void sendAtOnce(NativeSocket socket, byte[] buf, int off, int len, Target target) {
        int length = Sockaddr.write(edgeBuffer, MAX_DATAGRAM, target, socket.six);
        if (length == 0) {
            socket.tally.add(UdpCount.SEND_ERRORS, 1);
            return;
        }
        MemorySegment.copy(buf, off, edgeBuffer, ValueLayout.JAVA_BYTE, 0, len);
        long address = edgeBuffer.address();
        int sent = Libc.sendto(edgeState, socket.fd, address, len, address + MAX_DATAGRAM, length);
        socket.tally.add(outcome(sent), 1);
    }

    private static UdpCount outcome(int result) {
        if (result >= 0) {
            return UdpCount.SENT;
        }
        return result == -Libc.EAGAIN || result == -Libc.ENOBUFS ? UdpCount.SEND_BUFFER_FULL : UdpCount.SEND_ERRORS;
    }

    @Override
    public void flush() {
        flushAlone();
        int left = sharedSockets;
        for (int i = 0; left > 0 && i < sockets.length; i++) {
            NativeSocket socket = sockets[i];
            if (socket != null && socket.batch != null) {
                flush(socket);
                left--;
            }
        }
    }

    private void flushAlone() {
        for (int i = 0; i < aloneQueued; i++) {
            NativeSocket socket = senders[i];
            senders[i] = null;
            if (socket != null) {
                socket.tally.add(outcome(alone.sendAlone(i, state, socket.fd)), 1);
            }
        }
        aloneQueued = 0;
    }

    /** The kernel stops at the first datagram that it refuses, and says why when it comes first. */
    private void flush(NativeSocket socket) {
        MessageVector batch = socket.batch;
        int count = socket.queued;
        if (batch == null || count == 0) {
            return;
        }
        socket.queued = 0;
        int at = 0;
        while (at < count) {
            int n = Libc.sendmmsg(state, socket.fd, batch.headersFrom(at), count - at);
            UdpCount outcome = outcome(n);
            int times = outcome == UdpCount.SENT ? n : outcome == UdpCount.SEND_BUFFER_FULL ? count - at : 1;
            socket.tally.add(outcome, times);
            at += times;
        }
    }

    // ---- waking and ending

    @Override
    public void wakeup() {
        if (!signalled.compareAndSet(false, true)) {
            return;
        }
        synchronized (edge) {
            if (!closed) {
                Libc.eventfdWrite(edgeState, wakeFd);
            }
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        for (NativeSocket socket : sockets) {
            if (socket != null) {
                close(socket);
            }
        }
        synchronized (edge) {
            closed = true;
            Libc.close(state, wakeFd);
            Libc.close(state, epoll);
        }
        arena.close();
    }
}
