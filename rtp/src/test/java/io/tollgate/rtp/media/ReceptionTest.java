package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.rtp.packet.NtpTime;
import io.tollgate.rtp.packet.Rtcp;
import org.junit.jupiter.api.Test;

/** Reports in virtual time. */
class ReceptionTest {
    private static final long MS = 1_000_000L;

    private static void packets(Reception reception, int from, int to, int step) {
        for (int i = from; i < to; i += step) {
            reception.packet(7, i & 0xFFFF, i * 160, true, 172, i * 20L * MS);
        }
    }

    @Test
    void nothingIsLostInAnUnbrokenSequenceThatWraps() {
        Reception reception = new Reception(8_000);
        packets(reception, 65_000, 66_000, 1);
        assertThat(reception.lost()).isZero();
        assertThat(reception.packets()).isEqualTo(1_000);
        assertThat(reception.report(0, 0).highestSequence()).isEqualTo(65_999);
        assertThat(reception.jitterMs()).isLessThan(0.2);
    }

    @Test
    void theFractionIsOfTheLastIntervalAndTheCountOfTheWholeTime() {
        Reception reception = new Reception(8_000);
        packets(reception, 0, 100, 1);
        assertThat(reception.report(0, 0).fractionLost()).isZero();
        packets(reception, 101, 200, 2);
        Rtcp.ReportBlock block = reception.report(0, 0);
        assertThat(block.fractionLost()).isEqualTo(50 * 256 / 100);
        assertThat(block.cumulativeLost()).isEqualTo(50);
        packets(reception, 200, 300, 1);
        assertThat(reception.report(0, 0).fractionLost()).isZero();
        assertThat(reception.lost()).isEqualTo(50);
    }

    @Test
    void swappedPacketsAreNotLost() {
        Reception reception = new Reception(8_000);
        for (int seq : new int[] {0, 1, 3, 2, 4, 6, 5, 7}) {
            reception.packet(7, seq, seq * 160, true, 172, seq * 20L * MS);
        }
        assertThat(reception.lost()).isZero();
    }

    @Test
    void anotherSourceStartsItsOwnCountAndKeepsTheOldLoss() {
        Reception reception = new Reception(8_000);
        packets(reception, 0, 100, 2);
        long before = reception.lost();
        assertThat(before).isEqualTo(49);
        reception.packet(8, 5_000, 0, true, 172, 0);
        assertThat(reception.lost()).isEqualTo(before);
        assertThat(reception.report(0, 0).cumulativeLost()).isZero();
    }

    @Test
    void jitterIsTheSmoothedDifferenceOfTransits() {
        Reception reception = new Reception(8_000);
        for (int i = 0; i < 500; i++) {
            long late = i % 2 == 0 ? 0 : 10 * MS;
            reception.packet(7, i, i * 160, true, 172, i * 20L * MS + late);
        }
        assertThat(reception.jitterMs()).isCloseTo(10, within(0.5));
    }

    @Test
    void twoReportersMeasureTheRoundTripBetweenThem() {
        byte[] buf = new byte[600];
        long wall = 1_790_000_000L * 1_000 * MS;
        RtpOutput outA = new RtpOutput(1, 0, 0);
        RtpOutput outB = new RtpOutput(2, 0, 0);
        outA.sent(172);
        outB.sent(172);
        Reception inA = new Reception(8_000);
        Reception inB = new Reception(8_000);
        inA.packet(2, 1, 0, true, 172, 0);
        inB.packet(1, 1, 0, true, 172, 0);
        RtcpReporter a = new RtcpReporter("a");
        RtcpReporter b = new RtcpReporter("b");
        // A's report takes 30 ms, rests 500 ms with B, and B's takes 50 ms back.
        int len = a.write(buf, outA, inA, wall, 0);
        assertThat(b.read(buf, 0, len, 2, wall + 9_999 * MS, 30 * MS)).isTrue();
        len = b.write(buf, outB, inB, wall + 9_999 * MS, 530 * MS);
        assertThat(a.read(buf, 0, len, 1, wall + 580 * MS, 580 * MS)).isTrue();
        assertThat(a.rttMs()).isCloseTo(80, within(1.0));
        assertThat(a.remoteLossPct()).isZero();
        assertThat(b.rttMs()).as("B has had no answer to a report of its own").isEqualTo(-1);
        assertThat(NtpTime.middle(NtpTime.fromEpochNanos(wall))).isNotZero();
    }

    @Test
    void aReportBeforeAnythingHappenedIsNone() {
        byte[] buf = new byte[600];
        RtcpReporter reporter = new RtcpReporter("x");
        assertThat(reporter.write(buf, new RtpOutput(1, 0, 0), new Reception(8_000), 0, 0))
                .isZero();
        assertThat(reporter.read(new byte[] {1, 2, 3}, 0, 3, 1, 0, 0)).isFalse();
    }
}
