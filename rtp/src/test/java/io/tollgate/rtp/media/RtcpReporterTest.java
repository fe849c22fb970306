package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.rtp.packet.Rtcp;
import io.tollgate.rtp.packet.RtcpXr;
import io.tollgate.rtp.quality.CodecImpairment;
import io.tollgate.rtp.quality.StreamFigures;
import io.tollgate.rtp.quality.StreamQuality;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two ends report to each other in virtual time. */
class RtcpReporterTest {
    private static final long MS = 1_000_000L;
    private static final long WALL = 1_763_776_800_000L * MS;
    private static final RtcpXr.JitterBufferDelays BUFFER = new RtcpXr.JitterBufferDelays(40, 60, 500);

    private final byte[] wire = new byte[600];
    private final RtcpReporter ours = new RtcpReporter("ours", 8_000);
    private final RtcpReporter theirs = new RtcpReporter("theirs", 8_000);

    private static RtpOutput sending(int ssrc, int packets) {
        RtpOutput out = new RtpOutput(ssrc, 1, 1);
        for (int i = 0; i < packets; i++) {
            out.sent(172);
        }
        return out;
    }

    private static Reception hearing(int ssrc, int packets, int except) {
        Reception in = new Reception(8_000);
        for (int i = 0; i < packets; i++) {
            if (i == 0 || i % except != 0) {
                in.packet(ssrc, i, i * 160, true, 172, i * 20L * MS);
            }
        }
        return in;
    }

    @Test
    void nothingIsSaidWhileThereIsNothingToSay() {
        assertThat(ours.write(wire, sending(1, 0), new Reception(8_000), WALL, 0))
                .isZero();
        assertThat(ours.rttMs()).isEqualTo(-1);
        assertThat(ours.far()).isEqualTo(FarReport.NONE);
    }

    /** RFC 3611 section 4.5: one who only listens, to one who never sends an SR, still learns the round trip. */
    @Test
    void theRoundTripIsKnownWithoutSenderReports() {
        Reception in = hearing(2, 100, 1_000);
        int length = ours.write(wire, sending(1, 0), in, WALL, 0);
        assertThat(theirs.read(wire, 0, length, 2, WALL + 30 * MS, 30 * MS)).isTrue();
        length = theirs.write(wire, sending(2, 0), hearing(9, 5, 1_000), WALL + 530 * MS, 530 * MS);
        assertThat(((Rtcp.Compound) Rtcp.parse(wire, 0, length)).packets().getFirst())
                .isInstanceOf(Rtcp.ReceiverReport.class);
        assertThat(ours.read(wire, 0, length, 1, WALL + 550 * MS, 550 * MS)).isTrue();
        assertThat(ours.rttMs()).isCloseTo(50, within(0.1));
        assertThat(ours.remoteLossPct()).isEqualTo(-1);
    }

    @Test
    void bothWaysOfMeasuringAgree() {
        int length = ours.write(wire, sending(1, 100), hearing(2, 100, 1_000), WALL, 0);
        theirs.read(wire, 0, length, 2, WALL + 40 * MS, 40 * MS);
        length = theirs.write(wire, sending(2, 100), hearing(1, 100, 4), WALL + 140 * MS, 140 * MS);
        ours.read(wire, 0, length, 1, WALL + 190 * MS, 190 * MS);
        assertThat(ours.rttMs()).isCloseTo(90, within(0.1));
        assertThat(ours.remoteLossPct()).isCloseTo(24, within(1.0));
        assertThat(ours.far().jitterMs()).isLessThan(1);
        assertThat(ours.far().rFactor()).isEqualTo(-1);
    }

    @Test
    void whatWeHearIsToldInFull() {
        StreamQuality quality = new StreamQuality(CodecImpairment.G711, 20);
        for (int i = 0; i < 1_000; i++) {
            if (i % 10 == 9) {
                quality.lost();
            } else {
                quality.played(40);
            }
        }
        StreamFigures figures = quality.figures(120);
        Reception in = hearing(1, 1_000, 10);
        int length = theirs.write(wire, sending(2, 5), in, figures, BUFFER, WALL, 0);
        assertThat(length).isLessThan(250);
        assertThat(ours.read(wire, 0, length, 1, WALL, 0)).isTrue();
        FarReport far = ours.far();
        assertThat(far.rFactor()).isEqualTo(Math.round(figures.rFactor()));
        assertThat(far.mosCq()).isCloseTo(figures.mosCq(), within(0.05));
        assertThat(far.mosLq()).isCloseTo(figures.mosLq(), within(0.05));
        assertThat(far.discardPct()).isZero();
        assertThat(far.burstDensityPct()).isCloseTo(figures.burstDensityPct(), within(0.5));
        assertThat(far.burstMs()).isEqualTo((int) figures.burstMs());
        assertThat(far.endSystemDelayMs()).isEqualTo(120);
        assertThat(far.lossPct()).isCloseTo(10, within(0.5));
    }

    @Test
    void reportsAboutSomebodyElseAreNotOurs() {
        StreamQuality quality = new StreamQuality(CodecImpairment.G711, 20);
        quality.played(40);
        int length = theirs.write(wire, sending(2, 5), hearing(77, 100, 3), quality.figures(0), BUFFER, WALL, 0);
        assertThat(ours.read(wire, 0, length, 1, WALL, 0)).isTrue();
        assertThat(ours.far()).isEqualTo(FarReport.NONE);
    }

    @Test
    void badBlocksAreCountedAndBadCompoundsRefused() {
        int length = Rtcp.write(wire, 0, new Rtcp.ExtendedReport(2, List.of(new RtcpXr.ReferenceTime(5))));
        wire[8] = RtcpXr.VOIP_METRICS;
        assertThat(ours.read(wire, 0, length, 1, WALL, 0)).isTrue();
        assertThat(ours.far().malformedBlocks()).isEqualTo(1);
        assertThat(ours.read(wire, 0, length - 1, 1, WALL, 0)).isFalse();
    }

    @Test
    void goodByeComesLast() {
        int length = ours.writeBye(wire, sending(1, 3), hearing(2, 5, 1_000), WALL, 0);
        List<Rtcp.Packet> packets = ((Rtcp.Compound) Rtcp.parse(wire, 0, length)).packets();
        assertThat(packets.getLast()).isEqualTo(new Rtcp.Goodbye(List.of(1), ""));
        assertThat(packets).hasSize(4);
        assertThat(ours.writeBye(wire, sending(1, 0), hearing(2, 5, 1_000), WALL, 0))
                .isZero();
    }
}
