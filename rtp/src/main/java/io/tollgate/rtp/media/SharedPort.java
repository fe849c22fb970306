package io.tollgate.rtp.media;

import io.tollgate.rtp.packet.Demux;
import io.tollgate.rtp.udp.UdpLoop;
import io.tollgate.rtp.udp.UdpOptions;
import io.tollgate.rtp.udp.UdpReceiver;
import io.tollgate.rtp.udp.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The one UDP port on which all overlay legs of a worker live. Sorts what arrives by protocol (RFC 7983), STUN by its user
 * name, everything else by the addresses that valid STUN checks have bound. Owned by the worker; sending through {@link
 * #sink()} is for any thread.
 */
final class SharedPort implements OverlayTransport {
    private static final UdpOptions SOCKET = new UdpOptions(4 << 20, 4 << 20, true);

    private final UdpSocket socket;
    private final InetSocketAddress shown;
    private final CounterBlock counters;
    private final BiConsumer<LiveCall, RuntimeException> fault;
    private final Map<String, LiveCall> byUfrag = new HashMap<>();
    private final Map<InetSocketAddress, LiveCall> byAddress = new HashMap<>();
    private final DatagramSink sink;

    private SharedPort(
            UdpSocket socket,
            InetSocketAddress shown,
            CounterBlock counters,
            BiConsumer<LiveCall, RuntimeException> fault) {
        this.socket = socket;
        this.sink = socket::sendNow;
        this.shown = shown;
        this.counters = counters;
        this.fault = fault;
    }

    /**
     * Binds the port of the worker with this index.
     *
     * @param receiver what leads to {@link #receive}, with the time
     * @param fault what to do with a call that threw
     * @throws IOException with the port in its message
     */
    static SharedPort open(
            int index,
            MediaConfig config,
            UdpLoop loop,
            UdpReceiver receiver,
            CounterBlock counters,
            BiConsumer<LiveCall, RuntimeException> fault)
            throws IOException {
        int port = config.overlayPort() == 0 ? 0 : config.overlayPort() + index;
        try {
            UdpSocket socket = loop.open(
                    new InetSocketAddress(config.bind(), port),
                    SOCKET,
                    receiver,
                    new SocketTally(counters, MediaCounter.OVERLAY_PACKETS_OUT));
            int bound = socket.localAddress().getPort();
            return new SharedPort(socket, new InetSocketAddress(config.shown(), bound), counters, fault);
        } catch (IOException e) {
            String where = port + "/udp on " + config.bind().getHostAddress();
            throw new IOException("media port " + where + ": " + e.getMessage(), e);
        }
    }

    /** The port as peers see it. */
    InetSocketAddress shown() {
        return shown;
    }

    /** From now on STUN checks with this user name belong to the call. */
    void listen(String ufrag, LiveCall call) {
        LiveCall before = byUfrag.putIfAbsent(ufrag, call);
        if (before != null && before != call) {
            throw new IllegalStateException("the ICE user name is taken by another call");
        }
    }

    /** Nothing belongs to the call any more. */
    void forget(LiveCall call, OverlayLeg leg) {
        byUfrag.remove(leg.guard().localUfrag(), call);
        leg.bound.forEach(address -> byAddress.remove(address, call));
    }

    /** One datagram. */
    void receive(byte[] in, int len, InetSocketAddress from, long wallNs, long nowNs) {
        counters.add(MediaCounter.OVERLAY_PACKETS_IN);
        if (len == 0) {
            counters.add(MediaCounter.DROPPED_EMPTY);
        } else {
            sort(in, len, from, wallNs, nowNs);
        }
    }

    private void sort(byte[] in, int len, InetSocketAddress from, long wallNs, long nowNs) {
        Demux.Kind kind = Demux.of(in[0]);
        switch (kind) {
            case STUN -> deliver(stunOwner(in, len, from), kind, in, len, from, wallNs, nowNs);
            case DTLS, RTP_OR_RTCP -> deliver(byAddress.get(from), kind, in, len, from, wallNs, nowNs);
            case TURN_CHANNEL, UNKNOWN -> counters.add(MediaCounter.DROPPED_UNKNOWN_PROTOCOL);
        }
    }

    private @Nullable LiveCall stunOwner(byte[] in, int len, InetSocketAddress from) {
        String ufrag = StunName.localUfrag(in, 0, len);
        return ufrag == null ? byAddress.get(from) : byUfrag.get(ufrag);
    }

    private void deliver(
            @Nullable LiveCall call,
            Demux.Kind kind,
            byte[] in,
            int len,
            InetSocketAddress from,
            long wallNs,
            long nowNs) {
        OverlayLeg leg = call == null ? null : call.overlay();
        if (call == null || leg == null) {
            boolean stun = kind == Demux.Kind.STUN;
            counters.add(stun ? MediaCounter.DROPPED_STUN_UNKNOWN : MediaCounter.DROPPED_UNBOUND);
            return;
        }
        try {
            switch (kind) {
                case STUN -> stun(call, leg, in, len, from, nowNs);
                case DTLS -> leg.guard().onDtls(in, 0, len, from, sink);
                case RTP_OR_RTCP -> leg.receive(in, len, wallNs, nowNs);
                case TURN_CHANNEL, UNKNOWN -> counters.add(MediaCounter.DROPPED_UNKNOWN_PROTOCOL);
            }
        } catch (RuntimeException e) {
            fault.accept(call, e);
        }
    }

    private void stun(LiveCall call, OverlayLeg leg, byte[] in, int len, InetSocketAddress from, long nowNs) {
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
                counters.add(MediaCounter.ADDRESSES_UNBOUND);
                byAddress.remove(leg.giveUpAddress(), call);
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

    /** An address that is known to be the call's by other means than STUN. */
    void bindTo(LiveCall call, InetSocketAddress from) {
        OverlayLeg leg = call.overlay();
        if (leg != null) {
            bind(call, leg, from, true);
        }
    }

    DatagramSink sink() {
        return sink;
    }

    @Override
    public void send(byte[] buf, int len, InetSocketAddress to) {
        socket.send(buf, 0, len, to);
    }

    @Override
    public void count(MediaCounter counter) {
        counters.add(counter);
    }

    void close() {
        socket.close();
        byUfrag.clear();
        byAddress.clear();
    }
}
