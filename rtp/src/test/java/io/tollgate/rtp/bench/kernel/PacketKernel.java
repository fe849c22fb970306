package io.tollgate.rtp.bench.kernel;

import io.tollgate.rtp.packet.Rtcp;
import io.tollgate.rtp.packet.RtpPacket;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Headers read and written; the floor copies as many bytes. */
@State(Scope.Thread)
public class PacketKernel {
    private final RtpPacket packet = new RtpPacket();
    private final byte[] rtp = new byte[172];
    private final byte[] rtcp = compound();
    private final byte[] copy = new byte[512];
    private int number;

    private static byte[] compound() {
        byte[] buffer = new byte[512];
        Rtcp.ReportBlock block = new Rtcp.ReportBlock(7, 3, 12, 70_000, 90, 0x1234_5678, 65_536);
        int length = Rtcp.write(
                buffer,
                0,
                List.of(
                        new Rtcp.SenderReport(8, 0x1234_5678_9abc_def0L, 160, 1_000, 160_000, List.of(block)),
                        new Rtcp.SourceDescription(List.of(new Rtcp.Chunk(8, "0123456789abcdef")))));
        return Arrays.copyOf(buffer, length);
    }

    @Benchmark
    public int rtpWriteRead() {
        RtpPacket.writeHeader(rtp, 0, false, 0, number, number * 160, 7);
        number++;
        return packet.wrap(rtp, 0, rtp.length) ? packet.payloadLength() + packet.sequence() : -1;
    }

    @Benchmark
    public int rtpWriteReadFloor() {
        System.arraycopy(rtp, 0, copy, 0, RtpPacket.FIXED_HEADER_LENGTH);
        System.arraycopy(copy, 0, rtp, 0, RtpPacket.FIXED_HEADER_LENGTH);
        return rtp[2];
    }

    @Benchmark
    public Rtcp.Parsed rtcpParse() {
        return Rtcp.parse(rtcp, 0, rtcp.length);
    }

    @Benchmark
    public int rtcpParseFloor() {
        System.arraycopy(rtcp, 0, copy, 0, rtcp.length);
        return copy[9];
    }
}
