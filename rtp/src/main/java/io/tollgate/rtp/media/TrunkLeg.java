package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.G711;
import io.tollgate.rtp.dtmf.TelephoneEventReceiver;
import io.tollgate.rtp.dtmf.TelephoneEventSender;
import io.tollgate.rtp.packet.Demux;
import io.tollgate.rtp.packet.RtpPacket;
import io.tollgate.rtp.sdp.AudioCodec;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The telephone leg of a call: G.711 in plain RTP over a port pair of its own. Owned by the worker. */
final class TrunkLeg {
    private static final int RATE = 8_000;
    private static final int MAX_PACKET_SAMPLES = RATE * 120 / 1_000;
    private static final int COMFORT_NOISE = 13;

    private final TrunkSockets sockets;
    private final RtpOutput out;
    private final Reception reception = new Reception(RATE);
    private final RtcpReporter reporter;
    private final TelephoneEventReceiver digits;
    private final Consumer<Side> connected;
    private final AudioInput input = new AudioInput(RATE, new G711FrameDecoder(), RATE);
    private final RtpPacket view = new RtpPacket();
    private final byte[] packet = new byte[600];
    private final short[] pending = new short[RATE * 80 / 1_000];

    private @Nullable TrunkParameters parameters;
    private @Nullable Latch latch;
    private @Nullable InetSocketAddress remoteRtcp;
    private int pendingSamples;
    private boolean heard;
    private long lastPacketNs;
    private long strangers;

    TrunkLeg(
            TrunkSockets sockets,
            RtpOutput out,
            String cname,
            TelephoneEventReceiver digits,
            Consumer<Side> connected,
            long nowNs) {
        this.sockets = sockets;
        this.out = out;
        this.reporter = new RtcpReporter(cname);
        this.digits = digits;
        this.connected = connected;
        this.lastPacketNs = nowNs;
    }

    void parameters(TrunkParameters value, long nowNs) {
        TrunkParameters before = parameters;
        if (before == null || !before.remoteRtp().equals(value.remoteRtp())) {
            latch = new Latch(value.remoteRtp(), nowNs);
        }
        InetSocketAddress reports = value.remoteRtcp();
        InetSocketAddress media = value.remoteRtp();
        remoteRtcp = reports != null
                ? reports
                : new InetSocketAddress(media.getAddress(), Math.min(media.getPort() + 1, 65_535));
        parameters = value;
        lastPacketNs = nowNs;
    }

    /** A datagram on the RTP port. */
    void receive(byte[] buf, int len, InetSocketAddress from, long wallNs, long nowNs) {
        TrunkParameters p = parameters;
        Latch source = latch;
        if (p == null || source == null) {
            sockets.count(MediaCounter.DROPPED_NO_PARAMETERS);
            return;
        }
        if (len >= 2 && Demux.isRtcp(buf[1])) {
            receiveRtcp(buf, len, from, wallNs, nowNs);
            return;
        }
        if (!view.wrap(buf, 0, len)) {
            sockets.count(MediaCounter.DROPPED_RTP_MALFORMED);
            return;
        }
        int type = view.payloadType();
        boolean known = type == p.pt() || type == 0 || type == 8 || type == p.tePt() || type == COMFORT_NOISE;
        if (!known) {
            sockets.count(MediaCounter.DROPPED_PAYLOAD_TYPE);
        } else if (admitted(source, from, nowNs)) {
            media(p, buf, len, nowNs);
        }
    }

    private boolean admitted(Latch source, InetSocketAddress from, long nowNs) {
        switch (source.judge(from, nowNs)) {
            case ACCEPT -> {
                return true;
            }
            case LATCHED -> {
                sockets.count(MediaCounter.TRUNK_LATCHES);
                return true;
            }
            case PROBATION -> sockets.count(MediaCounter.DROPPED_PROBATION);
            case STRANGER -> {
                strangers++;
                sockets.count(MediaCounter.DROPPED_STRANGER);
            }
        }
        return false;
    }

    private void media(TrunkParameters p, byte[] buf, int len, long nowNs) {
        lastPacketNs = nowNs;
        if (!p.receive()) {
            sockets.count(MediaCounter.DROPPED_NOT_RECEIVING);
            return;
        }
        if (!heard) {
            heard = true;
            connected.accept(Side.TRUNK);
        }
        int type = view.payloadType();
        boolean audio = type != p.tePt() && type != COMFORT_NOISE;
        reception.packet(view.ssrc(), view.sequence(), view.timestamp(), audio, len, nowNs);
        if (audio) {
            audio(p, type, buf, nowNs);
            return;
        }
        input.skip(view.sequence(), view.ssrc(), nowNs);
        if (type == p.tePt()
                && !digits.packet(
                        view.ssrc(), view.timestamp(), RATE, buf, view.payloadOffset(), view.payloadLength(), nowNs)) {
            sockets.count(MediaCounter.DROPPED_EVENT_MALFORMED);
        }
    }

    private void audio(TrunkParameters p, int type, byte[] buf, long nowNs) {
        int length = view.payloadLength();
        if (length == 0 || length > MAX_PACKET_SAMPLES) {
            sockets.count(MediaCounter.DROPPED_PAYLOAD);
            return;
        }
        AudioCodec codec = type == p.pt() ? p.codec() : type == 0 ? AudioCodec.PCMU : AudioCodec.PCMA;
        var _ = input.put(
                view.sequence(),
                view.timestamp(),
                view.ssrc(),
                codec.staticPayloadType(),
                buf,
                view.payloadOffset(),
                length,
                length,
                nowNs);
    }

    /** A datagram on the RTCP port, or RTCP on the RTP port. */
    void receiveRtcp(byte[] buf, int len, InetSocketAddress from, long wallNs, long nowNs) {
        Latch source = latch;
        if (source == null) {
            sockets.count(MediaCounter.DROPPED_NO_PARAMETERS);
        } else if (!source.knowsHost(from)) {
            strangers++;
            sockets.count(MediaCounter.DROPPED_STRANGER);
        } else if (!reporter.read(buf, 0, len, out.ssrc(), wallNs, nowNs)) {
            sockets.count(MediaCounter.DROPPED_RTCP_MALFORMED);
        }
    }

    /** The next 20 ms of what the telephone says. */
    void hear(short[] pcm, int samples, long nowNs) {
        input.hear(pcm, samples, nowNs);
    }

    /** 20 ms for the telephone; packets are sent as they become full. */
    void say(short[] pcm, int samples) {
        TrunkParameters p = parameters;
        Latch source = latch;
        if (p == null || source == null) {
            return;
        }
        System.arraycopy(pcm, 0, pending, pendingSamples, samples);
        pendingSamples += samples;
        int full = RATE * p.ptimeMs() / 1_000;
        int at = 0;
        while (pendingSamples - at >= full) {
            if (p.send()) {
                send(p, source.target(), at, full);
            } else {
                out.pause();
            }
            out.advance(full);
            at += full;
        }
        pendingSamples -= at;
        System.arraycopy(pending, at, pending, 0, pendingSamples);
    }

    private void send(TrunkParameters p, InetSocketAddress to, int at, int samples) {
        int length;
        boolean digit = p.tePt() >= 0
                && out.digits.active()
                && out.digits.step(RATE, out.timestamp(), p.ptimeMs()) == TelephoneEventSender.Step.EVENT;
        if (digit) {
            length = out.eventPacket(packet, p.tePt());
        } else {
            int header = out.audioHeader(packet, p.pt());
            if (p.codec() == AudioCodec.PCMU) {
                G711.encodeUlaw(pending, at, samples, packet, header);
            } else {
                G711.encodeAlaw(pending, at, samples, packet, header);
            }
            length = header + samples;
        }
        out.sent(length);
        sockets.sendRtp(packet, length, to);
    }

    boolean sendsDigits() {
        TrunkParameters p = parameters;
        return p != null && p.tePt() >= 0;
    }

    TelephoneEventSender digitsOut() {
        return out.digits;
    }

    void tick(long nowNs) {
        digits.tick(nowNs);
    }

    void report(long wallNs, long nowNs) {
        sendRtcp(reporter.write(packet, out, reception, wallNs, nowNs));
    }

    private void sendRtcp(int length) {
        InetSocketAddress to = remoteRtcp;
        if (length > 0 && to != null) {
            sockets.sendRtcp(packet, length, to);
        }
    }

    /** When something last came, or should have begun to come. */
    long lastPacketNs() {
        return lastPacketNs;
    }

    /** Whether silence is worth telling: not on hold, and an answer has said where media comes from. */
    boolean expectsMedia() {
        TrunkParameters p = parameters;
        return p != null && p.receive();
    }

    void close(long wallNs, long nowNs) {
        sendRtcp(reporter.writeBye(packet, out, reception, wallNs, nowNs));
        input.close();
        sockets.close();
    }

    String codec() {
        TrunkParameters p = parameters;
        return p == null
                ? "not negotiated"
                : p.codec().name().toLowerCase(Locale.ROOT) + "/8000 " + p.ptimeMs() + " ms";
    }

    int targetMs() {
        return input.targetMs();
    }

    SideStats stats() {
        return SideFigures.of(reception, out, input, reporter, 25.1, codec(), 0, 0, strangers);
    }
}
