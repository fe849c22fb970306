package io.tollgate.rtp.media;

import io.tollgate.rtp.udp.UdpLoop;
import io.tollgate.rtp.udp.UdpOptions;
import io.tollgate.rtp.udp.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The RTP and RTCP socket of one trunk leg. Owned by the worker. */
final class TrunkSockets {
    private static final UdpOptions SOCKET = new UdpOptions(256 * 1024, 0, false);

    /** Takes what arrives on either socket. */
    @FunctionalInterface
    interface Receiver {
        void receive(boolean rtcp, byte[] buf, int length, InetSocketAddress from);
    }

    private final int port;
    private final @Nullable PortPool pool;
    private final CounterBlock counters;
    private final UdpSocket rtp;
    private final UdpSocket rtcp;
    private boolean closed;

    private TrunkSockets(
            int port,
            MediaConfig config,
            @Nullable PortPool pool,
            UdpLoop loop,
            Receiver receiver,
            CounterBlock counters)
            throws IOException {
        this.port = port;
        this.pool = pool;
        this.counters = counters;
        SocketTally tally = new SocketTally(counters, MediaCounter.TRUNK_PACKETS_OUT);
        this.rtp = loop.open(
                new InetSocketAddress(config.trunkBind(), port),
                SOCKET,
                (buf, length, from) -> receiver.receive(false, buf, length, from),
                tally);
        try {
            this.rtcp = loop.open(
                    new InetSocketAddress(config.trunkBind(), port + 1),
                    SOCKET,
                    (buf, length, from) -> receiver.receive(true, buf, length, from),
                    tally);
        } catch (IOException e) {
            rtp.close();
            throw e;
        }
    }

    /**
     * Binds a pair of ports of the pool.
     *
     * @param loop the worker's
     * @throws IOException when no pair is free or can be bound
     */
    static TrunkSockets open(MediaConfig config, PortPool pool, UdpLoop loop, Receiver receiver, CounterBlock counters)
            throws IOException {
        int attempts = pool.available();
        @Nullable IOException last = null;
        for (int i = 0; i < attempts; i++) {
            int port = pool.take();
            if (port == 0) {
                break;
            }
            try {
                return new TrunkSockets(port, config, pool, loop, receiver, counters);
            } catch (IOException taken) {
                last = taken;
                pool.give(port);
            }
        }
        counters.add(MediaCounter.PORTS_EXHAUSTED);
        throw new IOException("no free trunk port in " + config.trunkPortMin() + "-" + config.trunkPortMax(), last);
    }

    /**
     * Binds this port and the next.
     *
     * @throws IOException when one of them is taken
     */
    static TrunkSockets openAt(int port, MediaConfig config, UdpLoop loop, Receiver receiver, CounterBlock counters)
            throws IOException {
        return new TrunkSockets(port, config, null, loop, receiver, counters);
    }

    int port() {
        return port;
    }

    boolean closed() {
        return closed;
    }

    void count(MediaCounter counter) {
        counters.add(counter);
    }

    void sendRtp(byte[] buf, int len, InetSocketAddress to) {
        rtp.send(buf, 0, len, to);
    }

    void sendRtcp(byte[] buf, int len, InetSocketAddress to) {
        rtcp.send(buf, 0, len, to);
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        rtp.close();
        rtcp.close();
        if (pool != null) {
            pool.give(port);
        }
    }
}
