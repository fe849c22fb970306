package io.tollgate.rtp.media;

import io.tollgate.rtp.dtmf.TelephoneEventReceiver;
import io.tollgate.rtp.packet.RtpPacket;
import io.tollgate.rtp.quality.OneWayWatch;
import io.tollgate.rtp.quality.StreamQuality;
import io.tollgate.rtp.sdp.AudioCodec;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call as its worker sees it: up to two legs and what connects them. Its two directions tick apart, each at the pace of
 * its source. Where both legs speak the same codec and nothing has to be added, packets go through undecoded. Owned by the
 * worker.
 */
final class LiveCall {
    private static final int NARROW = 8_000;
    private static final int WIDE = 16_000;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long REPORT_NS = 5 * SECOND_NS;
    private static final long FIRST_REPORT_NS = SECOND_NS;
    private static final int TICK_MS = 20;
    /** Steps of 5 ms between two looks at a direction whose packets pass by themselves. */
    private static final int SELDOM = 20;

    private static final int SELDOM_MS = SELDOM * 5;
    /** Steps after which the second of two packets of 10 ms leaves. */
    private static final int HALF = 2;

    private static final String PASSES = "pass-through(levels of 1 s in 4)";
    private static final int ECHO_DELAY_MS = 1_000;
    /** What the jitter buffer and the loudspeaker of the other end are taken for. */
    private static final int FAR_BUFFER_MS = 40;

    private enum Mode {
        APART,
        BRIDGE,
        ECHO
    }

    final String callId;
    private final MediaEvents events;
    private final Disk disk;
    private final CounterBlock counters;
    private final Direction toOverlay = new Direction(this, Side.OVERLAY);
    private final Direction toTrunk = new Direction(this, Side.TRUNK);
    private final OneWayWatch oneWay = new OneWayWatch(OneWayWatch.DEFAULT_MS);
    private final short[] pcm = new short[WIDE / 50];
    /** Made when packets pass for the first time. */
    private short @Nullable [] passing;

    private @Nullable OverlayLeg overlay;
    private @Nullable TrunkLeg trunk;
    private @Nullable DelayLine echo;
    private @Nullable Recording overlayRecording;
    private @Nullable Recording trunkRecording;
    private Mode mode = Mode.APART;
    private int sampleRate = NARROW;
    private boolean closed;
    private long nextSecondNs;
    private long nextReportNs;
    private long overlaySilentTold;
    private long trunkSilentTold;

    LiveCall(String callId, MediaEvents events, Disk disk, CounterBlock counters, long nowNs) {
        this.callId = callId;
        this.events = events;
        this.disk = disk;
        this.counters = counters;
        this.nextSecondNs = nowNs + SECOND_NS;
        this.nextReportNs = nowNs + FIRST_REPORT_NS;
    }

    Direction direction(Side to) {
        return to == Side.OVERLAY ? toOverlay : toTrunk;
    }

    @Nullable
    OverlayLeg overlay() {
        return overlay;
    }

    @Nullable
    TrunkLeg trunk() {
        return trunk;
    }

    void overlay(OverlayLeg leg) {
        overlay = leg;
    }

    void trunk(TrunkLeg leg) {
        trunk = leg;
    }

    int sampleRate() {
        return sampleRate;
    }

    boolean closed() {
        return closed;
    }

    /** Whether packets pass undecoded in a direction. */
    boolean passes() {
        return toTrunk.relaying || toOverlay.relaying;
    }

    void connected(Side side) {
        events.onConnected(side);
    }

    void bridge() {
        mode = Mode.BRIDGE;
        negotiated();
    }

    void echo() {
        mode = Mode.ECHO;
        rate(WIDE);
        echo = new DelayLine(WIDE * ECHO_DELAY_MS / 1_000);
        settle();
    }

    /** A leg has learnt its codec: the other one speaks at its rate. */
    void negotiated() {
        TrunkLeg t = trunk;
        if (mode != Mode.ECHO) {
            rate(t == null ? NARROW : t.sampleRate());
        }
        settle();
    }

    private void rate(int rate) {
        sampleRate = rate;
        OverlayLeg leg = overlay;
        if (leg != null) {
            leg.sampleRate(rate);
        }
    }

    void play(Side to, Prompt prompt) {
        direction(to).prompt.start(prompt);
        settle();
    }

    void mix(Side to, Prompt tone) {
        direction(to).overlaid.start(tone);
        settle();
    }

    void stop(Side to) {
        direction(to).prompt.stop();
        settle();
    }

    void sendDigits(Side to, String digits) {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        if (to == Side.OVERLAY && o != null) {
            o.digitsOut().enqueue(digits);
        } else if (to == Side.TRUNK && t != null) {
            t.sound().digits(digits);
        }
        settle();
    }

    /** Begins a recording, or ends one with null. */
    CompletableFuture<Void> record(Side heardFrom, @Nullable Recording recording) {
        Recording before = heardFrom == Side.OVERLAY ? overlayRecording : trunkRecording;
        if (heardFrom == Side.OVERLAY) {
            overlayRecording = recording;
        } else {
            trunkRecording = recording;
        }
        if (recording != null) {
            disk.begin(recording);
        }
        settle();
        return before == null ? CompletableFuture.completedFuture(null) : disk.end(before);
    }

    /** What a digit heard on one side does: it is told, and in a bridge sounds on the other side. */
    TelephoneEventReceiver.Listener digitsFrom(Side side) {
        return new TelephoneEventReceiver.Listener() {
            @Override
            public void began(char digit) {
                OverlayLeg o = overlay;
                TrunkLeg t = trunk;
                if (mode != Mode.BRIDGE) {
                    return;
                }
                if (side == Side.OVERLAY && t != null && t.sound().sendsDigits()) {
                    t.sound().hold(digit);
                } else if (side == Side.TRUNK && o != null && o.sendsDigits()) {
                    o.digitsOut().hold(digit);
                }
                settle();
            }

            @Override
            public void ended(char digit, int durationMs) {
                OverlayLeg o = overlay;
                TrunkLeg t = trunk;
                if (side == Side.OVERLAY && t != null) {
                    t.sound().release(durationMs);
                } else if (side == Side.TRUNK && o != null) {
                    o.digitsOut().release(durationMs);
                }
                events.onDtmf(side, digit, durationMs);
            }
        };
    }

    // ---- packets that need no decoding

    /** Where a leg's audio packets go before they are decoded. */
    Forward packetsFrom(Side side) {
        return new Forward() {
            @Override
            public boolean pass(RtpPacket view, byte[] buf) {
                Direction direction = direction(side.other());
                OverlayLeg o = overlay;
                TrunkLeg t = trunk;
                if (!direction.relaying || o == null || t == null) {
                    return false;
                }
                direction.passed(view.sequence(), side == Side.OVERLAY ? o.quality() : t.quality());
                if (direction.sound.listens()) {
                    listen(side, buf, direction.sound);
                }
                // What cannot be sent now (hold, no keys yet) is gone: nobody would play it later.
                var _ = side == Side.OVERLAY ? t.relay(view, buf) : o.relay(view, buf);
                return true;
            }

            @Override
            public void hold(int seq) {
                OverlayLeg o = overlay;
                TrunkLeg t = trunk;
                if (side == Side.OVERLAY && t != null) {
                    t.output().hold(seq);
                } else if (side == Side.TRUNK && o != null) {
                    o.output().hold(seq);
                }
            }
        };
    }

    /** Takes the loudness of the packet that a leg has at hand. */
    private void listen(Side from, byte[] buf, PassedSound passed) {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        short[] scratch = passing;
        if (scratch == null) {
            scratch = new short[WIDE / 1_000 * TrunkLeg.MAX_PACKET_MS];
            passing = scratch;
        }
        if (from == Side.OVERLAY && o != null) {
            o.listen(buf, scratch, passed);
        } else if (from == Side.TRUNK && t != null) {
            t.listen(buf, scratch, passed);
        }
    }

    /** Decides for each direction whether its packets can pass undecoded. */
    private void settle() {
        relay(toTrunk);
        relay(toOverlay);
    }

    private void relay(Direction direction) {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        boolean relays = false;
        if (o != null && t != null && mode == Mode.BRIDGE) {
            AudioCodec codec = o.telephoneCodec();
            boolean plain = codec != null
                    && codec == t.telephoneCodec()
                    && !direction.prompt.active()
                    && !direction.overlaid.active();
            boolean toTelephone = direction.to == Side.TRUNK;
            boolean digits =
                    toTelephone ? t.sound().digitsActive() : o.digitsOut().active();
            boolean recorded = (toTelephone ? overlayRecording : trunkRecording) != null;
            relays = plain && !digits && !recorded && !t.sound().wantsSound();
        }
        if (relays == direction.relaying) {
            return;
        }
        direction.relaying = relays;
        direction.sound.begin();
        if (o != null && t != null) {
            if (relays) {
                rest(direction.to.other(), o, t);
            } else {
                (direction.to == Side.TRUNK ? t.output() : o.output()).endRelay();
            }
        }
    }

    private static void rest(Side source, OverlayLeg o, TrunkLeg t) {
        if (source == Side.OVERLAY) {
            o.rest();
        } else {
            t.rest();
        }
    }

    // ---- every 20 ms

    /**
     * Moves 20 ms of sound towards one side, or sends what was left of them.
     *
     * @return in how many steps of 5 ms to do it again
     */
    int tick(Direction direction, long wallNs, long nowNs) {
        relay(direction);
        int afterRest = direction.afterRest;
        if (afterRest > 0) {
            direction.afterRest = 0;
            sayRest(direction);
            return afterRest;
        }
        int next = direction.to == Side.OVERLAY ? towardsOverlay(nowNs) : towardsTrunk(nowNs);
        if (direction.to == Side.OVERLAY) {
            watch();
        }
        if (direction.to == Side.OVERLAY && nowNs - nextSecondNs >= 0) {
            nextSecondNs = nowNs + SECOND_NS;
            everySecond(wallNs, nowNs);
        }
        AudioOutput out = output(direction.to);
        if (out != null && out.holds() && next > HALF) {
            direction.afterRest = next - HALF;
            return HALF;
        }
        return next;
    }

    private @Nullable AudioOutput output(Side to) {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        return to == Side.OVERLAY ? (o == null ? null : o.output()) : t == null ? null : t.output();
    }

    private void sayRest(Direction direction) {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        if (direction.relaying) {
            return; // what was decoded before is in the past of the packets that pass now
        }
        if (direction.to == Side.OVERLAY && o != null) {
            o.sayRest();
        } else if (direction.to == Side.TRUNK && t != null) {
            t.sayRest();
        }
    }

    /**
     * Whether one hears nothing of the other although he talks. Where packets pass both ways, a second that was listened to
     * stands for the time up to the next.
     */
    private void watch() {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        if (o == null || t == null || mode != Mode.BRIDGE || !t.expectsMedia()) {
            return;
        }
        if (toTrunk.relaying && toOverlay.relaying) {
            if (toOverlay.secondOver) {
                oneWay.tick(toTrunk.sound.sounded(), toOverlay.sound.sounded(), PassedSound.PERIOD_MS);
            }
        } else if (!toTrunk.relaying && !toOverlay.relaying) {
            oneWay.tick(o.quality().level().sounding(), t.quality().level().sounding(), TICK_MS);
        }
    }

    private int towardsTrunk(long nowNs) {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        if (o != null) {
            o.tick(nowNs);
        }
        if (toTrunk.relaying) {
            if (o != null) {
                toTrunk.passes(SELDOM_MS, o.quality());
            }
            return SELDOM;
        }
        if (mode == Mode.ECHO) {
            return Pace.REGULAR;
        }
        int samples = sampleRate / 50;
        if (o == null) {
            Arrays.fill(pcm, 0, samples, (short) 0);
        } else {
            o.hear(pcm, samples, nowNs);
            overlayRecording = keep(overlayRecording, samples);
        }
        boolean prompt = toTrunk.prompt.active();
        if (prompt) {
            toTrunk.prompt.fill(pcm, samples, sampleRate);
        } else if (mode != Mode.BRIDGE) {
            Arrays.fill(pcm, 0, samples, (short) 0);
        }
        mix(toTrunk, samples);
        if (t != null && (prompt || mode == Mode.BRIDGE || t.sound().digitsActive())) {
            t.say(pcm, samples);
        }
        return o == null ? Pace.REGULAR : o.nextIn(nowNs);
    }

    private int towardsOverlay(long nowNs) {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        if (t != null) {
            t.tick(nowNs);
        }
        if (toOverlay.relaying) {
            if (t != null) {
                toOverlay.passes(SELDOM_MS, t.quality());
            }
            return SELDOM;
        }
        int samples = sampleRate / 50;
        int next = Pace.REGULAR;
        if (mode == Mode.ECHO) {
            next = echoed(o, samples, nowNs);
        } else if (t == null) {
            Arrays.fill(pcm, 0, samples, (short) 0);
        } else {
            t.hear(pcm, samples, nowNs);
            trunkRecording = keep(trunkRecording, samples);
            next = t.nextIn(nowNs);
        }
        boolean prompt = toOverlay.prompt.active();
        if (prompt) {
            toOverlay.prompt.fill(pcm, samples, sampleRate);
        } else if (mode == Mode.APART) {
            Arrays.fill(pcm, 0, samples, (short) 0);
        }
        mix(toOverlay, samples);
        if (o != null && (prompt || mode != Mode.APART || o.digitsOut().active())) {
            o.say(pcm, samples);
        }
        return next;
    }

    private void mix(Direction direction, int samples) {
        if (direction.overlaid.active()) {
            direction.overlaid.apply(pcm, samples, sampleRate);
        }
    }

    /** What the peer said a second ago; a prompt comes first and does not lengthen that second. */
    private int echoed(@Nullable OverlayLeg o, int samples, long nowNs) {
        if (o == null) {
            Arrays.fill(pcm, 0, samples, (short) 0);
            return Pace.REGULAR;
        }
        o.hear(pcm, samples, nowNs);
        overlayRecording = keep(overlayRecording, samples);
        DelayLine line = echo;
        if (line != null && !toOverlay.prompt.active()) {
            line.swap(pcm, samples);
        }
        return o.nextIn(nowNs);
    }

    private @Nullable Recording keep(@Nullable Recording recording, int samples) {
        if (recording != null && mode != Mode.APART && !recording.offer(pcm, samples, sampleRate)) {
            counters.add(MediaCounter.RECORDING_OVERRUNS);
        }
        return recording;
    }

    // ---- every second

    private void everySecond(long wallNs, long nowNs) {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        if (o != null) {
            o.everySecond();
        }
        if (t != null) {
            t.everySecond();
        }
        if (o != null && o.hasRemote() && !o.lost() && !o.guard().consentAlive(nowNs)) {
            lost("the peer no longer consents to be sent to");
        }
        if (o != null && !o.lost()) {
            overlaySilentTold = silence(Side.OVERLAY, nowNs - o.lastPacketNs(), overlaySilentTold);
        }
        if (t != null && t.expectsMedia()) {
            trunkSilentTold = silence(Side.TRUNK, nowNs - t.lastPacketNs(), trunkSilentTold);
        }
        if (nowNs - nextReportNs >= 0) {
            nextReportNs = nowNs + REPORT_NS;
            report(wallNs, nowNs);
        }
    }

    private void report(long wallNs, long nowNs) {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        if (o != null) {
            o.report(delayMs(Side.OVERLAY), wallNs, nowNs);
        }
        if (t != null) {
            t.report(delayMs(Side.TRUNK), wallNs, nowNs);
        }
    }

    /** From the mouth on one side to the ear on the other, as far as is known. */
    private double delayMs(Side from) {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        int buffer = from == Side.OVERLAY ? o == null ? 0 : o.bufferMs() : t == null ? 0 : t.bufferMs();
        return StreamQuality.mouthToEarMs(
                o == null ? -1 : o.rttMs(),
                t == null ? -1 : t.rttMs(),
                buffer,
                o == null ? 0 : o.ptimeMs(),
                t == null ? 0 : t.ptimeMs(),
                FAR_BUFFER_MS);
    }

    /** Tells of silence each time another period of it is full; returns the periods told. */
    private long silence(Side side, long silentNs, long told) {
        long silentMs = silentNs / 1_000_000;
        long periods = silentMs / MediaConfig.SILENT_AFTER_MS;
        if (periods > told) {
            events.onSilent(side, silentMs);
        }
        return periods;
    }

    /** The overlay's transport is gone: says so once and stops sending there. */
    void lost(String why) {
        OverlayLeg o = overlay;
        if (o != null && !o.lost()) {
            o.lose();
            events.onTransportLost(Side.OVERLAY, why);
        }
    }

    /** The call failed by a fault of our own. */
    void failed(String why) {
        events.onTransportLost(overlay != null ? Side.OVERLAY : Side.TRUNK, why);
    }

    MediaStats stats() {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        return new MediaStats(
                o == null ? SideStats.NONE : o.stats(delayMs(Side.OVERLAY), oneWay.firstUnheard()),
                t == null ? SideStats.NONE : t.stats(delayMs(Side.TRUNK), oneWay.secondUnheard()),
                pipeline());
    }

    /** Both directions in words. */
    String pipeline() {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        if (o != null && mode == Mode.ECHO) {
            return Pipeline.of(
                            "overlay " + o.codec(),
                            "jitter(" + o.targetMs() + " ms)",
                            "echo(" + ECHO_DELAY_MS + " ms)",
                            o.codec() + " overlay")
                    .toString();
        }
        if (o != null && t != null && mode == Mode.BRIDGE) {
            String there = toTrunk.relaying ? PASSES : "jitter(" + o.targetMs() + " ms)";
            String back = toOverlay.relaying ? PASSES : "jitter(" + t.targetMs() + " ms)";
            return Pipeline.of("overlay " + o.codec(), there, t.sound().stagesOut(), t.codec(), "trunk")
                    + "; "
                    + Pipeline.of("trunk " + t.codec(), back, t.sound().stagesIn(), o.codecOut(), "overlay");
        }
        return "overlay " + (o == null ? "none" : o.codec()) + ", trunk " + (t == null ? "none" : t.codec())
                + ", not connected";
    }

    /** Frees everything; the future completes when the recordings are on disk. */
    CompletableFuture<Void> close(long wallNs, long nowNs) {
        closed = true;
        CompletableFuture<Void> files = CompletableFuture.allOf(record(Side.OVERLAY, null), record(Side.TRUNK, null));
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        try {
            if (t != null) {
                t.close(wallNs, nowNs);
            }
        } finally {
            if (o != null) {
                o.close(wallNs, nowNs);
            }
        }
        return files;
    }
}
