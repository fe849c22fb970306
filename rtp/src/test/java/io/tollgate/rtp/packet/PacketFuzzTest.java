package io.tollgate.rtp.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Run with JAZZER_FUZZ=1 to search; in an ordinary test run the inputs found earlier are replayed. */
class PacketFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void anyBytesAsRtp(byte[] bytes) {
        RtpPacket packet = new RtpPacket();
        if (packet.wrap(bytes, 0, bytes.length)) {
            RtpPacketTest.assertConsistent(packet, bytes.length, "fuzzed packet");
        }
    }

    @FuzzTest(maxDuration = "60s")
    void anyBytesAsRtcp(byte[] bytes) {
        if (Rtcp.parse(bytes, 0, bytes.length) instanceof Rtcp.Compound compound
                && compound.packets().stream().noneMatch(Rtcp.Other.class::isInstance)) {
            Rtcp.write(new byte[2 * bytes.length + 1024], 0, compound.packets());
        }
    }
}
