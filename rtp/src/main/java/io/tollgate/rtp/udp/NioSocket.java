package io.tollgate.rtp.udp;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** A socket of {@link NioLoop}. The channel is safe for any thread. */
final class NioSocket implements UdpSocket {
    final DatagramChannel channel;
    final UdpReceiver receiver;
    final UdpTally tally;
    private final NioLoop loop;
    private final InetSocketAddress local;

    private NioSocket(NioLoop loop, DatagramChannel channel, UdpReceiver receiver, UdpTally tally) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.receiver = receiver;
        this.tally = tally;
        this.local = (InetSocketAddress) channel.getLocalAddress();
    }

    static NioSocket open(
            NioLoop loop,
            Selector selector,
            InetSocketAddress local,
            UdpOptions options,
            UdpReceiver receiver,
            UdpTally tally)
            throws IOException {
        boolean six = local.getAddress() instanceof Inet6Address;
        DatagramChannel channel =
                DatagramChannel.open(six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false);
            if (options.receiveBufferBytes() > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
            }
            if (options.sendBufferBytes() > 0) {
                channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBufferBytes());
            }
            channel.bind(local);
            NioSocket socket = new NioSocket(loop, channel, receiver, tally);
            channel.register(selector, SelectionKey.OP_READ, socket);
            return socket;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e instanceof IOException io ? io : new IOException("cannot bind " + local, e);
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public void send(byte[] buf, int off, int len, InetSocketAddress to) {
        NativeSocket.check(buf, off, len);
        transmit(loop.out.clear().put(buf, off, len).flip(), len, to);
    }

    @Override
    public void sendNow(byte[] buf, int off, int len, InetSocketAddress to) {
        NativeSocket.check(buf, off, len);
        transmit(ByteBuffer.wrap(buf, off, len), len, to);
    }

    private void transmit(ByteBuffer datagram, int len, InetSocketAddress to) {
        try {
            boolean sent = channel.send(datagram, to) == len;
            // An empty datagram counts as sent: the JDK does not tell.
            tally.add(sent ? UdpCount.SENT : UdpCount.SEND_BUFFER_FULL, 1);
        } catch (IOException | RuntimeException refused) {
            tally.add(UdpCount.SEND_ERRORS, 1);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            tally.add(UdpCount.RECEIVE_ERRORS, 1);
        }
    }

    @Override
    public boolean closed() {
        return !channel.isOpen();
    }
}
