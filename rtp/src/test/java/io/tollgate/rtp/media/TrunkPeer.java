package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.AudioCodecs;
import io.tollgate.rtp.codec.AudioDecoder;
import io.tollgate.rtp.codec.AudioEncoder;
import io.tollgate.rtp.dtmf.TelephoneEventSender;
import io.tollgate.rtp.packet.Demux;
import io.tollgate.rtp.packet.RtpPacket;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.sdp.TrunkKeys;
import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpReceiver;
import io.tollgate.rtp.srtp.SrtpSender;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A telephone: any codec of telephony in RTP, or in SRTP when it has keys. */
final class TrunkPeer extends TestPeer {
    static final int TE = 101;
    private static final int DYNAMIC = 97;

    private final InetSocketAddress gateway;
    private final AudioCodec codec;
    private final AudioEncoder encoder;
    private final AudioDecoder decoder;
    private final RtpPacket view = new RtpPacket();
    private @Nullable SrtpSender protect;
    private @Nullable SrtpReceiver open;
    volatile int lastPayloadLength;
    volatile int lastSsrc;
    final AtomicInteger gaps = new AtomicInteger();
    private int lastSeq = -1;

    TrunkPeer(InetSocketAddress gateway, AudioCodec codec) {
        super(codec.sampleRate());
        this.gateway = gateway;
        this.codec = codec;
        this.encoder = AudioCodecs.encoder(codec, 20);
        this.decoder = AudioCodecs.decoder(codec, 20);
    }

    /** Speaks SRTP from now on. */
    TrunkPeer keys(SrtpKeys ours, SrtpKeys theirs) {
        protect = new SrtpSender(ours);
        open = new SrtpReceiver(theirs);
        seq = 1_000;
        return this;
    }

    int pt() {
        return codec.staticPayloadType() < 0 ? DYNAMIC : codec.staticPayloadType();
    }

    TrunkParameters parameters(int ptimeMs) {
        return new TrunkParameters(address(), null, codec, pt(), TE, ptimeMs, true, true);
    }

    /** The same with SRTP: {@code ours} is what the gateway sends with. */
    TrunkParameters parameters(SrtpKeys ours, SrtpKeys theirs) {
        return parameters(20).with(new TrunkKeys(ours, theirs));
    }

    @Override
    byte[] packet(short[] pcm) {
        byte[] buf = new byte[1_500];
        int length;
        if (digitsOut.step(8_000, timestamp, 20) == TelephoneEventSender.Step.EVENT) {
            length = header(buf, digitsOut.marker(), TE, digitsOut.timestamp(), 4_242);
            System.arraycopy(digitsOut.payload(), 0, buf, length, 4);
            length += 4;
        } else {
            length = header(buf, false, pt(), timestamp, 4_242);
            length += encoder.encode(pcm, 0, pcm.length, buf, length);
        }
        timestamp += 160;
        SrtpSender srtp = protect;
        return Arrays.copyOf(buf, srtp == null ? length : srtp.protect(buf, 0, length));
    }

    @Override
    InetSocketAddress target() {
        return gateway;
    }

    @Override
    void datagram(byte[] buf, int len) {
        SrtpReceiver srtp = open;
        if (Demux.isRtcp(buf[1])) {
            reports(buf, srtp == null ? len : srtp.unprotectRtcp(buf, 0, len));
            return;
        }
        int plain = srtp == null ? len : srtp.unprotect(buf, 0, len);
        if (plain > 0 && view.wrap(buf, 0, plain)) {
            numbers();
            if (view.payloadType() == TE) {
                event(view, buf, 8_000);
                return;
            }
            lastPayloadLength = view.payloadLength();
            short[] pcm = new short[2_000];
            int n = decoder.decode(buf, view.payloadOffset(), view.payloadLength(), pcm, 0, pcm.length);
            heard.add(pcm, Math.max(0, n));
        }
    }

    private void numbers() {
        if (lastSeq >= 0 && view.ssrc() == lastSsrc && ((view.sequence() - lastSeq) & 0xFFFF) != 1) {
            gaps.incrementAndGet();
        }
        lastSeq = view.sequence();
        lastSsrc = view.ssrc();
    }
}
