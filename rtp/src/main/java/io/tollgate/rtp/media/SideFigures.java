package io.tollgate.rtp.media;

import io.tollgate.rtp.jitter.JitterCounters;
import io.tollgate.rtp.packet.RtcpXr;
import io.tollgate.rtp.quality.StreamFigures;
import io.tollgate.rtp.quality.StreamQuality;
import org.jspecify.annotations.Nullable;

/** Gathers a leg's figures from the objects that hold them. */
final class SideFigures {
    private SideFigures() {}

    /**
     * @param audio null before anything was negotiated
     * @param delayMs from mouth to ear
     * @param strangers packets from an address that is not this side's
     */
    static SideStats of(
            Reception in,
            RtpOutput out,
            @Nullable AudioInput audio,
            StreamQuality quality,
            RtcpReporter reporter,
            double delayMs,
            boolean oneWay,
            String codec,
            Protection protection,
            long strangers) {
        StreamFigures figures = quality.figures(delayMs);
        JitterCounters counters = audio == null ? null : audio.counters();
        return new SideStats(
                in.packets(),
                out.packets(),
                in.bytes(),
                out.bytes(),
                in.lost(),
                counters == null ? 0 : counters.late() + counters.shed() + counters.overflowed(),
                counters == null ? 0 : counters.duplicates(),
                in.jitterMs(),
                audio == null ? 0 : audio.delayMs(),
                audio == null ? 0 : audio.concealed() + audio.restored(),
                reporter.rttMs(),
                reporter.remoteLossPct(),
                quality.level().levelDbov(),
                figures.rated() ? figures.mosCq() : 1,
                codec,
                protection.authFailures(),
                protection.replays(),
                strangers,
                oneWay,
                figures,
                reporter.far());
    }

    /** The jitter buffer as an extended report shows it. */
    static RtcpXr.JitterBufferDelays buffer(@Nullable AudioInput audio) {
        return audio == null
                ? new RtcpXr.JitterBufferDelays(0, 0, 0)
                : new RtcpXr.JitterBufferDelays(audio.targetMs(), audio.targetMs(), audio.mostMs());
    }
}
