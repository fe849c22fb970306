package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.OpusEncoder;
import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.dtmf.TelephoneEventReceiver;
import io.tollgate.rtp.packet.Demux;
import io.tollgate.rtp.packet.RtpPacket;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import io.tollgate.rtp.srtp.SrtpReceiver;
import io.tollgate.rtp.srtp.SrtpSender;
import io.tollgate.rtp.udp.UdpLoop;
import io.tollgate.rtp.udp.UdpOptions;
import io.tollgate.rtp.udp.UdpReceiver;
import io.tollgate.rtp.udp.UdpSocket;
import io.tollgate.rtp.udp.UdpTally;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A whole call with both its legs, under virtual time and without a socket. */
final class VirtualCall implements AutoCloseable {
    static final long MS = 1_000_000L;
    private static final InetSocketAddress PEER = new InetSocketAddress(TestPeer.LOOPBACK, 9);
    private static final InetSocketAddress PHONE = new InetSocketAddress(TestPeer.LOOPBACK, 11);
    private static final SrtpKeys OURS = OverlayPeer.keys(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 1);
    private static final SrtpKeys THEIRS = OverlayPeer.keys(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 2);

    /** A packet of media that left, as it was before its protection. */
    static final class Sent {
        private final long atNs;
        private final byte[] packet;

        Sent(long atNs, byte[] packet) {
            this.atNs = atNs;
            this.packet = packet;
        }

        long atNs() {
            return atNs;
        }

        int payloadType() {
            return packet[1] & 0x7f;
        }

        int sequence() {
            return ByteBuffer.wrap(packet).getShort(2) & 0xffff;
        }

        int timestamp() {
            return ByteBuffer.wrap(packet).getInt(4);
        }

        byte[] payload() {
            return Arrays.copyOfRange(packet, RtpPacket.FIXED_HEADER_LENGTH, packet.length);
        }
    }

    /** One side's voice: what it says in each 20 ms, null for no packet. */
    interface Voice extends LongFunction<byte @Nullable []> {}

    final List<Sent> toOverlay = new ArrayList<>();
    final List<Sent> toTrunk = new ArrayList<>();
    final Events events = new Events();
    final CounterBlock counters = new CounterBlock();
    final LiveCall call;
    final OverlayLeg overlay;
    final TrunkLeg trunk;
    Voice overlayVoice = frame -> null;
    Voice trunkVoice = frame -> null;
    private final Disk disk = new Disk();
    private final SrtpSender overlaySender = new SrtpSender(THEIRS);
    private final SrtpReceiver overlayReceiver = new SrtpReceiver(OURS);
    private final TickWheel wheel = new TickWheel(0);
    private final int overlayPt;
    private final int overlayUnits;
    private final AudioCodec trunkCodec;
    private int overlaySeq = 100;
    private int trunkSeq = 200;
    private long frame;
    private long nowNs;

    /** {@code overlayCodec}: null for Opus. */
    VirtualCall(@Nullable AudioCodec overlayCodec, int overlayPtimeMs, AudioCodec trunkCodec, int trunkPtimeMs) {
        this(overlayCodec, overlayPtimeMs, trunkCodec, trunkPtimeMs, TrunkSettings.USUAL);
    }

    VirtualCall(
            @Nullable AudioCodec overlayCodec,
            int overlayPtimeMs,
            AudioCodec trunkCodec,
            int trunkPtimeMs,
            TrunkSettings settings) {
        this.trunkCodec = trunkCodec;
        overlayPt = overlayCodec == null ? 111 : overlayCodec.staticPayloadType();
        overlayUnits = (overlayCodec == null ? 48_000 : overlayCodec.clockRate()) / 50;
        call = new LiveCall("virtual", events, disk, counters, 0);
        overlay = new OverlayLeg(
                new Air(),
                new StunGuard("frag", new StunMessages("frag", "pw")),
                OpusLibrary.load(),
                OpusSettings.TELEPHONE,
                new Effort(false, 0),
                call.sampleRate(),
                new RtpOutput(1, 2, 3),
                "cname",
                new TelephoneEventReceiver(call.digitsFrom(Side.OVERLAY)),
                call::connected,
                call.packetsFrom(Side.OVERLAY),
                0);
        call.overlay(overlay);
        try {
            trunk = new TrunkLeg(
                    TrunkSockets.openAt(
                            40_000,
                            new MediaConfig(TestPeer.LOOPBACK, null, 0, 40_000, 40_100, 1, OpusSettings.TELEPHONE),
                            new Line(),
                            (rtcp, buf, length, from) -> {},
                            counters),
                    new RtpOutput(4, 5, 6),
                    "cname",
                    call.digitsFrom(Side.TRUNK),
                    call::connected,
                    call.packetsFrom(Side.TRUNK),
                    0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        call.trunk(trunk);
        trunk.settings(settings);
        trunk.parameters(new TrunkParameters(PHONE, null, trunkCodec, trunkPt(), 101, trunkPtimeMs, true, true), 0);
        overlay.parameters(new OverlayParameters(
                overlayPt, overlayCodec, overlayCodec == null ? 110 : -1, 126, 9, overlayPtimeMs));
        overlay.keys(OURS, THEIRS);
        overlay.valid(PEER, true);
        call.bridge();
        wheel.add(call.direction(Side.TRUNK));
        wheel.add(call.direction(Side.OVERLAY));
    }

    private int trunkPt() {
        return trunkCodec.staticPayloadType() < 0 ? 97 : trunkCodec.staticPayloadType();
    }

    /** A voice that says the same sound again and again, in Opus. */
    static Voice opus(short[] sound8k) {
        OpusEncoder encoder = OpusLibrary.load().newEncoder(8_000, OpusSettings.TELEPHONE);
        return number -> {
            byte[] packet = new byte[1_275];
            int at = (int) (number * 160 % (sound8k.length - 160));
            return Arrays.copyOf(packet, encoder.encode(sound8k, at, 160, packet, 0, packet.length));
        };
    }

    /** Lets time pass: voices speak every 20 ms, directions tick when they ask to. */
    void run(int ms) {
        for (long end = nowNs + ms * MS; nowNs < end; ) {
            if (nowNs % (20 * MS) == 0) {
                speak();
            }
            wheel.step((direction, dueNs) -> direction.call.tick(direction, dueNs, dueNs));
            nowNs += TickWheel.STEP_NS;
        }
    }

    private void speak() {
        byte[] fromPeer = overlayVoice.apply(frame);
        if (fromPeer != null) {
            byte[] buf = new byte[1_500];
            int length = RtpPacket.writeHeader(buf, 0, false, overlayPt, overlaySeq++, (int) frame * overlayUnits, 99);
            System.arraycopy(fromPeer, 0, buf, length, fromPeer.length);
            overlay.receive(buf, overlaySender.protect(buf, 0, length + fromPeer.length), nowNs, nowNs);
        }
        byte[] fromPhone = trunkVoice.apply(frame);
        if (fromPhone != null) {
            trunkPacket(trunkPt(), fromPhone);
        }
        frame++;
    }

    /** A packet from the carrier, now. */
    void trunkPacket(int payloadType, byte[] payload) {
        byte[] buf = new byte[1_500];
        int units = trunkCodec.clockRate() / 50;
        int length = RtpPacket.writeHeader(buf, 0, false, payloadType, trunkSeq++, (int) frame * units, 88);
        System.arraycopy(payload, 0, buf, length, payload.length);
        trunk.receive(buf, length + payload.length, PHONE, nowNs, nowNs);
    }

    long nowNs() {
        return nowNs;
    }

    /** The encrypted side's network. */
    private final class Air implements OverlayTransport {
        private final RtpPacket view = new RtpPacket();

        @Override
        public void send(byte[] buf, int len, InetSocketAddress to) {
            if (!Demux.isRtcp(buf[1])) {
                byte[] copy = Arrays.copyOf(buf, len);
                int plain = overlayReceiver.unprotect(copy, 0, len);
                if (plain < 0 || !view.wrap(copy, 0, plain)) {
                    throw new AssertionError("sent a packet that cannot be opened: " + plain);
                }
                toOverlay.add(new Sent(nowNs, Arrays.copyOf(copy, plain)));
            }
        }

        @Override
        public void count(MediaCounter counter) {
            counters.add(counter);
        }
    }

    /** The carrier's network: a loop whose sockets only send. */
    private final class Line implements UdpLoop {
        @Override
        public UdpSocket open(InetSocketAddress local, UdpOptions options, UdpReceiver receiver, UdpTally tally) {
            return new Wire(local);
        }

        @Override
        public int poll(long spacingNs, long maxWaitNs) {
            return 0;
        }

        @Override
        public void flush() {}

        @Override
        public void wakeup() {}

        @Override
        public void close() {}
    }

    private final class Wire implements UdpSocket {
        private final InetSocketAddress local;

        Wire(InetSocketAddress local) {
            this.local = local;
        }

        @Override
        public InetSocketAddress localAddress() {
            return local;
        }

        @Override
        public void send(byte[] buf, int off, int len, InetSocketAddress to) {
            if (!Demux.isRtcp(buf[off + 1])) {
                toTrunk.add(new Sent(nowNs, Arrays.copyOfRange(buf, off, off + len)));
            }
        }

        @Override
        public void sendNow(byte[] buf, int off, int len, InetSocketAddress to) {
            send(buf, off, len, to);
        }

        @Override
        public void close() {}

        @Override
        public boolean closed() {
            return false;
        }
    }

    @Override
    public void close() {
        call.close(nowNs, nowNs).join();
        disk.close();
    }
}
