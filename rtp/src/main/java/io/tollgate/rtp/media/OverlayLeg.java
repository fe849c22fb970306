package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.AudioCodecs;
import io.tollgate.rtp.codec.OpusEncoder;
import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.codec.OpusPacket;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.dtmf.TelephoneEventReceiver;
import io.tollgate.rtp.dtmf.TelephoneEventSender;
import io.tollgate.rtp.packet.Demux;
import io.tollgate.rtp.packet.RtpPacket;
import io.tollgate.rtp.quality.CodecImpairment;
import io.tollgate.rtp.quality.StreamQuality;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.srtp.Rollover;
import io.tollgate.rtp.srtp.SrtpKeys;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The encrypted leg of a call: Opus as a rule, in SRTP over the worker's shared port. Owned by the worker. */
final class OverlayLeg {
    /** Addresses that one leg may bind: several candidate pairs are checked before one is nominated. */
    static final int MAX_BOUND = 8;

    private static final int OPUS_CLOCK = 48_000;

    private final OverlayTransport transport;
    private final TransportGuard guard;
    private final OpusLibrary opus;
    private final OpusSettings settings;
    private final Effort effort;
    private final RtpOutput out;
    private final AudioOutput output;
    private final Protection protection = new Protection(true);
    private final String cname;
    private final TelephoneEventReceiver digits;
    private final Consumer<Side> connected;
    private final Forward forward;
    private final RtpPacket view = new RtpPacket();
    private final short[] wide = new short[320];
    final List<InetSocketAddress> bound = new ArrayList<>();

    private final StreamQuality quality = new StreamQuality(CodecImpairment.OPUS, 20);
    private Reception reception = new Reception(OPUS_CLOCK);
    private RtcpReporter reporter;
    private @Nullable AudioInput input;
    private @Nullable TelephoneDecoder payloads;
    private @Nullable InetSocketAddress remote;
    private boolean nominated;
    private @Nullable OverlayParameters parameters;
    private @Nullable OpusEncoder encoder;
    private LossAdaptation adaptation;
    private final RateStep stepIn = new RateStep();
    private final RateStep stepOut = new RateStep();
    private int sampleRate;
    private boolean copies;
    private boolean heard;
    private boolean lost;
    private long lastPacketNs;

    OverlayLeg(
            OverlayTransport transport,
            TransportGuard guard,
            OpusLibrary opus,
            OpusSettings settings,
            Effort effort,
            int sampleRate,
            RtpOutput out,
            String cname,
            TelephoneEventReceiver digits,
            Consumer<Side> connected,
            Forward forward,
            long nowNs) {
        this.transport = transport;
        this.guard = guard;
        this.opus = opus;
        this.settings = settings;
        this.effort = effort;
        this.adaptation = new LossAdaptation(settings, true);
        this.sampleRate = sampleRate;
        this.out = out;
        this.output = new AudioOutput(out, this::send);
        this.cname = cname;
        this.reporter = new RtcpReporter(cname, OPUS_CLOCK);
        this.digits = digits;
        this.connected = connected;
        this.forward = forward;
        this.lastPacketNs = nowNs;
    }

    TransportGuard guard() {
        return guard;
    }

    /** Codecs go on at this rate: that of the telephone, or 16 kHz for the echo. */
    void sampleRate(int rate) {
        if (rate != sampleRate) {
            sampleRate = rate;
            OverlayParameters p = parameters;
            if (p != null) {
                format(p);
            }
        }
    }

    void parameters(OverlayParameters value) {
        OverlayParameters before = parameters;
        parameters = value;
        out.ssrc(value.ssrc());
        if (before == null || before.codec() != value.codec()) {
            reception = new Reception(value.clockRate());
            reporter = new RtcpReporter(cname, value.clockRate());
        }
        format(value);
    }

    /** Makes coder and decoder for the codec agreed on, at the rate of the other leg. */
    private void format(OverlayParameters p) {
        AudioInput before = input;
        if (before != null) {
            before.close();
        }
        encoder = null;
        AudioCodec codec = p.codec();
        if (codec == null) {
            OpusEncoder made = opus.newEncoder(sampleRate, p.applied(settings));
            made.complexity(effort.complexity(settings.complexity()));
            encoder = made;
            adaptation = new LossAdaptation(p.applied(settings), p.wishes().inbandFec());
            adaptation.begin(made);
            payloads = null;
            input = new AudioInput(OPUS_CLOCK, new OpusFrameDecoder(opus.newDecoder(sampleRate)), sampleRate, quality);
            quality.codec(CodecImpairment.OPUS, p.ptimeMs());
            output.format(new OpusAudioEncoder(made), p.pt(), OPUS_CLOCK, p.ptimeMs());
        } else {
            TelephoneDecoder decoder = new TelephoneDecoder(PayloadTypes.of(p.pt(), codec));
            payloads = decoder;
            input = new AudioInput(codec.clockRate(), decoder, codec.sampleRate(), quality);
            quality.codec(CodecImpairment.of(codec), p.ptimeMs());
            output.format(AudioCodecs.encoder(codec, p.ptimeMs()), p.pt(), codec.clockRate(), p.ptimeMs());
        }
        output.events(p.eventPt(), p.eventClock());
    }

    /** The codec when it is not Opus. */
    @Nullable
    AudioCodec telephoneCodec() {
        OverlayParameters p = parameters;
        return p == null ? null : p.codec();
    }

    void keys(SrtpKeys send, SrtpKeys receive) {
        protection.keys(send, receive, Rollover.RESTARTS);
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
        if (len >= 2 && Demux.isRtcp(buf[1])) {
            int plain = protection.openRtcp(buf, len);
            if (plain < 0) {
                transport.count(Protection.counter(plain));
            } else if (!reporter.read(buf, 0, plain, out.ssrc(), wallNs, nowNs)) {
                transport.count(MediaCounter.DROPPED_RTCP_MALFORMED);
            }
            return;
        }
        int plain = protection.open(buf, len);
        if (plain < 0) {
            transport.count(Protection.counter(plain));
        } else if (!view.wrap(buf, 0, plain)) {
            transport.count(MediaCounter.DROPPED_RTP_MALFORMED);
        } else {
            media(buf, plain, nowNs);
        }
    }

    private void media(byte[] buf, int length, long nowNs) {
        OverlayParameters p = parameters;
        AudioInput in = input;
        if (p == null || in == null) {
            transport.count(MediaCounter.DROPPED_NO_PARAMETERS);
            return;
        }
        lastPacketNs = nowNs;
        if (!heard) {
            heard = true;
            connected.accept(Side.OVERLAY);
        }
        int type = view.payloadType();
        boolean audio = type == p.pt();
        reception.packet(view.ssrc(), view.sequence(), view.timestamp(), audio, length, nowNs);
        if (audio) {
            if (!forward.pass(view, buf)) {
                audio(p, in, buf, nowNs);
            }
        } else if (type == p.te48kPt() || type == p.te8kPt()) {
            event(in, buf, type == p.te48kPt() ? 48_000 : 8_000, nowNs);
        } else {
            transport.count(MediaCounter.DROPPED_PAYLOAD_TYPE);
        }
    }

    private void audio(OverlayParameters p, AudioInput in, byte[] buf, long nowNs) {
        int units = units(p, buf);
        if (units <= 0) {
            transport.count(MediaCounter.DROPPED_PAYLOAD);
            return;
        }
        var _ = in.put(
                view.sequence(),
                view.timestamp(),
                view.ssrc(),
                p.pt(),
                buf,
                view.payloadOffset(),
                view.payloadLength(),
                units,
                nowNs);
    }

    /** How long the payload is, in units of its clock; not positive when it is none. */
    private int units(OverlayParameters p, byte[] buf) {
        AudioCodec codec = p.codec();
        TelephoneDecoder decoder = payloads;
        if (codec == null || decoder == null) {
            copies = copies || OpusPacket.hasFec(buf, view.payloadOffset(), view.payloadLength());
            return OpusPacket.samples(buf, view.payloadOffset(), view.payloadLength(), OPUS_CLOCK);
        }
        return TrunkLeg.units(decoder, codec, buf, view.payloadOffset(), view.payloadLength());
    }

    /** Takes the loudness of the packet at hand, which passes undecoded. */
    void listen(byte[] buf, short[] scratch, PassedSound passed) {
        AudioCodec codec = telephoneCodec();
        TelephoneDecoder decoder = payloads;
        if (codec != null && decoder != null) {
            TrunkLeg.overhear(decoder, codec, view, buf, scratch, passed, quality);
        }
    }

    private void event(AudioInput in, byte[] buf, int clock, long nowNs) {
        forward.hold(view.sequence());
        in.skip(view.sequence(), view.ssrc(), nowNs);
        if (!digits.packet(
                view.ssrc(), view.timestamp(), clock, buf, view.payloadOffset(), view.payloadLength(), nowNs)) {
            transport.count(MediaCounter.DROPPED_EVENT_MALFORMED);
        }
    }

    /** The next 20 ms of what the peer says. */
    void hear(short[] pcm, int samples, long nowNs) {
        AudioInput in = input;
        if (in == null) {
            Arrays.fill(pcm, 0, samples, (short) 0);
        } else if (ownRate() == sampleRate) {
            in.hear(pcm, samples, nowNs);
        } else if (ownRate() < sampleRate) {
            in.hear(pcm, samples / 2, nowNs);
            stepIn.up(pcm, samples / 2, pcm);
        } else {
            in.hear(wide, 2 * samples, nowNs);
            stepIn.down(wide, 2 * samples, pcm);
        }
    }

    /** The rate of our own codec, which is the other leg's for Opus. */
    private int ownRate() {
        AudioCodec codec = telephoneCodec();
        return codec == null ? sampleRate : codec.sampleRate();
    }

    /** In how many steps of 5 ms to hear again. */
    int nextIn(long nowNs) {
        AudioInput in = input;
        return in == null ? Pace.REGULAR : in.nextIn(nowNs);
    }

    /** 20 ms for the peer; sent when a packet is full. */
    void say(short[] pcm, int samples) {
        boolean open = open();
        if (ownRate() == sampleRate) {
            output.say(pcm, samples, open);
        } else if (ownRate() < sampleRate) {
            stepOut.down(pcm, samples, wide);
            output.say(wide, samples / 2, open);
        } else {
            stepOut.up(pcm, samples, wide);
            output.say(wide, 2 * samples, open);
        }
    }

    /** Sends the packet that waits for its turn within a tick. */
    void sayRest() {
        output.sayRest(open());
    }

    private boolean open() {
        return remote != null && protection.ready() && !lost;
    }

    /** Passes on a packet of the trunk. */
    boolean relay(RtpPacket from, byte[] buf) {
        return open() && output.relay(from, buf);
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
        InetSocketAddress to = remote;
        int sealed = protection.seal(output.packet(), length);
        if (sealed > 0 && to != null) {
            transport.send(output.packet(), sealed, to);
        }
    }

    boolean sendsDigits() {
        return output.sendsEvents();
    }

    TelephoneEventSender digitsOut() {
        return out.digits;
    }

    void tick(long nowNs) {
        digits.tick(nowNs);
    }

    /** Once in a second: the encoder works as hard as there is time for it, and prepares for what gets lost. */
    void everySecond() {
        quality.everySecond();
        AudioInput in = input;
        if (in != null) {
            in.everySecond(copies);
            copies = false;
        }
        OpusEncoder enc = encoder;
        if (enc != null) {
            enc.complexity(effort.complexity(settings.complexity()));
            adaptation.everySecond(reporter.remoteLossPct(), enc);
        }
    }

    void report(double delayMs, long wallNs, long nowNs) {
        sendRtcp(reporter.write(
                output.packet(), out, reception, quality.figures(delayMs), SideFigures.buffer(input), wallNs, nowNs));
    }

    private void sendRtcp(int length) {
        InetSocketAddress to = remote;
        if (length > 0 && to != null && !lost) {
            int sealed = protection.sealRtcp(output.packet(), length);
            if (sealed > 0) {
                transport.send(output.packet(), sealed, to);
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
        sendRtcp(reporter.writeBye(output.packet(), out, reception, wallNs, nowNs));
        AudioInput in = input;
        if (in != null) {
            in.close();
        }
        output.close();
        guard.onClosed();
    }

    String codec() {
        return codec("");
    }

    /** The same for what we send, with the layer of Opus that codes now. */
    String codecOut() {
        return codec(encoder == null ? "" : " " + adaptation.layer());
    }

    private String codec(String layer) {
        OverlayParameters p = parameters;
        AudioCodec codec = p == null ? null : p.codec();
        String name = codec == null
                ? "opus/48000@" + sampleRate / 1_000 + "k" + layer
                : codec.encodingName().toLowerCase(Locale.ROOT) + "/" + codec.clockRate();
        return name + " " + protection.text();
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
        OverlayParameters p = parameters;
        return p == null ? 20 : p.ptimeMs();
    }

    SideStats stats(double delayMs, boolean oneWay) {
        return SideFigures.of(reception, out, input, quality, reporter, delayMs, oneWay, codec(), protection, 0);
    }
}
