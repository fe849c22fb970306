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
}
