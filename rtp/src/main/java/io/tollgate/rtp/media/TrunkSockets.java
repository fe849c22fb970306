package io.tollgate.rtp.media;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/** The RTP and RTCP socket of one trunk leg. Owned by the worker. */
final class TrunkSockets {
    private static final int RECEIVE_BUFFER = 256 * 1024;

    /** What a selected key leads to. */
    record Ready(LiveCall call, TrunkSockets sockets, boolean rtcp) {}

    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final int port;
    private final @Nullable PortPool pool;
    private final ByteBuffer buffer;
    private final CounterBlock counters;
    private boolean closed;

    private TrunkSockets(
            DatagramChannel rtp,
            DatagramChannel rtcp,
            int port,
            @Nullable PortPool pool,
            ByteBuffer buffer,
            CounterBlock counters) {
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.port = port;
        this.pool = pool;
        this.buffer = buffer;
        this.counters = counters;
    }

    /**
     * Binds a pair of ports of the pool.
     *
     * @param buffer the worker's, for sending
     * @throws IOException when no pair is free or can be bound
     */
    static TrunkSockets open(MediaConfig config, PortPool pool, ByteBuffer buffer, CounterBlock counters)
            throws IOException {
        int attempts = pool.available();
        @Nullable IOException last = null;
        for (int i = 0; i < attempts; i++) {
            int port = pool.take();
            if (port == 0) {
                break;
            }
            DatagramChannel rtp = null;
            try {
                rtp = bind(new InetSocketAddress(config.trunkBind(), port));
                DatagramChannel rtcp = bind(new InetSocketAddress(config.trunkBind(), port + 1));
                return new TrunkSockets(rtp, rtcp, port, pool, buffer, counters);
            } catch (IOException taken) {
                last = taken;
                if (rtp != null) {
                    rtp.close();
                }
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
    static TrunkSockets openAt(int port, MediaConfig config, ByteBuffer buffer, CounterBlock counters)
            throws IOException {
        DatagramChannel rtp = bind(new InetSocketAddress(config.trunkBind(), port));
        try {
            DatagramChannel rtcp = bind(new InetSocketAddress(config.trunkBind(), port + 1));
            return new TrunkSockets(rtp, rtcp, port, null, buffer, counters);
        } catch (IOException e) {
            rtp.close();
            throw e;
        }
    }

    private static DatagramChannel bind(InetSocketAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            return channel.bind(address);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    void register(Selector selector, LiveCall call) throws IOException {
        rtp.register(selector, SelectionKey.OP_READ, new Ready(call, this, false));
        rtcp.register(selector, SelectionKey.OP_READ, new Ready(call, this, true));
    }

    int port() {
        return port;
    }

    boolean closed() {
        return closed;
    }

    /** Receives one datagram into {@code into}; null when there is none. */
    @Nullable
    SocketAddress receive(boolean fromRtcp, ByteBuffer into) throws IOException {
        return (fromRtcp ? rtcp : rtp).receive(into);
    }

    void count(MediaCounter counter) {
        counters.add(counter);
    }

    void sendRtp(byte[] buf, int len, InetSocketAddress to) {
        send(rtp, buf, len, to);
    }

    void sendRtcp(byte[] buf, int len, InetSocketAddress to) {
        send(rtcp, buf, len, to);
    }

    private void send(DatagramChannel channel, byte[] buf, int len, InetSocketAddress to) {
        buffer.clear().put(buf, 0, len).flip();
        try {
            boolean sent = channel.send(buffer, to) == len;
            counters.add(sent ? MediaCounter.TRUNK_PACKETS_OUT : MediaCounter.DROPPED_SEND_BUFFER_FULL);
        } catch (IOException | RuntimeException unreachable) {
            counters.add(MediaCounter.SEND_ERRORS);
        }
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (rtp;
                rtcp) {
            if (pool != null) {
                pool.give(port);
            }
        } catch (IOException e) {
            counters.add(MediaCounter.SEND_ERRORS);
        }
    }
}
