package io.tollgate.rtp.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** An ordinary test run replays the inputs kept beside this class; {@code .ci/fuzz} searches for more. */
class PacketFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void anyBytesAsRtp(byte[] bytes) {
        RtpPacket packet = new RtpPacket();
        if (packet.wrap(bytes, 0, bytes.length)) {
            RtpPacketTest.assertConsistent(packet, bytes.length, "fuzzed packet");
        }
    }

    @FuzzTest(maxDuration = "30s")
    void anyBytesAsRtcp(byte[] bytes) {
        if (Rtcp.parse(bytes, 0, bytes.length) instanceof Rtcp.Compound compound
                && compound.packets().stream().noneMatch(Rtcp.Other.class::isInstance)) {
            Rtcp.write(new byte[2 * bytes.length + 1024], 0, compound.packets());
        }
    }

    /** The blocks of an extended report, with everything around them in order, so that they are what is searched. */
    @FuzzTest(maxDuration = "30s")
    void anyBytesAsExtendedReport(byte[] blocks) {
        int length = 8 + Math.min(blocks.length / 4 * 4, 1_000);
        byte[] packet = new byte[length];
        packet[0] = (byte) 0x80;
        packet[1] = (byte) RtcpXr.XR;
        packet[2] = (byte) ((length / 4 - 1) >> 8);
        packet[3] = (byte) (length / 4 - 1);
        System.arraycopy(blocks, 0, packet, 8, length - 8);
        if (Rtcp.parse(packet, 0, length) instanceof Rtcp.Compound compound
                && compound.packets().stream().noneMatch(Rtcp.Other.class::isInstance)) {
            Rtcp.write(new byte[2 * length + 1_024], 0, compound.packets());
        }
    }
}
