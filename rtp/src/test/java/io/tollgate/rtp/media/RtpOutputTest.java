package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.packet.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers of packets that are passed on, between packets of our own. */
class RtpOutputTest {
    private final RtpOutput out = new RtpOutput(7, 100, 5_000);
    private final byte[] buf = new byte[12];
    private final RtpPacket view = new RtpPacket();
    private final List<Integer> sequences = new ArrayList<>();
    private final List<Integer> timestamps = new ArrayList<>();

    private boolean relay(int seq, int ts) {
        boolean passed = out.relayHeader(buf, 0, false, seq & 0xFFFF, ts);
        if (passed) {
            note();
        }
        return passed;
    }

    private void ours() {
        out.audioHeader(buf, 0);
        note();
        out.advance(160);
    }

    private void note() {
        assertThat(view.wrap(buf, 0, 12)).isTrue();
        sequences.add(view.sequence());
        timestamps.add(view.timestamp());
    }

    @Test
    void aStreamThatIsPassedOnKeepsItsGapsAndItsOrderUnderOurNumbers() {
        for (int seq : new int[] {65_534, 65_535, 2, 1, 3}) {
            assertThat(relay(seq, 900 + (short) seq * 160)).isTrue();
        }
        assertThat(sequences).containsExactly(100, 101, 104, 103, 105);
        assertThat(timestamps).containsExactly(5_000, 5_160, 5_640, 5_480, 5_800);
    }

    @Test
    void ourOwnPacketsFollowWithoutAGapAndSoDoesTheStreamAfterThem() {
        relay(10, 1_600);
        relay(11, 1_760);
        out.endRelay(160);
        ours();
        ours();
        relay(50, 80_000);
        relay(51, 80_160);
        assertThat(sequences).containsExactly(100, 101, 102, 103, 104, 105);
        assertThat(timestamps).containsExactly(5_000, 5_160, 5_320, 5_480, 5_640, 5_800);
    }

    @Test
    void aNumberThatWasHeldBackIsNotMissing() {
        relay(10, 1_600);
        out.notRelayed(11);
        out.notRelayed(12);
        relay(13, 2_080);
        assertThat(sequences).containsExactly(100, 101);
        assertThat(timestamps).containsExactly(5_000, 5_480);
    }

    @Test
    void whatBelongsBeforeTheBeginningIsNotPassedOn() {
        ours();
        relay(10, 1_600);
        assertThat(relay(9, 1_440)).isFalse();
        assertThat(relay(11, 1_760)).isTrue();
        assertThat(sequences).containsExactly(100, 101, 102);
    }

    @Test
    void anotherLifeOfTheSourceGoesOnUnderOurNextNumbers() {
        relay(10, 1_600);
        relay(30_000, 77);
        relay(30_001, 237);
        assertThat(sequences).containsExactly(100, 101, 102);
    }
}
