package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.OpusEncoder;
import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.codec.OpusPacket;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.dtmf.TelephoneEventReceiver;
import io.tollgate.rtp.dtmf.TelephoneEventSender;
import io.tollgate.rtp.packet.Demux;
import io.tollgate.rtp.packet.RtpPacket;
import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpReceiver;
import io.tollgate.rtp.srtp.SrtpSender;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The encrypted leg of a call: Opus in SRTP over the worker's shared port. Owned by the worker. */
final class OverlayLeg {
    /** Addresses that one leg may bind: several candidate pairs are checked before one is nominated. */
    static final int MAX_BOUND = 8;

    private static final int CLOCK = 48_000;
    private static final int MAX_OPUS_BYTES = 1_200;

    private final OverlayTransport transport;
    private final TransportGuard guard;
    private final OpusLibrary opus;
    private final OpusSettings settings;
    private final RtpOutput out;
    private final Reception reception = new Reception(CLOCK);
    private final RtcpReporter reporter;
    private final TelephoneEventReceiver digits;
    private final Consumer<Side> connected;
    private final AudioInput input;
    private final RtpPacket view = new RtpPacket();
    private final byte[] packet = new byte[1_500];
    private final short[] pending = new short[16_000 * 60 / 1_000];
    final List<InetSocketAddress> bound = new ArrayList<>();

    private @Nullable InetSocketAddress remote;
    private boolean nominated;
    private @Nullable OverlayParameters parameters;
    private @Nullable SrtpSender sender;
    private @Nullable SrtpReceiver receiver;
    private String profile = "no keys";
    private @Nullable OpusEncoder encoder;
    private int sampleRate;
    private int pendingSamples;
    private boolean heard;
    private boolean lost;
    private long lastPacketNs;
    private long authFailures;
    private long replays;

    OverlayLeg(
            OverlayTransport transport,
            TransportGuard guard,
            OpusLibrary opus,
            OpusSettings settings,
            int sampleRate,
            RtpOutput out,
            String cname,
            TelephoneEventReceiver digits,
            Consumer<Side> connected,
            long nowNs) {
        this.transport = transport;
        this.guard = guard;
        this.opus = opus;
        this.settings = settings;
        this.sampleRate = sampleRate;
        this.out = out;
        this.reporter = new RtcpReporter(cname);
        this.digits = digits;
        this.connected = connected;
        this.input = new AudioInput(CLOCK, new OpusFrameDecoder(opus.newDecoder(sampleRate)), sampleRate);
        this.lastPacketNs = nowNs;
    }

    TransportGuard guard() {
        return guard;
    }

    /** Codecs go on at this rate: 8 kHz towards a telephone, 16 kHz for the echo. */
    void sampleRate(int rate) {
        if (rate == sampleRate) {
            return;
        }
        sampleRate = rate;
        pendingSamples = 0;
        input.decoder(new OpusFrameDecoder(opus.newDecoder(rate)), rate);
        closeEncoder();
    }

    void parameters(OverlayParameters value) {
        parameters = value;
        out.ssrc(value.ssrc());
        pendingSamples = 0;
    }

    void keys(SrtpKeys send, SrtpKeys receive) {
        sender = new SrtpSender(send);
        receiver = new SrtpReceiver(receive);
        profile = send.profile().name().toLowerCase(Locale.ROOT);
    }

    /** Takes out the address that was bound first and is not the one media goes to: peers may move many times. */
    InetSocketAddress giveUpAddress() {
        return bound.remove(bound.getFirst().equals(remote) ? 1 : 0);
    }

    /** A check from this address was authentic. */
    void valid(InetSocketAddress from, boolean nominates) {
        if (nominates || !nominated) {
            remote = from;
        }
        nominated |= nominates;
    }

    /** A protected packet from a bound address, in a buffer that may be overwritten. */
    void receive(byte[] buf, int len, long wallNs, long nowNs) {
        SrtpReceiver srtp = receiver;
        if (srtp == null) {
            transport.count(MediaCounter.DROPPED_BEFORE_KEYS);
            return;
        }
        if (len >= 2 && Demux.isRtcp(buf[1])) {
            int plain = srtp.unprotectRtcp(buf, 0, len);
            if (plain < 0) {
                refuse(plain);
            } else if (!reporter.read(buf, 0, plain, out.ssrc(), wallNs, nowNs)) {
                transport.count(MediaCounter.DROPPED_RTCP_MALFORMED);
            }
            return;
        }
        int plain = srtp.unprotect(buf, 0, len);
        if (plain < 0) {
            refuse(plain);
        } else if (!view.wrap(buf, 0, plain)) {
            transport.count(MediaCounter.DROPPED_RTP_MALFORMED);
        } else {
            media(buf, plain, nowNs);
        }
    }

    private void refuse(int why) {
        switch (why) {
            case SrtpReceiver.AUTH_FAILED -> {
                authFailures++;
                transport.count(MediaCounter.DROPPED_SRTP_AUTH);
            }
            case SrtpReceiver.REPLAYED -> {
                replays++;
                transport.count(MediaCounter.DROPPED_SRTP_REPLAY);
            }
            default -> transport.count(MediaCounter.DROPPED_SRTP_MALFORMED);
        }
    }

    private void media(byte[] buf, int length, long nowNs) {
        OverlayParameters p = parameters;
        if (p == null) {
            transport.count(MediaCounter.DROPPED_NO_PARAMETERS);
            return;
        }
        lastPacketNs = nowNs;
        if (!heard) {
            heard = true;
            connected.accept(Side.OVERLAY);
        }
        int type = view.payloadType();
        boolean audio = type == p.opusPt();
        reception.packet(view.ssrc(), view.sequence(), view.timestamp(), audio, length, nowNs);
        if (audio) {
            audio(buf, nowNs);
        } else if (type == p.te48kPt() || type == p.te8kPt()) {
            event(buf, type == p.te48kPt() ? 48_000 : 8_000, nowNs);
        } else {
            transport.count(MediaCounter.DROPPED_PAYLOAD_TYPE);
        }
    }

    private void audio(byte[] buf, long nowNs) {
        int units = OpusPacket.samples(buf, view.payloadOffset(), view.payloadLength(), CLOCK);
        if (units <= 0) {
            transport.count(MediaCounter.DROPPED_PAYLOAD);
            return;
        }
        var _ = input.put(
                view.sequence(),
                view.timestamp(),
                view.ssrc(),
                0,
                buf,
                view.payloadOffset(),
                view.payloadLength(),
                units,
                nowNs);
    }

    private void event(byte[] buf, int clock, long nowNs) {
        input.skip(view.sequence(), view.ssrc(), nowNs);
        if (!digits.packet(
                view.ssrc(), view.timestamp(), clock, buf, view.payloadOffset(), view.payloadLength(), nowNs)) {
            transport.count(MediaCounter.DROPPED_EVENT_MALFORMED);
        }
    }

    /** The next 20 ms of what the peer says. */
    void hear(short[] pcm, int samples, long nowNs) {
        input.hear(pcm, samples, nowNs);
    }

    /** 20 ms for the peer; sent when a packet is full. */
    void say(short[] pcm, int samples) {
        OverlayParameters p = parameters;
        if (p == null) {
            return;
        }
        System.arraycopy(pcm, 0, pending, pendingSamples, samples);
        pendingSamples += samples;
        if (pendingSamples < sampleRate * p.ptimeMs() / 1_000) {
            return;
        }
        InetSocketAddress to = remote;
        SrtpSender srtp = sender;
        if (to != null && srtp != null && !lost) {
            send(p, srtp, to);
        } else {
            out.pause();
        }
        pendingSamples = 0;
        out.advance(p.ptimeMs() * CLOCK / 1_000);
    }

    private void send(OverlayParameters p, SrtpSender srtp, InetSocketAddress to) {
        int length;
        if (digit(p)) {
            length = out.eventPacket(packet, p.te48kPt() >= 0 ? p.te48kPt() : p.te8kPt());
        } else {
            OpusEncoder enc = encoder;
            if (enc == null) {
                enc = opus.newEncoder(sampleRate, settings);
                encoder = enc;
            }
            int header = out.audioHeader(packet, p.opusPt());
            length = header + enc.encode(pending, 0, pendingSamples, packet, header, MAX_OPUS_BYTES);
        }
        int protectedLength = srtp.protect(packet, 0, length);
        if (protectedLength > 0) {
            out.sent(length);
            transport.send(packet, protectedLength, to);
        }
    }

    private boolean digit(OverlayParameters p) {
        if (!out.digits.active() || (p.te48kPt() < 0 && p.te8kPt() < 0)) {
            return false;
        }
        boolean wide = p.te48kPt() >= 0;
        int timestamp = wide ? out.timestamp() : Integer.divideUnsigned(out.timestamp(), 6);
        return out.digits.step(wide ? CLOCK : 8_000, timestamp, p.ptimeMs()) == TelephoneEventSender.Step.EVENT;
    }

    boolean sendsDigits() {
        OverlayParameters p = parameters;
        return p != null && (p.te48kPt() >= 0 || p.te8kPt() >= 0);
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
        InetSocketAddress to = remote;
        SrtpSender srtp = sender;
        if (length > 0 && to != null && srtp != null && !lost) {
            int protectedLength = srtp.protectRtcp(packet, 0, length);
            if (protectedLength > 0) {
                transport.send(packet, protectedLength, to);
            }
        }
    }

    /** Stops sending for good. */
    void lose() {
        lost = true;
    }

    boolean lost() {
        return lost;
    }

    /** Whether consent can have been given yet. */
    boolean hasRemote() {
        return remote != null;
    }

    long lastPacketNs() {
        return lastPacketNs;
    }

    void close(long wallNs, long nowNs) {
        sendRtcp(reporter.writeBye(packet, out, reception, wallNs, nowNs));
        input.close();
        closeEncoder();
        guard.onClosed();
    }

    private void closeEncoder() {
        OpusEncoder enc = encoder;
        if (enc != null) {
            enc.close();
            encoder = null;
        }
    }

    String codec() {
        return "opus/48000@" + sampleRate / 1_000 + "k " + profile;
    }

    int targetMs() {
        return input.targetMs();
    }

    SideStats stats() {
        return SideFigures.of(reception, out, input, reporter, 20.0, codec(), authFailures, replays, 0);
    }
}
