package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.G711;
import io.tollgate.rtp.dtmf.TelephoneEventSender;
import io.tollgate.rtp.packet.Demux;
import io.tollgate.rtp.packet.RtpPacket;
import io.tollgate.rtp.sdp.AudioCodec;
import java.net.InetSocketAddress;

/** A telephone: G.711 in plain RTP. */
final class TrunkPeer extends TestPeer {
    static final int TE = 101;

    private final InetSocketAddress gateway;
    private final AudioCodec codec;
    private final RtpPacket view = new RtpPacket();
    volatile int lastPayloadLength;

    TrunkPeer(InetSocketAddress gateway, AudioCodec codec) {
        super(8_000);
        this.gateway = gateway;
        this.codec = codec;
    }

    TrunkParameters parameters(int ptimeMs) {
        return new TrunkParameters(address(), null, codec, codec.staticPayloadType(), TE, ptimeMs, true, true);
    }

    @Override
    byte[] packet(short[] pcm) {
        if (digitsOut.step(8_000, timestamp, 20) == TelephoneEventSender.Step.EVENT) {
            byte[] buf = new byte[16];
            header(buf, digitsOut.marker(), TE, digitsOut.timestamp(), 4_242);
            System.arraycopy(digitsOut.payload(), 0, buf, 12, 4);
            timestamp += pcm.length;
            return buf;
        }
        byte[] buf = new byte[12 + pcm.length];
        header(buf, false, codec.staticPayloadType(), timestamp, 4_242);
        if (codec == AudioCodec.PCMU) {
            G711.encodeUlaw(pcm, 0, pcm.length, buf, 12);
        } else {
            G711.encodeAlaw(pcm, 0, pcm.length, buf, 12);
        }
        timestamp += pcm.length;
        return buf;
    }

    @Override
    InetSocketAddress target() {
        return gateway;
    }

    @Override
    void datagram(byte[] buf, int len) {
        if (Demux.isRtcp(buf[1])) {
            reports(buf, len);
        } else if (view.wrap(buf, 0, len)) {
            if (view.payloadType() == TE) {
                event(view, buf, 8_000);
                return;
            }
            lastPayloadLength = view.payloadLength();
            short[] pcm = new short[view.payloadLength()];
            if (view.payloadType() == 0) {
                G711.decodeUlaw(buf, view.payloadOffset(), pcm.length, pcm, 0);
            } else {
                G711.decodeAlaw(buf, view.payloadOffset(), pcm.length, pcm, 0);
            }
            heard.add(pcm, pcm.length);
        }
    }
}
