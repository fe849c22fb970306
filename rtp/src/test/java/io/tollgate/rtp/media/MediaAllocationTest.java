package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What the worker allocates for a packet of a call that has settled. */
class MediaAllocationTest {
    /** Two calls, so that senders alternate on the shared port; the division leaves out what a report a second may need. */
    @Test
    void transcodedCallsUnderCounterModeAllocateNothingPerPacket() throws Exception {
        Assumptions.assumeTrue(
                OpusLibrary.load().kind() != OpusLibrary.Kind.JAVA, "the pure Java Opus allocates by nature");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (MediaPlane plane = MediaPlane.start(
                        new MediaConfig(TestPeer.LOOPBACK, null, 0, 31_600, 31_699, 1, OpusSettings.TELEPHONE));
                Bridge a = Bridge.open(plane, SrtpProfile.AES_CM_128_HMAC_SHA1_80, AudioCodec.PCMU);
                Bridge b = Bridge.open(plane, SrtpProfile.AES_CM_128_HMAC_SHA1_80, AudioCodec.PCMU)) {
            talk(a);
            talk(b);
            long worker = Thread.getAllStackTraces().keySet().stream()
                    .filter(t -> t.getName().equals("tollgate-media-0") && t.isAlive())
                    .mapToLong(Thread::threadId)
                    .max()
                    .orElseThrow();
            // Long enough for the compiler to have seen the path: interpreted code allocates what compiled code does
            // not.
            long best = Long.MAX_VALUE;
            for (int round = 0; round < 12 && best > 0; round++) {
                long packets = packets(plane);
                long bytes = threads.getThreadAllocatedBytes(worker);
                assertThat(b.trunk.heard.samples(8_000)).isTrue();
                bytes = threads.getThreadAllocatedBytes(worker) - bytes;
                best = Math.min(best, bytes / Math.max(1, packets(plane) - packets));
            }
            assertThat(best).as("bytes for a packet in the best second").isZero();
        }
    }

    private static void talk(Bridge bridge) throws InterruptedException {
        bridge.trunkPort.parameters(bridge.trunk.parameters(20));
        bridge.secure();
        bridge.call.connect();
        bridge.overlay.speak(440);
        bridge.trunk.speak(1_000);
    }

    private static long packets(MediaPlane plane) {
        MediaCounters c = plane.counters();
        return c.value(MediaCounter.OVERLAY_PACKETS_IN)
                + c.value(MediaCounter.OVERLAY_PACKETS_OUT)
                + c.value(MediaCounter.TRUNK_PACKETS_IN)
                + c.value(MediaCounter.TRUNK_PACKETS_OUT);
    }
}
