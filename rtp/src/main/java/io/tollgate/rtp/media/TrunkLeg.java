package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.AudioCodecs;
import io.tollgate.rtp.dtmf.TelephoneEventReceiver;
import io.tollgate.rtp.packet.Demux;
import io.tollgate.rtp.packet.RtpPacket;
import io.tollgate.rtp.quality.CodecImpairment;
import io.tollgate.rtp.quality.StreamQuality;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.sdp.TrunkKeys;
import io.tollgate.rtp.srtp.Rollover;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The telephone leg of a call: a codec of telephony in RTP over a port pair of its own. Owned by the worker. */
final class TrunkLeg {
    /** The longest packet that is taken. */
    static final int MAX_PACKET_MS = 120;

    private final TrunkSockets sockets;
    private final RtpOutput out;
    private final AudioOutput output;
    private final Protection protection = new Protection(false);
    private final RtcpReporter reporter;
    private final TelephoneEventReceiver digits;
    private final TelephoneSound sound;
    private final Consumer<Side> connected;
    private final Forward forward;
    private final RtpPacket view = new RtpPacket();

    private final StreamQuality quality = new StreamQuality(CodecImpairment.G711, 20);
    private Reception reception = new Reception(8_000);
    private final PayloadTypes types = new PayloadTypes();
    private @Nullable TelephoneDecoder decoder;
    private @Nullable AudioInput input;
    private @Nullable TrunkParameters parameters;
    private @Nullable Latch latch;
    private @Nullable InetSocketAddress remoteRtcp;
    private boolean heard;
    private long lastPacketNs;
    private long strangers;

    TrunkLeg(
            TrunkSockets sockets,
            RtpOutput out,
            String cname,
            TelephoneEventReceiver.Listener digits,
            Consumer<Side> connected,
            Forward forward,
            long nowNs) {
        this.sockets = sockets;
        this.out = out;
        this.output = new AudioOutput(out, this::send);
        this.reporter = new RtcpReporter(cname, 8_000);
        this.digits = new TelephoneEventReceiver(digits);
        this.sound = new TelephoneSound(output, out.digits, digits);
        this.connected = connected;
        this.forward = forward;
        this.lastPacketNs = nowNs;
    }

    /** What the operator wants; holds from the next negotiation on. */
    void settings(TrunkSettings value) {
        sound.settings(value);
        TrunkParameters p = parameters;
        if (p != null) {
            sound.negotiated(p);
        }
    }

    void parameters(TrunkParameters value, long nowNs) {
        TrunkParameters before = parameters;
        if (before == null || !before.remoteRtp().equals(value.remoteRtp())) {
            latch = new Latch(value.remoteRtp(), nowNs);
        }
        InetSocketAddress reports = value.remoteRtcp();
        InetSocketAddress media = value.remoteRtp();
        remoteRtcp = value.rtcpMux()
                ? null
                : reports != null
                        ? reports
                        : new InetSocketAddress(media.getAddress(), Math.min(media.getPort() + 1, 65_535));
        TrunkKeys keys = value.keys();
        if (keys == null) {
            protection.plain();
        } else {
            protection.keys(keys.send(), keys.receive(), Rollover.CONTINUES);
        }
        types.agreed(value);
        if (before == null
                || before.codec() != value.codec()
                || before.ptimeMs() != value.ptimeMs()
                || before.pt() != value.pt()) {
            format(before, value);
        }
        output.events(value.tePt(), 8_000);
        sound.negotiated(value);
        parameters = value;
        lastPacketNs = nowNs;
    }

    /** Makes the coder agreed on; decoder and buffer go on unless the sampling rate changes. */
    private void format(@Nullable TrunkParameters before, TrunkParameters now) {
        AudioCodec codec = now.codec();
        quality.codec(CodecImpairment.of(codec), now.ptimeMs());
        output.format(AudioCodecs.encoder(codec, now.ptimeMs()), now.pt(), codec.clockRate(), now.ptimeMs());
        if (before == null || before.codec().sampleRate() != codec.sampleRate()) {
            AudioInput old = input;
            if (old != null) {
                old.close();
            }
            TelephoneDecoder made = new TelephoneDecoder(types);
            decoder = made;
            input = new AudioInput(codec.clockRate(), made, codec.sampleRate(), quality);
            reception = new Reception(codec.clockRate());
        }
    }

    /** The rate of its sound in Hz: 8000 until something else is agreed on. */
    int sampleRate() {
        TrunkParameters p = parameters;
        return p == null ? 8_000 : p.codec().sampleRate();
    }

    /** The codec we send; null before the negotiation. */
    @Nullable
    AudioCodec telephoneCodec() {
        TrunkParameters p = parameters;
        return p == null ? null : p.codec();
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
        if (!types.known(type)) {
            sockets.count(MediaCounter.DROPPED_PAYLOAD_TYPE);
        } else if (admitted(source, from, nowNs)) {
            int plain = protection.open(buf, len);
            if (plain < 0) {
                sockets.count(Protection.counter(plain));
            } else if (!view.wrap(buf, 0, plain)) {
                sockets.count(MediaCounter.DROPPED_RTP_MALFORMED);
            } else {
                media(p, buf, plain, nowNs);
            }
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
        AudioInput in = input;
        if (!p.receive() || in == null) {
            sockets.count(MediaCounter.DROPPED_NOT_RECEIVING);
            return;
        }
        if (!heard) {
            heard = true;
            connected.accept(Side.TRUNK);
        }
        int type = view.payloadType();
        AudioCodec codec = types.codec(type);
        reception.packet(view.ssrc(), view.sequence(), view.timestamp(), codec != null, len, nowNs);
        if (codec != null) {
            if (codec != p.codec() || !forward.pass(view, buf)) {
                audio(in, codec, buf, nowNs);
            }
            return;
        }
        forward.hold(view.sequence());
        in.skip(view.sequence(), view.ssrc(), nowNs);
        if (types.noise(type)) {
            if (!in.comfortNoise(buf, view.payloadOffset(), view.payloadLength())) {
                sockets.count(MediaCounter.DROPPED_PAYLOAD);
            }
        } else if (!digits.packet(
                view.ssrc(), view.timestamp(), 8_000, buf, view.payloadOffset(), view.payloadLength(), nowNs)) {
            sockets.count(MediaCounter.DROPPED_EVENT_MALFORMED);
        }
    }

    private void audio(AudioInput in, AudioCodec codec, byte[] buf, long nowNs) {
        TelephoneDecoder payloads = decoder;
        int units = payloads == null || codec.sampleRate() != sampleRate()
                ? 0
                : units(payloads, codec, buf, view.payloadOffset(), view.payloadLength());
        if (units <= 0 || units > codec.clockRate() / 1_000 * MAX_PACKET_MS) {
            sockets.count(MediaCounter.DROPPED_PAYLOAD);
            return;
        }
        var _ = in.put(
                view.sequence(),
                view.timestamp(),
                view.ssrc(),
                view.payloadType(),
                buf,
                view.payloadOffset(),
                view.payloadLength(),
                units,
                nowNs);
    }

    /** Takes the loudness of the packet at hand, which passes undecoded. */
    void listen(byte[] buf, short[] scratch, PassedSound passed) {
        TrunkParameters p = parameters;
        TelephoneDecoder payloads = decoder;
        if (p != null && payloads != null) {
            overhear(payloads, p.codec(), view, buf, scratch, passed, quality);
        }
    }

    static void overhear(
            TelephoneDecoder payloads,
            AudioCodec codec,
            RtpPacket view,
            byte[] buf,
            short[] scratch,
            PassedSound passed,
            StreamQuality quality) {
        int samples = payloads.listen(codec, buf, view.payloadOffset(), view.payloadLength(), scratch);
        if (samples > 0 && passed.settled()) {
            quality.overheard(scratch, samples, codec.sampleRate());
            passed.heard(quality.level());
        }
    }

    /** How long a payload is in units of its RTP clock; not positive when it is none. */
    static int units(TelephoneDecoder decoder, AudioCodec codec, byte[] buf, int off, int len) {
        int samples = decoder.samples(codec, buf, off, len);
        return samples <= 0 ? samples : (int) ((long) samples * codec.clockRate() / codec.sampleRate());
    }

    /** A datagram on the RTCP port, or RTCP on the RTP port. */
    void receiveRtcp(byte[] buf, int len, InetSocketAddress from, long wallNs, long nowNs) {
        Latch source = latch;
        if (source == null) {
            sockets.count(MediaCounter.DROPPED_NO_PARAMETERS);
            return;
        }
        if (!source.knowsHost(from)) {
            strangers++;
            sockets.count(MediaCounter.DROPPED_STRANGER);
            return;
        }
        int plain = protection.openRtcp(buf, len);
        if (plain < 0) {
            sockets.count(Protection.counter(plain));
        } else if (!reporter.read(buf, 0, plain, out.ssrc(), wallNs, nowNs)) {
            sockets.count(MediaCounter.DROPPED_RTCP_MALFORMED);
        }
    }

    /** The next 20 ms of what the telephone says. */
    void hear(short[] pcm, int samples, long nowNs) {
        AudioInput in = input;
        if (in == null) {
            Arrays.fill(pcm, 0, samples, (short) 0);
        } else {
            in.hear(pcm, samples, nowNs);
            sound.heard(pcm, samples);
        }
    }

    /** In how many steps of 5 ms to hear again. */
    int nextIn(long nowNs) {
        AudioInput in = input;
        return in == null ? Pace.REGULAR : in.nextIn(nowNs);
    }

    /** 20 ms for the telephone; packets are sent as they become full. */
    void say(short[] pcm, int samples) {
        TrunkParameters p = parameters;
        if (p != null) {
            sound.saying(pcm, samples);
            output.say(pcm, samples, p.send());
        }
    }

    /** Sends the packet that waits for its turn within a tick. */
    void sayRest() {
        TrunkParameters p = parameters;
        output.sayRest(p != null && p.send());
    }

    /** Passes on a packet of the peer's. */
    boolean relay(RtpPacket from, byte[] buf) {
        TrunkParameters p = parameters;
        return p != null && p.send() && output.relay(from, buf);
    }

    StreamQuality quality() {
        return quality;
    }

    AudioOutput output() {
        return output;
    }

    /** Packets do not go through the jitter buffer any more, or do so again. */
    void rest() {
        AudioInput in = input;
        if (in != null) {
            in.rest();
        }
    }

    private void send(int length) {
        Latch source = latch;
        int sealed = protection.seal(output.packet(), length);
        if (source != null && sealed > 0) {
            sockets.sendRtp(output.packet(), sealed, source.target());
        }
    }

    TelephoneSound sound() {
        return sound;
    }

    void tick(long nowNs) {
        digits.tick(nowNs);
    }

    void everySecond() {
        quality.everySecond();
    }

    void report(double delayMs, long wallNs, long nowNs) {
        sendRtcp(reporter.write(
                output.packet(), out, reception, quality.figures(delayMs), SideFigures.buffer(input), wallNs, nowNs));
    }

    private void sendRtcp(int length) {
        TrunkParameters p = parameters;
        Latch source = latch;
        int sealed = length <= 0 || p == null ? 0 : protection.sealRtcp(output.packet(), length);
        if (sealed <= 0 || p == null || source == null) {
            return;
        }
        InetSocketAddress to = remoteRtcp;
        if (to == null) {
            sockets.sendRtp(output.packet(), sealed, source.target());
        } else {
            sockets.sendRtcp(output.packet(), sealed, to);
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
        sendRtcp(reporter.writeBye(output.packet(), out, reception, wallNs, nowNs));
        AudioInput in = input;
        if (in != null) {
            in.close();
        }
        output.close();
        sockets.close();
    }

    String codec() {
        TrunkParameters p = parameters;
        if (p == null) {
            return "not negotiated";
        }
        AudioCodec codec = p.codec();
        String srtp = p.keys() == null ? "" : " " + protection.text();
        return codec.encodingName().toLowerCase(Locale.ROOT) + "/" + codec.clockRate() + " " + p.ptimeMs() + " ms"
                + srtp;
    }

    int targetMs() {
        AudioInput in = input;
        return in == null ? 0 : in.targetMs();
    }

    /** Round trip on this side in ms, -1 while unknown. */
    double rttMs() {
        return reporter.rttMs();
    }

    int bufferMs() {
        AudioInput in = input;
        return in == null ? 0 : in.delayMs();
    }

    int ptimeMs() {
        TrunkParameters p = parameters;
        return p == null ? 20 : p.ptimeMs();
    }

    SideStats stats(double delayMs, boolean oneWay) {
        return SideFigures.of(
                reception, out, input, quality, reporter, delayMs, oneWay, codec(), protection, strangers);
    }
}
