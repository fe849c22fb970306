package io.tollgate.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.carrier.audio.G711;
import io.tollgate.carrier.audio.Recording;
import io.tollgate.carrier.rtp.RtpView;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The media end of a test's call: keeps what it hears by timestamp, and says packets every 20 ms once it was called. */
final class Phone implements AutoCloseable {
    private static final int MAX_HEARD = 60 * Recording.RATE_HZ;

    private final DatagramSocket socket;
    private final G711 codec;
    private final ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon(true).factory());
    private final Deque<byte[]> toSend = new ArrayDeque<>();
    private final short[] heard = new short[MAX_HEARD];
    private int heardSamples;
    private int firstTimestamp;
    private int packets;
    private int foreignPayloads;
    private int sequence = 65_500;
    private int timestamp = -4000;
    private @Nullable SocketAddress peer;

    private Phone(DatagramSocket socket, G711 codec) {
        this.socket = socket;
        this.codec = codec;
    }

    static Phone open(G711 codec) throws SocketException {
        Phone phone = new Phone(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), codec);
        Thread.ofVirtual().start(phone::listen);
        var _ = phone.pacer.scheduleAtFixedRate(phone::speak, 20, 20, TimeUnit.MILLISECONDS);
        return phone;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Says this once, beginning with the first packet after something was heard. */
    synchronized Phone say(Recording speech) {
        for (int at = 0; at < speech.length(); at += 160) {
            byte[] packet = new byte[RtpView.HEADER_BYTES + 160];
            RtpView.writeHeader(packet, at == 0, codec.payloadType(), nextSequence(), timestamp, 77);
            for (int i = 0; i < 160; i++) {
                short sample = at + i < speech.length() ? speech.at(at + i) : 0;
                packet[RtpView.HEADER_BYTES + i] = codec.encode(sample);
            }
            timestamp += 160;
            toSend.add(packet);
        }
        return this;
    }

    /** Presses keys as RFC 4733 events: 100 ms each, the end three times, 100 ms apart. */
    synchronized Phone press(String digits) {
        for (int d = 0; d < digits.length(); d++) {
            int event = "0123456789*#ABCD".indexOf(digits.charAt(d));
            for (int n = 1; n <= 7; n++) {
                byte[] packet = new byte[RtpView.HEADER_BYTES + 4];
                RtpView.writeHeader(packet, n == 1, 101, nextSequence(), timestamp, 77);
                int duration = Math.min(n, 5) * 160;
                packet[RtpView.HEADER_BYTES] = (byte) event;
                packet[RtpView.HEADER_BYTES + 1] = (byte) (n >= 5 ? 0x8A : 0x0A);
                packet[RtpView.HEADER_BYTES + 2] = (byte) (duration >> 8);
                packet[RtpView.HEADER_BYTES + 3] = (byte) duration;
                toSend.add(packet);
            }
            timestamp += 7 * 160;
            say(Recording.silence(100));
        }
        return this;
    }

    private int nextSequence() {
        sequence = (sequence + 1) & 0xFFFF;
        return sequence;
    }

    synchronized int packets() {
        return packets;
    }

    /** Waits until so many packets were heard. */
    synchronized void awaitPackets(int count) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (packets < count) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            assertThat(leftMs).as("packets heard in time: %d", packets).isPositive();
            wait(leftMs);
        }
    }

    synchronized short[] heard() {
        assertThat(foreignPayloads).as("packets in another codec").isZero();
        return Arrays.copyOf(heard, heardSamples);
    }

    private synchronized void speak() {
        byte[] next = peer == null ? null : toSend.poll();
        try {
            if (next != null) {
                socket.send(new DatagramPacket(next, next.length, peer));
            }
        } catch (IOException e) {
            toSend.clear();
        }
    }

    private void listen() {
        byte[] buf = new byte[2048];
        RtpView view = new RtpView();
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buf, buf.length);
                socket.receive(packet);
                if (view.wrap(buf, 0, packet.getLength())) {
                    keep(view, buf, packet.getSocketAddress());
                }
            }
        } catch (IOException e) {
            pacer.shutdownNow();
        }
    }

    private synchronized void keep(RtpView view, byte[] buf, SocketAddress from) {
        peer = from;
        if (packets++ == 0) {
            firstTimestamp = view.timestamp();
        }
        notifyAll();
        foreignPayloads += view.payloadType() == codec.payloadType() ? 0 : 1;
        int at = view.timestamp() - firstTimestamp;
        for (int i = 0; i < view.payloadLength() && at >= 0 && at + i < MAX_HEARD; i++) {
            heard[at + i] = codec.decode(buf[view.payloadOffset() + i]);
            heardSamples = Math.max(heardSamples, at + i + 1);
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    /** Highest normalised cross-correlation of a whole reference with any stretch of what was heard. */
    static Match find(short[] reference, short[] heard) {
        double own = energy(reference, 0, reference.length);
        Match best = new Match(-1, 0);
        double window = energy(heard, 0, Math.min(reference.length, heard.length));
        for (int lag = 0; lag + reference.length <= heard.length; lag++) {
            double product = 0;
            for (int i = 0; i < reference.length; i++) {
                product += reference[i] * heard[lag + i];
            }
            double correlation = product / Math.sqrt(Math.max(1, own * window));
            best = correlation > best.correlation ? new Match(lag, correlation) : best;
            int next = lag + reference.length;
            window += next < heard.length ? square(heard[next]) - square(heard[lag]) : 0;
        }
        return best;
    }

    private static double energy(short[] pcm, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += square(pcm[i]);
        }
        return sum;
    }

    private static double square(short s) {
        return (double) s * s;
    }

    /** Where a reference was found best (samples), and how well (1 is the same). */
    record Match(int lag, double correlation) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.4f at %d", correlation, lag);
        }
    }
}
