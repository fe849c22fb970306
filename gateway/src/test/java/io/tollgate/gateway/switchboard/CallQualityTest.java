package io.tollgate.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.gateway.switchboard.CallQuality.Verdict;
import io.tollgate.rtp.media.FarReport;
import io.tollgate.rtp.media.MediaStats;
import io.tollgate.rtp.media.SideStats;
import io.tollgate.rtp.quality.StreamFigures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the media plane's figures to words. */
public class CallQualityTest {
    private static final StreamFigures GOOD = figures(0, 0, 4.3, 140, -22, -60, 0);

    private static StreamFigures figures(
            double loss, double discard, double mos, double delay, double speech, double noise, double clipped) {
        return new StreamFigures(
                20 * mos,
                mos,
                mos,
                mos,
                loss + discard,
                1_000,
                7,
                loss,
                loss + discard,
                loss,
                1,
                50,
                100,
                1,
                5_000,
                delay,
                60,
                speech,
                noise,
                -3,
                clipped,
                14_400,
                100);
    }

    private static SideStats side(StreamFigures figures, boolean oneWay, FarReport far) {
        return new SideStats(
                1_000, 990, 172_000, 170_280, 20, 3, 0, 4.04, 40, 22, 24.26, -1, -31.5, 4.0, "opus", 0, 0, 0, oneWay,
                figures, far);
    }

    /** A call whose two directions sound like this. */
    static MediaStats stats(StreamFigures fromUser, StreamFigures fromTrunk) {
        return new MediaStats(side(fromUser, false, FarReport.NONE), side(fromTrunk, false, FarReport.NONE), "a -> b");
    }

    /** A bad call for tests of what is shown of it. */
    public static CallQuality poor() {
        return CallQuality.of(stats(GOOD, figures(12.4, 0, 2.2, 140, -22, -60, 0)));
    }

    @Test
    void nothingIsKnownBeforeAnythingCame() {
        assertThat(CallQuality.of(null)).isEqualTo(CallQuality.UNKNOWN);
        MediaStats silent = new MediaStats(SideStats.NONE, SideStats.NONE, "");
        assertThat(CallQuality.of(silent).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(CallQuality.of(silent).kept(silent).fromUser()).isNull();
        assertThat(CallQuality.of(silent).kept(silent).lossPct()).isNull();
    }

    @Test
    void aGoodCallNeedsNoExcuse() {
        CallQuality quality = CallQuality.of(stats(GOOD, GOOD));
        assertThat(quality.verdict()).isEqualTo(Verdict.GOOD);
        assertThat(quality.causes()).isEmpty();
    }

    /** G.109: R of 70 and more is acceptable to most, below 60 to few. */
    @ParameterizedTest
    @CsvSource({"0, UNKNOWN", "1, POOR", "3.09, POOR", "3.1, FAIR", "3.59, FAIR", "3.6, GOOD", "4.4, GOOD"})
    void theVerdictFollowsTheScore(double mos, Verdict verdict) {
        assertThat(Verdict.of(mos)).isEqualTo(verdict);
    }

    @Test
    void theWorseDirectionCounts() {
        StreamFigures fair = figures(2, 0, 3.3, 140, -22, -60, 0);
        assertThat(CallQuality.of(stats(GOOD, fair)).verdict()).isEqualTo(Verdict.FAIR);
        assertThat(CallQuality.of(stats(fair, GOOD)).verdict()).isEqualTo(Verdict.FAIR);
        assertThat(CallQuality.of(new MediaStats(SideStats.NONE, side(fair, false, FarReport.NONE), ""))
                        .verdict())
                .isEqualTo(Verdict.FAIR);
    }

    @Test
    void eachFaultIsSaidPlainlyAndTheWorstFirst() {
        assertThat(poor().verdict()).isEqualTo(Verdict.POOR);
        assertThat(poor().causes()).containsExactly("12 % of the packets from the carrier were lost");
        StreamFigures many = figures(5, 8, 2.1, 450, -50, -55, 2);
        assertThat(CallQuality.of(stats(many, GOOD)).causes())
                .containsExactly(
                        "8 % of the packets from the user's device came too late to be played",
                        "5 % of the packets from the user's device were lost",
                        "what the user said was heard about 450 ms later",
                        "the user was very quiet (-50 dBov)",
                        "there was much noise from the user (-55 dBov)",
                        "2 % of the sound from the user was clipped");
    }

    @Test
    void aCallHeardOneWayOnlyIsPoorHoweverGoodItsPackets() {
        CallQuality quality =
                CallQuality.of(new MediaStats(side(GOOD, false, FarReport.NONE), side(GOOD, true, FarReport.NONE), ""));
        assertThat(quality.verdict()).isEqualTo(Verdict.POOR);
        assertThat(quality.causes()).containsExactly("nothing was heard from the phone for 14 s");
    }

    @Test
    void whatTheFarSideLostIsToldToo() {
        FarReport far = new FarReport(9, 3, 1, 30, 100, 5_000, 80, 60, 3.2, 3.1, 0);
        CallQuality quality =
                CallQuality.of(new MediaStats(side(GOOD, false, FarReport.NONE), side(GOOD, false, far), ""));
        assertThat(quality.causes()).containsExactly("the carrier lost 9 % of the packets we sent");
    }

    @Test
    void whatIsNotMeasuredIsAbsentAndTheOldFiguresStandIn() throws Exception {
        SideStats old = new SideStats(980, 0, 0, 0, 20, 0, 0, 4.04, 40, 0, -1, -1, -127, 4.1, "pcmu", 0, 0, 0);
        MediaStats stats = new MediaStats(old, SideStats.NONE, "a -> b");
        CallQuality quality = CallQuality.of(stats);
        String json = new ObjectMapper().writeValueAsString(quality);
        assertThat(json)
                .contains("\"verdict\":\"good\"", "\"lossPct\":2.0", "\"mos\":4.1")
                .doesNotContain("rFactor", "delayMs", "rttMs", "levelDbov", "far", "fromTrunk");
        assertThat(quality.kept(stats))
                .isEqualTo(new Cdr.Quality(
                        2.0,
                        4.04,
                        4.1,
                        new Cdr.Stream(980, 2.0, 0.0, 4.0, 0.0, null, null, null, 4.1),
                        null,
                        "a -> b"));
    }

    @Test
    void theRecordKeepsBothDirections() {
        MediaStats stats = stats(GOOD, figures(12.44, 1, 2.2, 140, -22, -60, 0));
        Cdr.Quality kept = CallQuality.of(stats).kept(stats);
        assertThat(kept.fromUser()).isEqualTo(new Cdr.Stream(1_000, 0.0, 0.0, 4.0, 0.0, 140.0, -22.0, 86.0, 4.3));
        assertThat(kept.fromTrunk()).isEqualTo(new Cdr.Stream(1_000, 12.4, 1.0, 4.0, 12.4, 140.0, -22.0, 44.0, 2.2));
        assertThat(kept.pipeline()).isEqualTo("a -> b");
    }

    @Test
    void theDeviceIsToldTheVerdictAndWhatItHears() {
        MediaStats stats = stats(GOOD, figures(12.4, 1, 2.2, 140, -22, -60, 0));
        var told = Caller.quality(stats, 10_000);
        assertThat(told.verdict()).isEqualTo("poor");
        assertThat(told.cause()).isEqualTo("12 % of the packets from the carrier were lost");
        assertThat(told.heardLossPct()).isEqualTo(13.4);
        assertThat(told.heardMos()).isEqualTo(2.2);
        assertThat(told.delayMs()).isEqualTo(140);
        assertThat(Caller.quality(new MediaStats(SideStats.NONE, SideStats.NONE, ""), 0)
                        .verdict())
                .isEmpty();
    }
}
