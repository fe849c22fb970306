package io.tollgate.overlay.bench;

import io.tollgate.overlay.dtls.io.CertificateFingerprint;
import io.tollgate.overlay.dtls.io.DtlsIdentity;
import io.tollgate.overlay.gateway.GuardEvents;
import io.tollgate.overlay.gateway.WebRtcGuard;
import io.tollgate.rtp.media.DatagramSink;
import io.tollgate.rtp.packet.Demux;
import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpSender;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A WebRTC peer that sends the packets of an rtpdump file at their times, whatever the other side says meanwhile. */
final class WebRtcSender implements AutoCloseable {
    private static final String PASSWORD = "passwordofthebenchsender";
    private static final int FILE_HEADER = "#!rtpplay1.0 127.0.0.1/0\n".length() + 16;
    private static final int RECORD_HEADER = 8;

    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Packet(int atMs, byte[] bytes) {}

    private final DatagramSocket socket =
            new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    private final String ufrag = "bench" + socket.getLocalPort();
    private final DtlsIdentity identity = DtlsIdentity.create(new SecureRandom(), Instant.now());
    private final List<Packet> packets;
    private final String mid;
    private final WebRtcGuard guard;
    private final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
    private volatile @Nullable InetSocketAddress peer;

    private WebRtcSender(String offer, List<Packet> packets) throws IOException {
        this.packets = packets;
        this.mid = line(offer, "a=mid:(\\S+)").group(1);
        Matcher print = line(offer, "a=fingerprint:(\\S+) (\\S+)");
        CertificateFingerprint fingerprint = CertificateFingerprint.of(print.group(1), print.group(2))
                .orElseThrow(() -> new IOException("the offer's fingerprint cannot be read"));
        guard = WebRtcGuard.create(ufrag, PASSWORD, fingerprint, identity, new GuardEvents() {
            @Override
            public void onKeys(SrtpKeys send, SrtpKeys receive) {
                keys.complete(send);
            }

            @Override
            public void onFailed(String why) {
                keys.completeExceptionally(new IOException(why));
            }

            @Override
            public void onClosed() {}
        });
    }

    static WebRtcSender open(String offer, Path dump) throws IOException {
        WebRtcSender sender = new WebRtcSender(offer, read(dump));
        Thread.ofPlatform().daemon().start(sender::receive);
        return sender;
    }

    private static Matcher line(String sdp, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(sdp);
        if (!matcher.find()) {
            throw new IOException("the offer has no " + pattern);
        }
        return matcher;
    }

    private static List<Packet> read(Path dump) throws IOException {
        List<Packet> packets = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(dump)))) {
            in.skipNBytes(FILE_HEADER);
            while (true) {
                byte[] bytes = new byte[in.readUnsignedShort() - RECORD_HEADER];
                in.skipNBytes(2);
                int atMs = in.readInt();
                in.readFully(bytes);
                packets.add(new Packet(atMs, bytes));
            }
        } catch (EOFException end) {
            return packets;
        }
    }

    String answer() {
        return String.join(
                "\r\n",
                "v=0",
                "o=- 1 1 IN IP4 127.0.0.1",
                "s=-",
                "t=0 0",
                "a=ice-lite",
                "a=group:BUNDLE " + mid,
                "m=audio " + socket.getLocalPort() + " UDP/TLS/RTP/SAVPF 111",
                "c=IN IP4 127.0.0.1",
                "a=rtcp-mux",
                "a=mid:" + mid,
                "a=sendonly",
                "a=rtpmap:111 opus/48000/2",
                "a=fmtp:111 minptime=10;useinbandfec=1",
                "a=ice-ufrag:" + ufrag,
                "a=ice-pwd:" + PASSWORD,
                "a=fingerprint:" + identity.fingerprint(),
                "a=setup:passive",
                "a=ssrc:77 cname:bench",
                "a=msid:bench voice",
                "a=candidate:1 1 udp 2130706431 127.0.0.1 " + socket.getLocalPort() + " typ host",
                "a=end-of-candidates",
                "");
    }

    private void receive() {
        byte[] buf = new byte[2_048];
        DatagramSink out = (b, off, len, to) -> send(b, off, len, to);
        DatagramPacket in = new DatagramPacket(buf, buf.length);
        while (!socket.isClosed()) {
            try {
                in.setLength(buf.length);
                socket.receive(in);
                InetSocketAddress from = (InetSocketAddress) in.getSocketAddress();
                switch (Demux.of(buf[0])) {
                    case STUN -> {
                        guard.onStun(buf, 0, in.getLength(), from, System.nanoTime(), out);
                        peer = from;
                    }
                    case DTLS -> guard.onDtls(buf, 0, in.getLength(), from, out);
                    case RTP_OR_RTCP, TURN_CHANNEL, UNKNOWN -> {
                        // the browser's reports: nothing here adapts
                    }
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void send(byte[] buf, int off, int len, InetSocketAddress to) {
        try {
            socket.send(new DatagramPacket(buf, off, len, to));
        } catch (IOException closed) {
            keys.completeExceptionally(closed);
        }
    }

    /** Begins to send as soon as the handshake is over. */
    void start() {
        SrtpSender srtp = new SrtpSender(keys.join());
        InetSocketAddress to = peer;
        if (to != null) {
            Thread.ofPlatform().daemon().start(() -> play(srtp, to));
        }
    }

    private void play(SrtpSender srtp, InetSocketAddress to) {
        byte[] buf = new byte[2_048];
        long start = System.nanoTime();
        for (Packet packet : packets) {
            long at = start + packet.atMs * 1_000_000L;
            for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            System.arraycopy(packet.bytes, 0, buf, 0, packet.bytes.length);
            int length = srtp.protect(buf, 0, packet.bytes.length);
            if (length > 0 && !socket.isClosed()) {
                send(buf, 0, length, to);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
        guard.onClosed();
    }
}
