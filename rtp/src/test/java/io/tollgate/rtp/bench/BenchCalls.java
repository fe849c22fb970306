package io.tollgate.rtp.bench;

import static java.util.Objects.requireNonNull;

import io.tollgate.rtp.bench.CallFile.Call;
import io.tollgate.rtp.bench.CallFile.Codec;
import io.tollgate.rtp.bench.CallFile.Leg;
import io.tollgate.rtp.media.MediaCall;
import io.tollgate.rtp.media.MediaCounter;
import io.tollgate.rtp.media.MediaEvents;
import io.tollgate.rtp.media.MediaPlane;
import io.tollgate.rtp.media.OverlayParameters;
import io.tollgate.rtp.media.OverlayPort;
import io.tollgate.rtp.media.Side;
import io.tollgate.rtp.media.TrunkParameters;
import io.tollgate.rtp.media.TrunkPort;
import io.tollgate.rtp.sdp.AudioCodec;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The calls of a file on a media plane, each with both legs told where their peers are, so that media flows at once. */
final class BenchCalls implements MediaEvents {
    private static final int PATIENCE_S = 20;

    private final MediaPlane plane;
    private final List<MediaCall> calls = new ArrayList<>();
    private final AtomicInteger lost = new AtomicInteger();

    BenchCalls(MediaPlane plane) {
        this.plane = plane;
    }

    /** Opens a call and returns when it takes media. */
    void open(Call call) throws IOException {
        Leg a = call.a();
        Leg b = call.b();
        if (a.codec() != Codec.OPUS || a.tx() == null || b.tx() != null) {
            throw new IOException("call " + call.id() + " is not SRTP Opus on side A and plain RTP on side B");
        }
        BenchGuard guard = new BenchGuard(call.id());
        try {
            MediaCall media = plane.newCall(call.id(), this);
            OverlayPort overlay = media.openOverlay(guard).get(PATIENCE_S, TimeUnit.SECONDS);
            TrunkPort trunk = media.openTrunk().get(PATIENCE_S, TimeUnit.SECONDS);
            same(call, a.remote(), overlay.localAddress());
            same(call, b.remote(), trunk.rtpAddress());
            overlay.parameters(new OverlayParameters(a.payloadType(), -1, -1, calls.size() + 1, 20));
            overlay.keys(requireNonNull(a.rx()), a.tx());
            AudioCodec codec = b.codec() == Codec.PCMA ? AudioCodec.PCMA : AudioCodec.PCMU;
            trunk.parameters(new TrunkParameters(b.local(), null, codec, b.payloadType(), -1, 20, true, true));
            media.connect();
            knock(guard, a);
            calls.add(media);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("call " + call.id() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void same(Call call, InetSocketAddress wanted, InetSocketAddress bound) throws IOException {
        if (wanted.getPort() != bound.getPort()) {
            throw new IOException("call " + call.id() + " asks for port " + wanted.getPort()
                    + ", the media plane opened " + bound.getPort());
        }
    }

    private static void knock(BenchGuard guard, Leg a) throws IOException {
        byte[] packet = guard.knock();
        try (DatagramSocket socket = new DatagramSocket(a.local())) {
            socket.send(new DatagramPacket(packet, packet.length, a.remote()));
        }
    }

    int size() {
        return calls.size();
    }

    /** Sides that the media plane gave up. */
    int lost() {
        return lost.get();
    }

    /** Packets that came in, STUN not counted apart: it is one for each call. */
    long packetsIn() {
        return plane.counters().value(MediaCounter.OVERLAY_PACKETS_IN)
                + plane.counters().value(MediaCounter.TRUNK_PACKETS_IN);
    }

    /** The pipeline of the first call in words. */
    String pipeline() {
        try {
            return calls.isEmpty()
                    ? "none"
                    : calls.getFirst().stats().get(PATIENCE_S, TimeUnit.SECONDS).pipeline();
        } catch (ExecutionException | TimeoutException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public void onConnected(Side side) {}

    @Override
    public void onDtmf(Side from, char digit, int durationMs) {}

    @Override
    public void onSilent(Side side, long silentMs) {}

    @Override
    public void onTransportLost(Side side, String why) {
        lost.incrementAndGet();
    }
}
