package io.tollgate.rtp.media;

import io.tollgate.rtp.jitter.JitterCounters;
import org.jspecify.annotations.Nullable;

/** Gathers a leg's figures from the objects that hold them. */
final class SideFigures {
    /** What encoding, packetising and decoding add to the delay. */
    private static final double PROCESSING_MS = 40;

    private SideFigures() {}

    static SideStats of(
            Reception in,
            RtpOutput out,
            @Nullable AudioInput audio,
            RtcpReporter reporter,
            double robustness,
            String codec,
            long authFailures,
            long replays,
            long strangers) {
        if (audio == null) {
            return new SideStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -127, 1, codec, 0, 0, strangers);
        }
        JitterCounters counters = audio.counters();
        long made = counters.missing();
        double lossPct = made == 0 ? 0 : made * 100.0 / (made + counters.played());
        double delay = Math.max(0, reporter.rttMs()) / 2 + audio.targetMs() + PROCESSING_MS;
        return new SideStats(
                in.packets(),
                out.packets(),
                in.bytes(),
                out.bytes(),
                in.lost(),
                counters.late() + counters.shed() + counters.overflowed(),
                counters.duplicates(),
                in.jitterMs(),
                audio.delayMs(),
                audio.concealed(),
                reporter.rttMs(),
                reporter.remoteLossPct(),
                audio.quality().level().levelDbov(),
                in.active() ? Quality.mos(delay, lossPct, robustness) : 1,
                codec,
                authFailures,
                replays,
                strangers);
    }
}
