package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.OpusDecoder;
import io.tollgate.rtp.codec.OpusEncoder;
import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.dtmf.TelephoneEventSender;
import io.tollgate.rtp.packet.Demux;
import io.tollgate.rtp.packet.RtpPacket;
import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import io.tollgate.rtp.srtp.SrtpReceiver;
import io.tollgate.rtp.srtp.SrtpSender;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A browser's media without its ICE agent and DTLS: one STUN check, keys known beforehand, Opus at 48 kHz. */
final class OverlayPeer extends TestPeer {
    static final OverlayParameters PARAMETERS = new OverlayParameters(111, 110, 126, 0x7070, 20);

    private final InetSocketAddress gateway;
    private final SrtpSender out;
    private final SrtpReceiver in;
    private final OpusLibrary opus = OpusLibrary.load();
    private @Nullable OpusEncoder encoder; // made by the thread that sends
    private @Nullable OpusDecoder decoder; // made by the thread that receives
    private final StunMessages stun;
    private final RtpPacket view = new RtpPacket();
    private final CountDownLatch bound = new CountDownLatch(1);
    final AtomicInteger authFailures = new AtomicInteger();

    OverlayPeer(InetSocketAddress gateway, StunMessages stun, SrtpKeys ours, SrtpKeys theirs) {
        super(48_000);
        this.gateway = gateway;
        this.stun = stun;
        out = new SrtpSender(ours);
        in = new SrtpReceiver(theirs);
    }

    static SrtpKeys keys(SrtpProfile profile, int fill) {
        byte[] key = new byte[profile.keyLength()];
        byte[] salt = new byte[profile.saltLength()];
        Arrays.fill(key, (byte) fill);
        Arrays.fill(salt, (byte) (fill + 1));
        return new SrtpKeys(profile, key, salt);
    }

    /** Sends a nominating check and waits for its answer. */
    boolean check() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            send(stun.request(true));
            if (bound.await(200, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    @Override
    byte[] packet(short[] pcm) {
        byte[] buf = new byte[1_500];
        int length;
        if (digitsOut.step(48_000, timestamp, 20) == TelephoneEventSender.Step.EVENT) {
            length = header(buf, digitsOut.marker(), PARAMETERS.te48kPt(), digitsOut.timestamp(), 99);
            System.arraycopy(digitsOut.payload(), 0, buf, length, 4);
            length += 4;
        } else {
            OpusEncoder opusOut = encoder;
            if (opusOut == null) {
                opusOut = opus.newEncoder(48_000, new OpusSettings(32_000, 3, true, 10, false));
                encoder = opusOut;
            }
            length = header(buf, false, PARAMETERS.pt(), timestamp, 99);
            length += opusOut.encode(pcm, 0, pcm.length, buf, length, 1_000);
        }
        timestamp += pcm.length;
        return Arrays.copyOf(buf, out.protect(buf, 0, length));
    }

    @Override
    InetSocketAddress target() {
        return gateway;
    }

    @Override
    void datagram(byte[] buf, int len) {
        if (Demux.of(buf[0]) == Demux.Kind.STUN) {
            if (stun.isAnswer(buf, len)) {
                bound.countDown();
            }
            return;
        }
        if (Demux.isRtcp(buf[1])) {
            reports(buf, in.unprotectRtcp(buf, 0, len));
            return;
        }
        int plain = in.unprotect(buf, 0, len);
        if (plain < 0 || !view.wrap(buf, 0, plain)) {
            authFailures.incrementAndGet();
        } else if (view.payloadType() == PARAMETERS.te48kPt()) {
            event(view, buf, 48_000);
        } else {
            OpusDecoder opusIn = decoder;
            if (opusIn == null) {
                opusIn = opus.newDecoder(48_000);
                decoder = opusIn;
            }
            short[] pcm = new short[5_760];
            int n = opusIn.decode(buf, view.payloadOffset(), view.payloadLength(), pcm, 0, pcm.length);
            heard.add(pcm, n);
        }
    }
}
