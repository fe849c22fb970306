package io.tollgate.rtp.bench;

import io.tollgate.rtp.bench.CallFile.Leg;
import io.tollgate.rtp.packet.Demux;
import io.tollgate.rtp.packet.RtpPacket;
import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpReceiver;
import io.tollgate.rtp.srtp.SrtpSender;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One end of a call: sends a loop's payload every 20 ms and keeps what comes back. Sending belongs to one thread and
 * receiving to another; what they wrote is read when both have ended.
 */
final class LoadLeg {
    private static final int BUFFER = 1 << 19;

    private final Leg leg;
    private final boolean sampled;
    final SpeechLoop loop;
    final int firstFrame;
    final DatagramChannel channel;

    // the sending thread's
    private final @Nullable SrtpSender out;
    private final byte[] packet = new byte[600];
    private final ByteBuffer outBuffer = ByteBuffer.allocateDirect(600);
    final long[] sentNs;
    int sent;
    int sendErrors;
    private int sequence;
    private int timestamp;

    // the receiving thread's
    private final @Nullable SrtpReceiver in;
    private final byte[] data = new byte[2_048];
    private final ByteBuffer inBuffer = ByteBuffer.allocateDirect(2_048);
    private final RtpPacket view = new RtpPacket();
    final long[] receivedNs;
    final int[] timestamps;
    final byte[][] payloads;
    int received;
    int refused;
    int reports;

    /**
     * @param firstFrame where in the loop this leg begins
     * @param frames to be sent
     * @param sampled whether what comes is kept as sound
     */
    LoadLeg(Leg leg, SpeechLoop loop, int firstFrame, int frames, boolean sampled, int seed) throws IOException {
        this.leg = leg;
        this.loop = loop;
        this.firstFrame = firstFrame;
        this.sampled = sampled;
        SrtpKeys tx = leg.tx();
        SrtpKeys rx = leg.rx();
        out = tx == null ? null : new SrtpSender(tx);
        in = rx == null ? null : new SrtpReceiver(rx);
        sentNs = new long[frames];
        int room = frames + 250;
        receivedNs = new long[room];
        timestamps = new int[room];
        payloads = new byte[sampled ? room : 0][];
        sequence = seed % 20_000;
        timestamp = seed * 7_919;
        channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        channel.bind(leg.local());
        channel.connect(leg.remote());
    }

    boolean sampled() {
        return sampled;
    }

    /** RTP timestamp units in 20 ms. */
    int step() {
        return leg.codec().clockRate / 50;
    }

    CallFile.Codec codec() {
        return leg.codec();
    }

    void send(long nowNs) {
        byte[] payload = loop.payloads[(firstFrame + sent) % loop.payloads.length];
        int ssrc = leg.local().getPort();
        int length = RtpPacket.writeHeader(packet, 0, sent == 0, leg.payloadType(), sequence, timestamp, ssrc);
        System.arraycopy(payload, 0, packet, length, payload.length);
        length += payload.length;
        if (out != null) {
            length = out.protect(packet, 0, length);
        }
        sequence = sequence + 1 & 0xFFFF;
        timestamp += step();
        sentNs[sent++] = nowNs;
        try {
            outBuffer.clear().put(packet, 0, length).flip();
            if (channel.write(outBuffer) != length) {
                sendErrors++;
            }
        } catch (IOException unreachable) {
            sendErrors++;
        }
    }

    void receive(long nowNs) {
        try {
            while (channel.read(inBuffer.clear()) > 0) {
                int length = inBuffer.flip().remaining();
                inBuffer.get(data, 0, length);
                datagram(length, nowNs);
            }
        } catch (IOException unreachable) {
            refused++;
        }
    }

    private void datagram(int length, long nowNs) {
        if (length > 1 && Demux.isRtcp(data[1])) {
            reports++;
            return;
        }
        int plain = in == null ? length : in.unprotect(data, 0, length);
        if (plain < 0
                || !view.wrap(data, 0, plain)
                || view.payloadType() != leg.payloadType()
                || received == receivedNs.length) {
            refused++;
            return;
        }
        receivedNs[received] = nowNs;
        timestamps[received] = view.timestamp();
        if (sampled) {
            payloads[received] =
                    Arrays.copyOfRange(data, view.payloadOffset(), view.payloadOffset() + view.payloadLength());
        }
        received++;
    }
}
