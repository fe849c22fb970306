package io.tollgate.rtp.media;

import io.tollgate.rtp.dtmf.TelephoneEventReceiver;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call as its worker sees it: up to two legs and what connects them. Owned by the worker. */
final class LiveCall {
    private static final int NARROW = 8_000;
    private static final int WIDE = 16_000;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long REPORT_NS = 5 * SECOND_NS;
    private static final long FIRST_REPORT_NS = SECOND_NS;
    private static final int ECHO_DELAY_MS = 1_000;

    private enum Mode {
        APART,
        BRIDGE,
        ECHO
    }

    final String callId;
    final int bucket;
    private final MediaEvents events;
    private final Disk disk;
    private final CounterBlock counters;
    private final Playing toOverlay = new Playing();
    private final Playing toTrunk = new Playing();
    private final short[] fromOverlay = new short[WIDE / 50];
    private final short[] fromTrunk = new short[WIDE / 50];
    private final short[] outgoing = new short[WIDE / 50];

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

    LiveCall(String callId, int bucket, MediaEvents events, Disk disk, CounterBlock counters, long nowNs) {
        this.callId = callId;
        this.bucket = bucket;
        this.events = events;
        this.disk = disk;
        this.counters = counters;
        this.nextSecondNs = nowNs + SECOND_NS;
        this.nextReportNs = nowNs + FIRST_REPORT_NS;
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

    void connected(Side side) {
        events.onConnected(side);
    }

    void bridge() {
        mode = Mode.BRIDGE;
        rate(NARROW);
    }

    void echo() {
        mode = Mode.ECHO;
        rate(WIDE);
        echo = new DelayLine(WIDE * ECHO_DELAY_MS / 1_000);
    }

    private void rate(int rate) {
        sampleRate = rate;
        OverlayLeg leg = overlay;
        if (leg != null) {
            leg.sampleRate(rate);
        }
    }

    void play(Side to, Prompt prompt) {
        playing(to).start(prompt);
    }

    void stop(Side to) {
        playing(to).stop();
    }

    private Playing playing(Side to) {
        return to == Side.OVERLAY ? toOverlay : toTrunk;
    }

    void sendDigits(Side to, String digits) {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        if (to == Side.OVERLAY && o != null) {
            o.digitsOut().enqueue(digits);
        } else if (to == Side.TRUNK && t != null) {
            t.digitsOut().enqueue(digits);
        }
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
                if (side == Side.OVERLAY && t != null && t.sendsDigits()) {
                    t.digitsOut().hold(digit);
                } else if (side == Side.TRUNK && o != null && o.sendsDigits()) {
                    o.digitsOut().hold(digit);
                }
            }

            @Override
            public void ended(char digit, int durationMs) {
                OverlayLeg o = overlay;
                TrunkLeg t = trunk;
                if (side == Side.OVERLAY && t != null) {
                    t.digitsOut().release(durationMs);
                } else if (side == Side.TRUNK && o != null) {
                    o.digitsOut().release(durationMs);
                }
                events.onDtmf(side, digit, durationMs);
            }
        };
    }

    /** Every 20 ms: moves 20 ms of sound both ways. */
    void tick(long wallNs, long nowNs) {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
        int samples = sampleRate / 50;
        if (o != null) {
            o.tick(nowNs);
            o.hear(fromOverlay, samples, nowNs);
            overlayRecording = keep(overlayRecording, fromOverlay, samples);
        }
        if (t != null && sampleRate == NARROW) {
            t.tick(nowNs);
            t.hear(fromTrunk, samples, nowNs);
            trunkRecording = keep(trunkRecording, fromTrunk, samples);
            if (speak(toTrunk, mode == Mode.BRIDGE && o != null ? fromOverlay : null, samples)
                    || mode == Mode.BRIDGE
                    || t.digitsOut().active()) {
                t.say(outgoing, samples);
            }
        }
        if (o != null) {
            boolean prompt = toOverlay.active();
            DelayLine line = echo;
            if (mode == Mode.ECHO && line != null && !prompt) {
                line.swap(fromOverlay, samples);
            }
            short[] bridged = mode == Mode.ECHO ? fromOverlay : mode == Mode.BRIDGE && t != null ? fromTrunk : null;
            if (speak(toOverlay, bridged, samples)
                    || mode != Mode.APART
                    || o.digitsOut().active()) {
                o.say(outgoing, samples);
            }
        }
        if (nowNs - nextSecondNs >= 0) {
            nextSecondNs = nowNs + SECOND_NS;
            everySecond(wallNs, nowNs);
        }
    }

    /** Fills {@link #outgoing} from a prompt, else from the other side, else with silence. True when a prompt plays. */
    private boolean speak(Playing prompt, short @Nullable [] bridged, int samples) {
        if (prompt.active()) {
            prompt.fill(outgoing, samples, sampleRate);
            return true;
        }
        if (bridged == null) {
            Arrays.fill(outgoing, 0, samples, (short) 0);
        } else {
            System.arraycopy(bridged, 0, outgoing, 0, samples);
        }
        return false;
    }

    private @Nullable Recording keep(@Nullable Recording recording, short[] pcm, int samples) {
        if (recording != null && mode != Mode.APART && !recording.offer(pcm, samples, sampleRate)) {
            counters.add(MediaCounter.RECORDING_OVERRUNS);
        }
        return recording;
    }

    private void everySecond(long wallNs, long nowNs) {
        OverlayLeg o = overlay;
        TrunkLeg t = trunk;
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
            o.report(wallNs, nowNs);
        }
        if (t != null) {
            t.report(wallNs, nowNs);
        }
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
        SideStats none = new SideStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -127, 1, "none", 0, 0, 0);
        return new MediaStats(o == null ? none : o.stats(), t == null ? none : t.stats(), pipeline());
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
            return Pipeline.of("overlay " + o.codec(), "jitter(" + o.targetMs() + " ms)", t.codec(), "trunk")
                    + "; "
                    + Pipeline.of("trunk " + t.codec(), "jitter(" + t.targetMs() + " ms)", o.codec(), "overlay");
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
