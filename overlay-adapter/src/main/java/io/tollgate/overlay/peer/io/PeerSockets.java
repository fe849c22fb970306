package io.tollgate.overlay.peer.io;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** One UDP socket per local address behind one selector. Sending is allowed from any thread, waiting to its owner. */
final class PeerSockets implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PeerSockets.class);
    private static final int MAX_DATAGRAM = 2048;
    private static final int BUFFER_BYTES = 256 * 1024;
    /** Datagrams taken from one socket before the others have their turn. */
    private static final int BURST = 64;

    /** Takes a datagram: {@code buf[0, len)}, valid during the call. */
    interface Reader {
        void onDatagram(InetSocketAddress base, InetSocketAddress from, byte[] buf, int len);
    }

    private final Selector selector;
    private final Map<InetSocketAddress, DatagramChannel> channels;
    private final byte[] octets = new byte[MAX_DATAGRAM];
    private final ByteBuffer buffer = ByteBuffer.wrap(octets);

    private PeerSockets(Selector selector, Map<InetSocketAddress, DatagramChannel> channels) {
        this.selector = selector;
        this.channels = channels;
    }

    static PeerSockets open(List<InetAddress> addresses) throws IOException {
        Selector selector = Selector.open();
        Map<InetSocketAddress, DatagramChannel> channels = new LinkedHashMap<>();
        IOException last = new IOException("this host has no address to receive media at");
        for (InetAddress address : addresses) {
            try {
                DatagramChannel channel = DatagramChannel.open();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
                channel.bind(new InetSocketAddress(address, 0));
                InetSocketAddress base = (InetSocketAddress) channel.getLocalAddress();
                channel.register(selector, SelectionKey.OP_READ, base);
                channels.put(base, channel);
            } catch (IOException e) {
                LOG.debugf("No socket on %s: %s", address, e.getMessage());
                last = e;
            }
        }
        if (channels.isEmpty()) {
            selector.close();
            throw last;
        }
        return new PeerSockets(selector, channels);
    }

    List<InetSocketAddress> bases() {
        return List.copyOf(channels.keySet());
    }

    /** Waits at most so long for datagrams and hands over what there is. */
    void await(long waitNs, Reader reader) throws IOException {
        long waitMs = waitNs / 1_000_000;
        if (waitMs == 0) {
            selector.selectNow();
        } else {
            selector.select(waitMs);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.channel() instanceof DatagramChannel channel
                    && key.attachment() instanceof InetSocketAddress base) {
                drain(channel, base, reader);
            }
        }
        selector.selectedKeys().clear();
    }

    private void drain(DatagramChannel channel, InetSocketAddress base, Reader reader) {
        for (int i = 0; i < BURST; i++) {
            buffer.clear();
            try {
                if (!(channel.receive(buffer) instanceof InetSocketAddress from)) {
                    return;
                }
                reader.onDatagram(base, from, octets, buffer.position());
            } catch (IOException e) {
                // An ICMP error of an earlier send can surface here; checks and consent find out what works.
                LOG.debugf("Receiving on %s failed: %s", base, e.getMessage());
                return;
            }
        }
    }

    /** Sends, or drops: a full buffer or a route that is not there looks to ICE like loss. */
    void send(InetSocketAddress base, InetSocketAddress to, byte[] buf, int off, int len) {
        DatagramChannel channel = channels.get(base);
        if (channel == null) {
            return;
        }
        try {
            channel.send(ByteBuffer.wrap(buf, off, len), to);
        } catch (IOException e) {
            LOG.debugf("Sending from %s to %s failed: %s", base, to, e.getMessage());
        }
    }

    void wakeUp() {
        selector.wakeup();
    }

    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(channels.values());
        all.add(selector);
        for (AutoCloseable one : all) {
            try {
                one.close();
            } catch (Exception e) {
                LOG.debugf("Closing a socket failed: %s", e.getMessage());
            }
        }
    }
}
