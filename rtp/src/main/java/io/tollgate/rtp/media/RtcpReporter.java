package io.tollgate.rtp.media;

import io.tollgate.rtp.packet.NtpTime;
import io.tollgate.rtp.packet.Rtcp;
import io.tollgate.rtp.packet.RtcpXr;
import io.tollgate.rtp.quality.StreamFigures;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a leg's reports and reads the other side's (RFC 3550 section 6.4, RFC 3611). Owned by the worker.
 *
 * <p>A compound is SR or RR, SDES and XR. The extended report carries our reference time, so that a far side which sends no
 * SR still tells the round trip; the echo of the far side's own; and the VoIP metrics of what we hear. Extended reports are
 * sent without being negotiated (RFC 3611 section 5 leaves that open): who does not know them passes over them.
 */
final class RtcpReporter {
    private static final RtcpXr.JitterBufferDelays NO_BUFFER = new RtcpXr.JitterBufferDelays(0, 0, 0);

    private final String cname;
    private final int clockRate;
    private int remoteSr;
    private long remoteSrNs;
    private int remoteRrSsrc;
    private int remoteRr;
    private long remoteRrNs;
    private double rttMs = -1;
    private FarReport far = FarReport.NONE;

    RtcpReporter(String cname) {
        this(cname, 0);
    }

    /**
     * A reporter that has heard nothing yet.
     *
     * @param clockRate RTP clock of the stream that we send, in Hz; 0 when the jitter the far side reports is not wanted
     */
    RtcpReporter(String cname, int clockRate) {
        this.cname = cname;
        this.clockRate = clockRate;
    }

    /** A compound without metrics. */
    int write(byte[] buf, RtpOutput out, Reception in, long wallNs, long nowNs) {
        return write(buf, out, in, StreamFigures.NONE, NO_BUFFER, wallNs, nowNs);
    }

    /**
     * A compound of SR or RR, SDES and XR; 0 when there is nothing to say yet.
     *
     * @param heard what is known of the stream we receive; {@link StreamFigures#NONE} for no metrics
     */
    int write(
            byte[] buf,
            RtpOutput out,
            Reception in,
            StreamFigures heard,
            RtcpXr.JitterBufferDelays buffer,
            long wallNs,
            long nowNs) {
        if (out.packets() == 0 && !in.active()) {
            return 0;
        }
        return Rtcp.write(buf, 0, compound(out, in, heard, buffer, wallNs, nowNs));
    }

    /** A last compound that says good-bye (RFC 3550 section 6.6). */
    int writeBye(byte[] buf, RtpOutput out, Reception in, long wallNs, long nowNs) {
        if (out.packets() == 0) {
            return 0;
        }
        List<Rtcp.Packet> packets = compound(out, in, StreamFigures.NONE, NO_BUFFER, wallNs, nowNs);
        packets.add(new Rtcp.Goodbye(List.of(out.ssrc()), ""));
        return Rtcp.write(buf, 0, packets);
    }

    private List<Rtcp.Packet> compound(
            RtpOutput out,
            Reception in,
            StreamFigures heard,
            RtcpXr.JitterBufferDelays buffer,
            long wallNs,
            long nowNs) {
        int delay = remoteSr == 0 ? 0 : NtpTime.shortFromNanos(nowNs - remoteSrNs);
        List<Rtcp.ReportBlock> blocks = in.active() ? List.of(in.report(remoteSr, delay)) : List.of();
        long ntp = NtpTime.fromEpochNanos(wallNs);
        List<Rtcp.Packet> packets = new ArrayList<>(4);
        packets.add(
                out.packets() == 0
                        ? new Rtcp.ReceiverReport(out.ssrc(), blocks)
                        : new Rtcp.SenderReport(
                                out.ssrc(), ntp, out.timestamp(), out.packets(), out.payloadBytes(), blocks));
        packets.add(new Rtcp.SourceDescription(List.of(new Rtcp.Chunk(out.ssrc(), cname))));
        List<RtcpXr.Block> extended = new ArrayList<>(3);
        extended.add(new RtcpXr.ReferenceTime(ntp));
        if (remoteRr != 0) {
            extended.add(new RtcpXr.LastReceived(
                    List.of(new RtcpXr.Echo(remoteRrSsrc, remoteRr, NtpTime.shortFromNanos(nowNs - remoteRrNs)))));
        }
        if (heard.rated() && !blocks.isEmpty()) {
            int endSystemMs = (int) Math.clamp(heard.delayMs() - Math.max(0, rttMs) / 2, 0, 0xFFFF);
            extended.add(heard.voipMetrics(blocks.getFirst().ssrc(), rttMs, endSystemMs, buffer));
        }
        packets.add(new Rtcp.ExtendedReport(out.ssrc(), extended));
        return packets;
    }

    /** Reads a compound. Returns false when it is malformed. */
    boolean read(byte[] buf, int off, int len, int ourSsrc, long wallNs, long nowNs) {
        return switch (Rtcp.parse(buf, off, len)) {
            case Rtcp.Malformed malformed -> false;
            case Rtcp.Compound(List<Rtcp.Packet> packets) -> {
                for (Rtcp.Packet packet : packets) {
                    packet(packet, ourSsrc, wallNs, nowNs);
                }
                yield true;
            }
        };
    }

    private void packet(Rtcp.Packet packet, int ourSsrc, long wallNs, long nowNs) {
        switch (packet) {
            case Rtcp.SenderReport report -> {
                remoteSr = NtpTime.middle(report.ntp());
                remoteSrNs = nowNs;
                blocks(report.blocks(), ourSsrc, wallNs);
            }
            case Rtcp.ReceiverReport report -> blocks(report.blocks(), ourSsrc, wallNs);
            case Rtcp.ExtendedReport report -> extended(report, ourSsrc, wallNs, nowNs);
            case Rtcp.SourceDescription ignored -> {}
            case Rtcp.Goodbye ignored -> {}
            case Rtcp.Other ignored -> {}
        }
    }

    private void blocks(List<Rtcp.ReportBlock> blocks, int ourSsrc, long wallNs) {
        for (Rtcp.ReportBlock block : blocks) {
            if (block.ssrc() == ourSsrc) {
                far = far.withBlock(
                        block.fractionLost() * 100.0 / 256, clockRate == 0 ? -1 : block.jitter() * 1_000.0 / clockRate);
                roundTrip(wallNs, block.lastSr(), block.delaySinceLastSr());
            }
        }
    }

    private void extended(Rtcp.ExtendedReport report, int ourSsrc, long wallNs, long nowNs) {
        if (report.malformed() > 0) {
            far = far.withMalformed(report.malformed());
        }
        for (RtcpXr.Block block : report.blocks()) {
            switch (block) {
                case RtcpXr.ReferenceTime time -> {
                    remoteRrSsrc = report.ssrc();
                    remoteRr = NtpTime.middle(time.ntp());
                    remoteRrNs = nowNs;
                }
                case RtcpXr.LastReceived last -> {
                    for (RtcpXr.Echo echo : last.echoes()) {
                        if (echo.ssrc() == ourSsrc) {
                            roundTrip(wallNs, echo.lastRr(), echo.delaySinceLastRr());
                        }
                    }
                }
                case RtcpXr.VoipMetrics metrics -> {
                    if (metrics.ssrc() == ourSsrc) {
                        far = far.withMetrics(metrics);
                    }
                }
            }
        }
    }

    private void roundTrip(long wallNs, int last, int delaySinceLast) {
        long rtt = NtpTime.roundTripNanos(NtpTime.middle(NtpTime.fromEpochNanos(wallNs)), last, delaySinceLast);
        if (rtt >= 0) {
            rttMs = rtt / 1e6;
        }
    }

    /** The last round trip measured in ms, -1 while unknown. */
    double rttMs() {
        return rttMs;
    }

    double remoteLossPct() {
        return far.lossPct();
    }

    /** What the far side says of our stream. */
    FarReport far() {
        return far;
    }
}
