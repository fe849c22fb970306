package io.tollgate.rtp.media;

import io.tollgate.rtp.dtmf.TelephoneEventReceiver;
import io.tollgate.rtp.dtmf.TelephoneEventSender;
import io.tollgate.rtp.packet.Rtcp;
import io.tollgate.rtp.packet.RtpPacket;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One end of a call in a test: sends a tone and digits every 20 ms, and listens. Subclasses know the wire's format. */
abstract class TestPeer implements AutoCloseable {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    final DatagramSocket socket;
    final Heard heard;
    private final ConcurrentLinkedQueue<String> digits = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<Rtcp.Packet> reports = new ConcurrentLinkedQueue<>();
    final TelephoneEventSender digitsOut = new TelephoneEventSender();
    private final int rate;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final SplittableRandom random = new SplittableRandom(20_26);
    private final TelephoneEventReceiver digitsIn = new TelephoneEventReceiver(new TelephoneEventReceiver.Listener() {
        @Override
        public void began(char digit) {}

        @Override
        public void ended(char digit, int durationMs) {
            digits.add(String.valueOf(digit));
        }
    });
    private final List<byte[]> held = new ArrayList<>();
    volatile double toneHz;
    volatile double lossShare;
    volatile boolean reorder;
    volatile int framesPerTick = 1;
    final AtomicLong packetsIn = new AtomicLong();
    int seq = 65_500;
    int timestamp = -3_000;
    private long sample;

    TestPeer(int rate) {
        this.rate = rate;
        this.heard = new Heard(rate);
        try {
            socket = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        } catch (SocketException e) {
            throw new AssertionError(e);
        }
        Thread.ofPlatform().daemon().start(this::receive);
    }

    /** The digits heard so far. */
    String digits() {
        return String.join("", digits);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Begins to send. */
    void speak(double hz) {
        toneHz = hz;
        var _ = clock.scheduleAtFixedRate(this::tick, 0, 20, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            for (int i = 0; i < framesPerTick; i++) {
                frame();
            }
        } catch (RuntimeException e) {
            throw new AssertionError("the peer's clock stops", e);
        }
    }

    private void frame() {
        short[] pcm = new short[rate / 50];
        Listening.tone(pcm, pcm.length, sample, rate, toneHz);
        sample += pcm.length;
        byte[] packet = packet(pcm);
        if (random.nextDouble() < lossShare) {
            return;
        }
        held.add(packet);
        if (reorder && held.size() == 1 && random.nextInt(4) == 0) {
            return;
        }
        for (byte[] each : held.reversed()) {
            send(each);
        }
        held.clear();
    }

    /** The next packet: the sound, or an event when one is due. */
    abstract byte[] packet(short[] pcm);

    abstract InetSocketAddress target();

    /** Called with every datagram that came. */
    abstract void datagram(byte[] buf, int len);

    void send(byte[] packet) {
        try {
            socket.send(new DatagramPacket(packet, packet.length, target()));
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new AssertionError(e);
            }
        }
    }

    final int header(byte[] buf, boolean marker, int payloadType, int ts, int ssrc) {
        int length = RtpPacket.writeHeader(buf, 0, marker, payloadType, seq, ts, ssrc);
        seq = seq + 1 & 0xFFFF;
        return length;
    }

    final void event(RtpPacket view, byte[] buf, int clockRate) {
        digitsIn.packet(
                view.ssrc(),
                view.timestamp(),
                clockRate,
                buf,
                view.payloadOffset(),
                view.payloadLength(),
                System.nanoTime());
    }

    final void reports(byte[] buf, int len) {
        if (Rtcp.parse(buf, 0, len) instanceof Rtcp.Compound(List<Rtcp.Packet> packets)) {
            reports.addAll(packets);
        }
    }

    private void receive() {
        byte[] buf = new byte[2_048];
        DatagramPacket in = new DatagramPacket(buf, buf.length);
        while (!socket.isClosed()) {
            try {
                in.setLength(buf.length);
                socket.receive(in);
                packetsIn.incrementAndGet();
                datagram(Arrays.copyOf(buf, buf.length), in.getLength());
            } catch (IOException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        socket.close();
    }
}
