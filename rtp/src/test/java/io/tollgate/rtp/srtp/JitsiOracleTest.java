package io.tollgate.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ways against jitsi-srtp: the same bytes on the wire, and each understands the other. */
class JitsiOracleTest {
    private static final int OFF = 5;

    @ParameterizedTest
    @EnumSource
    void rtpIsTheSameOnTheWireAcrossARollOver(SrtpProfile profile) throws GeneralSecurityException {
        SplittableRandom random = new SplittableRandom(7714);
        SrtpKeys keys = Packets.keys(profile, random);
        SrtpSender ours = new SrtpSender(keys);
        JitsiSrtp theirs = new JitsiSrtp(keys, true);
        SrtpReceiver ourReceiver = new SrtpReceiver(keys);
        JitsiSrtp theirReceiver = new JitsiSrtp(keys, false);
        for (int i = 0; i < 400; i++) {
            int sequence = 32_000 + i * 173;
            int payload = random.nextInt(600);
            byte[] clear = i % 5 == 0
                    ? Packets.rtpWithExtension(0xcafe, sequence, payload, random)
                    : Packets.rtp(0xcafe, sequence, payload, random);
            byte[] a = Packets.roomy(clear, OFF);
            byte[] b = a.clone();
            int length = ours.protect(a, OFF, clear.length);
            assertThat(length).isEqualTo(clear.length + profile.tagLength());
            assertThat(theirs.protect(b, OFF, clear.length)).isEqualTo(length);
            assertThat(a).as("packet %d on the wire", i).isEqualTo(b);
            assertThat(ourReceiver.unprotect(b, OFF, length))
                    .as("packet %d, theirs to us", i)
                    .isEqualTo(clear.length);
            assertThat(Arrays.copyOfRange(b, OFF, OFF + clear.length)).isEqualTo(clear);
            assertThat(theirReceiver.unprotect(a, OFF, length))
                    .as("packet %d, ours to them", i)
                    .isEqualTo(clear.length);
            assertThat(Arrays.copyOfRange(a, OFF, OFF + clear.length)).isEqualTo(clear);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rtcpIsUnderstoodBothWays(SrtpProfile profile) throws GeneralSecurityException {
        SplittableRandom random = new SplittableRandom(6188);
        SrtpKeys keys = Packets.keys(profile, random);
        SrtpSender ours = new SrtpSender(keys);
        JitsiSrtp theirs = new JitsiSrtp(keys, true);
        SrtpReceiver ourReceiver = new SrtpReceiver(keys);
        JitsiSrtp theirReceiver = new JitsiSrtp(keys, false);
        for (int i = 0; i < 100; i++) {
            byte[] clear = Packets.rtcp(0xbeef, random.nextInt(200));
            byte[] a = Packets.roomy(clear, OFF);
            byte[] b = a.clone();
            int length = ours.protectRtcp(a, OFF, clear.length);
            assertThat(length).isEqualTo(clear.length + profile.rtcpTagLength() + 4);
            assertThat(theirReceiver.unprotectRtcp(a, OFF, length))
                    .as("compound %d, ours to them", i)
                    .isEqualTo(clear.length);
            assertThat(Arrays.copyOfRange(a, OFF, OFF + clear.length)).isEqualTo(clear);
            assertThat(theirs.protectRtcp(b, OFF, clear.length)).isEqualTo(length);
            assertThat(ourReceiver.unprotectRtcp(b, OFF, length))
                    .as("compound %d, theirs to us", i)
                    .isEqualTo(clear.length);
            assertThat(Arrays.copyOfRange(b, OFF, OFF + clear.length)).isEqualTo(clear);
        }
    }
}
