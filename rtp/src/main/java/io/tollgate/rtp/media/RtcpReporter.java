package io.tollgate.rtp.media;

import io.tollgate.rtp.packet.NtpTime;
import io.tollgate.rtp.packet.Rtcp;
import java.util.ArrayList;
import java.util.List;

/** Writes a leg's reports and reads the other side's (RFC 3550 section 6.4). Owned by the worker. */
final class RtcpReporter {
    private final String cname;
    private int remoteSr;
    private long remoteSrNs;
    private double rttMs = -1;
    private double remoteLossPct = -1;

    RtcpReporter(String cname) {
        this.cname = cname;
    }

    /** A compound of SR or RR and SDES; 0 when there is nothing to say yet. */
    int write(byte[] buf, RtpOutput out, Reception in, long wallNs, long nowNs) {
        if (out.packets() == 0 && !in.active()) {
            return 0;
        }
        return Rtcp.write(buf, 0, compound(out, in, wallNs, nowNs));
    }

    private List<Rtcp.Packet> compound(RtpOutput out, Reception in, long wallNs, long nowNs) {
        int delay = remoteSr == 0 ? 0 : NtpTime.shortFromNanos(nowNs - remoteSrNs);
        List<Rtcp.ReportBlock> blocks = in.active() ? List.of(in.report(remoteSr, delay)) : List.of();
        List<Rtcp.Packet> packets = new ArrayList<>(3);
        packets.add(
                out.packets() == 0
                        ? new Rtcp.ReceiverReport(out.ssrc(), blocks)
                        : new Rtcp.SenderReport(
                                out.ssrc(),
                                NtpTime.fromEpochNanos(wallNs),
                                out.timestamp(),
                                out.packets(),
                                out.payloadBytes(),
                                blocks));
        packets.add(new Rtcp.SourceDescription(List.of(new Rtcp.Chunk(out.ssrc(), cname))));
        return packets;
    }

    /** A last compound that says good-bye (RFC 3550 section 6.6). */
    int writeBye(byte[] buf, RtpOutput out, Reception in, long wallNs, long nowNs) {
        if (out.packets() == 0) {
            return 0;
        }
        List<Rtcp.Packet> packets = compound(out, in, wallNs, nowNs);
        packets.add(new Rtcp.Goodbye(List.of(out.ssrc()), ""));
        return Rtcp.write(buf, 0, packets);
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
            case Rtcp.SourceDescription ignored -> {}
            case Rtcp.Goodbye ignored -> {}
            case Rtcp.Other ignored -> {}
            default -> {}
        }
    }

    private void blocks(List<Rtcp.ReportBlock> blocks, int ourSsrc, long wallNs) {
        for (Rtcp.ReportBlock block : blocks) {
            if (block.ssrc() != ourSsrc) {
                continue;
            }
            remoteLossPct = block.fractionLost() * 100.0 / 256;
            long rtt = NtpTime.roundTripNanos(
                    NtpTime.middle(NtpTime.fromEpochNanos(wallNs)), block.lastSr(), block.delaySinceLastSr());
            if (rtt >= 0) {
                rttMs = rtt / 1e6;
            }
        }
    }

    double rttMs() {
        return rttMs;
    }

    double remoteLossPct() {
        return remoteLossPct;
    }
}
