package io.tollgate.carrier.media.io;

import io.tollgate.carrier.audio.Program;
import io.tollgate.carrier.rtp.Sdp;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The media thread. */
public final class MediaLoop implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(MediaLoop.class.getName());
    private static final int MAX_DATAGRAM = 2048;
    private static final int MAX_READS_PER_TURN = 64;

    /** Inclusive range of ports; RTP takes the even ones. */
    public record Ports(int first, int last) {}

    private final InetAddress bind;
    private final Ports ports;
    private final Consumer<MediaEvent> events;
    private final Selector selector;
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final List<MediaSession> sessions = new ArrayList<>();
    private final SecureRandom random = new SecureRandom();
    private final ByteBuffer datagram = ByteBuffer.allocate(MAX_DATAGRAM);
    private final CountDownLatch ended = new CountDownLatch(1);
    private int nextPort;
    private volatile boolean stopping;

    private MediaLoop(InetAddress bind, Ports ports, Selector selector, Consumer<MediaEvent> events) {
        this.bind = bind;
        this.ports = ports;
        this.selector = selector;
        this.events = events;
        this.nextPort = ports.first() + (ports.first() & 1);
    }

    /** Starts the thread. Events are delivered on it and must only be posted on. */
    public static MediaLoop start(InetAddress bind, Ports ports, Consumer<MediaEvent> events) throws IOException {
        MediaLoop loop = new MediaLoop(bind, ports, Selector.open(), events);
        Thread.ofPlatform().name("carrier-media").daemon(true).start(loop::run);
        return loop;
    }

    /** Binds a pair of ports for a call. Empty when none is free. To be called by one thread, the switchboard's. */
    public Optional<MediaSession> open(String callId) throws IOException {
        int pairs = (ports.last() - ports.first() + 1) / 2;
        for (int tries = 0; tries < pairs; tries++) {
            int port = nextPort;
            nextPort = port + 3 > ports.last() ? ports.first() + (ports.first() & 1) : port + 2;
            Optional<MediaSession> session = tryPair(callId, port);
            if (session.isPresent()) {
                command(() -> register(session.get()));
                return session;
            }
        }
        return Optional.empty();
    }

    /** Records both directions from now on. */
    public void record(MediaSession session, Path heard, Path sent) {
        command(() -> session.record(heard, sent));
    }

    /** Tells where to send, in what, and what to expect. */
    public void agree(MediaSession session, Sdp.Audio audio) {
        command(() -> session.agree(audio));
    }

    /** Plays from now on. */
    public void play(MediaSession session, Program program) {
        command(() -> session.play(program, System.nanoTime()));
    }

    /** Closes sockets and recordings; {@code afterwards} runs on the media thread. */
    public void close(MediaSession session, Runnable afterwards) {
        command(() -> {
            sessions.remove(session);
            session.close();
            afterwards.run();
        });
    }

    @Override
    public void close() {
        stopping = true;
        selector.wakeup();
        try {
            if (!ended.await(2, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "the media thread did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void command(Runnable command) {
        commands.add(command);
        selector.wakeup();
    }

    private Optional<MediaSession> tryPair(String callId, int port) throws IOException {
        DatagramChannel rtp = DatagramChannel.open();
        DatagramChannel rtcp = DatagramChannel.open();
        try {
            rtp.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 18);
            rtp.bind(new InetSocketAddress(bind, port));
            rtcp.bind(new InetSocketAddress(bind, port + 1));
            rtp.configureBlocking(false);
            rtcp.configureBlocking(false);
        } catch (BindException e) {
            rtp.close();
            rtcp.close();
            return Optional.empty();
        }
        MediaSession.Seed seed = new MediaSession.Seed(random.nextInt(), random.nextInt(1 << 16), random.nextInt());
        return Optional.of(new MediaSession(callId, rtp, rtcp, new InetSocketAddress(bind, port), seed, events));
    }

    private void register(MediaSession session) {
        try {
            session.rtpChannel().register(selector, SelectionKey.OP_READ, session);
            session.rtcpChannel().register(selector, SelectionKey.OP_READ, session);
            sessions.add(session);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "a call stays without media", e);
            session.close();
        }
    }

    private void run() {
        while (!stopping) {
            try {
                turn();
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "media thread goes on after", e);
            }
        }
        runCommands();
        sessions.forEach(MediaSession::close);
        try {
            selector.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing the selector", e);
        }
        ended.countDown();
    }

    private void turn() throws IOException {
        runCommands();
        long nowNs = System.nanoTime();
        long waitNs = 20_000_000L;
        for (MediaSession session : sessions) {
            session.tick(nowNs);
            waitNs = Math.min(waitNs, session.dueNs(nowNs) - nowNs);
        }
        long waitMs = (waitNs + 999_999) / 1_000_000;
        if (waitMs <= 0) {
            selector.selectNow();
        } else {
            selector.select(waitMs);
        }
        long arrivedNs = System.nanoTime();
        for (SelectionKey key : selector.selectedKeys()) {
            read(key, arrivedNs);
        }
        selector.selectedKeys().clear();
    }

    private void runCommands() {
        for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
            next.run();
        }
    }

    private void read(SelectionKey key, long nowNs) throws IOException {
        if (!key.isValid()
                || !(key.attachment() instanceof MediaSession session)
                || !(key.channel() instanceof DatagramChannel channel)) {
            return;
        }
        boolean isRtp = channel.equals(session.rtpChannel());
        for (int i = 0; i < MAX_READS_PER_TURN; i++) {
            SocketAddress from = channel.receive(datagram.clear());
            if (from == null) {
                return;
            }
            if (isRtp) {
                session.onRtp(datagram.array(), datagram.position(), from, nowNs);
            } else {
                session.onRtcp(datagram.array(), datagram.position(), nowNs);
            }
        }
    }
}
