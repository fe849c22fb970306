package io.tollgate.rtp.srtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The first byte chooses the profile, the rest is what arrives; no key fits it, so nothing may be accepted or thrown. */
class SrtpFuzzTest {
    /** Made once, since deriving keys takes most of the time; what is refused leaves them as they are. */
    private static final List<SrtpReceiver> RECEIVERS = Arrays.stream(SrtpProfile.values())
            .map(profile -> new SrtpReceiver(Packets.keys(profile, new SplittableRandom(1))))
            .toList();

    @FuzzTest(maxDuration = "30s")
    void anyBytesAsSrtp(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        SrtpReceiver receiver = RECEIVERS.get((bytes[0] & 0xff) % RECEIVERS.size());
        expectRefusal(receiver.unprotect(bytes.clone(), 1, bytes.length - 1));
        expectRefusal(receiver.unprotectRtcp(bytes.clone(), 1, bytes.length - 1));
    }

    private static void expectRefusal(int result) {
        if (result >= 0) {
            throw new AssertionError("accepted a packet of " + result + " bytes");
        }
    }
}
