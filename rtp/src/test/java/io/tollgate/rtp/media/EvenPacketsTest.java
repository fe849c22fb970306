package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.sdp.AudioCodec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When packets leave, under virtual time. */
class EvenPacketsTest {
    private static final long MS = VirtualCall.MS;

    private static void assertEven(List<VirtualCall.Sent> sent, int ptimeMs, int unitsPerMs, int slackMs) {
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 1; i < sent.size(); i++) {
            long gap = sent.get(i).atNs() - sent.get(i - 1).atNs();
            shortest = Math.min(shortest, gap);
            longest = Math.max(longest, gap);
            assertThat(sent.get(i).sequence() - sent.get(i - 1).sequence() & 0xFFFF)
                    .as("number of packet %d", i)
                    .isEqualTo(1);
            assertThat(sent.get(i).timestamp() - sent.get(i - 1).timestamp())
                    .as("timestamp of packet %d", i)
                    .isEqualTo(ptimeMs * unitsPerMs);
        }
        assertThat(shortest).as("shortest distance").isGreaterThanOrEqualTo((ptimeMs - slackMs) * MS);
        assertThat(longest).as("longest distance").isLessThanOrEqualTo((ptimeMs + slackMs) * MS);
    }

    /** A step of 5 ms is how the pace follows the source's clock (decision 0007). */
    @ParameterizedTest
    @CsvSource({"10, 1000", "20, 500", "40, 250"})
    void packetsForTheTrunkLeaveOneByOne(int ptimeMs, int inTenSeconds) {
        try (VirtualCall v = new VirtualCall(null, 20, AudioCodec.PCMU, ptimeMs)) {
            v.overlayVoice = VirtualCall.opus(Signals.speech(8_000, 4_000, 3_400));
            v.run(2_000);
            v.toTrunk.clear();
            v.run(10_000);
            assertThat(v.toTrunk.size()).isBetween(inTenSeconds - 2, inTenSeconds + 2);
            assertEven(v.toTrunk, ptimeMs, 8, 5);
            assertThat(v.toTrunk).allSatisfy(sent -> assertThat(sent.payload()).hasSize(8 * ptimeMs));
        }
    }

    @Test
    void packetsOfTenMillisecondsForADeviceLeaveOneByOneToo() {
        try (VirtualCall v = new VirtualCall(AudioCodec.PCMA, 10, AudioCodec.PCMU, 20)) {
            byte[] silence = new byte[160];
            v.trunkVoice = frame -> silence;
            v.run(2_000);
            v.toOverlay.clear();
            v.run(10_000);
            assertThat(v.toOverlay.size()).isBetween(998, 1_002);
            assertEven(v.toOverlay, 10, 8, 5);
        }
    }

    @Test
    void withoutAnySoundFromTheOtherSideTheyAreEvenAllTheSame() {
        try (VirtualCall v = new VirtualCall(null, 20, AudioCodec.G729, 10)) {
            v.run(5_000);
            assertThat(v.toTrunk.size()).isBetween(498, 502);
            assertEven(v.toTrunk, 10, 8, 0);
        }
    }

    @Test
    void aDigitInPacketsOfTenMillisecondsIsEvenAndWhole() {
        try (VirtualCall v = new VirtualCall(null, 20, AudioCodec.PCMU, 10)) {
            v.overlayVoice = VirtualCall.opus(Signals.speech(8_000, 4_000, 3_400));
            v.run(1_000);
            v.toTrunk.clear();
            v.call.sendDigits(Side.TRUNK, "5");
            v.run(1_000);
            List<VirtualCall.Sent> events =
                    v.toTrunk.stream().filter(sent -> sent.payloadType() == 101).toList();
            assertThat(events.size()).as("packets of the digit").isGreaterThanOrEqualTo(8);
            for (int i = 1; i < v.toTrunk.size(); i++) {
                assertThat(v.toTrunk.get(i).atNs() - v.toTrunk.get(i - 1).atNs())
                        .isBetween(5 * MS, 15 * MS);
            }
        }
    }
}
