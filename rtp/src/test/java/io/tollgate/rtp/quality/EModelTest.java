package io.tollgate.rtp.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.rtp.sdp.AudioCodec;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against what ITU-T G.107 publishes of itself. */
class EModelTest {
    /** G.107 section 7.7: "R = 93.2" with all values at their default; MOS 4.41 by table B.1. */
    @Test
    void theDefaultIsThatOfTheRecommendation() {
        EModel.Rating rating = EModel.rate(EModelInput.DEFAULT);
        assertThat(rating.r()).isCloseTo(93.2, within(0.05));
        assertThat(rating.mosCq()).isCloseTo(4.41, within(0.005));
        assertThat(rating.mosLq()).isCloseTo(rating.mosCq(), within(0.01));
    }

    /** G.107 Annex B, table B.1, which says 4.03 where the equation yields 4.024. */
    @ParameterizedTest
    @CsvSource({"90, 4.34", "80, 4.03", "70, 3.60", "60, 3.10", "50, 2.58"})
    void scoresAreThoseOfTableB1(double r, double mos) {
        assertThat(EModel.mos(r)).isCloseTo(mos, within(0.0065));
    }

    @Test
    void scoresStayOnTheirScale() {
        assertThat(EModel.mos(-5)).isEqualTo(1);
        assertThat(EModel.mos(0)).isEqualTo(1);
        assertThat(EModel.mos(100)).isEqualTo(4.5);
        assertThat(EModel.mos(140)).isEqualTo(4.5);
        double before = 1;
        for (double r = 0; r <= 100; r += 0.25) {
            double mos = EModel.mos(r);
            assertThat(mos).as("R %s", r).isBetween(before, 4.5);
            before = mos;
        }
    }

    /** Figure 1 of G.114: delay alone, echo being cancelled. The curve is read to a point or two. */
    @ParameterizedTest
    @CsvSource({"0, 93", "100, 93", "150, 93", "200, 90", "250, 84", "300, 78", "400, 69", "500, 62"})
    void delayAloneCostsWhatFigure1OfG114Shows(double ms, double r) {
        EModel.Rating rating = EModel.rate(EModelInput.DEFAULT.withTelr(200).withOneWayDelay(ms));
        assertThat(rating.r()).isCloseTo(r, within(1.0));
        assertThat(rating.mosLq()).isGreaterThan(4.4);
    }

    /** Ie-eff of equation 7-29 with the figures of G.113 table I.4, worked out by hand. */
    @Test
    void lossCostsWhatTheFormulaSays() {
        assertThat(ieEff(CodecImpairment.G711, 2, 1)).isCloseTo(95 * 2 / 27.1, within(1e-9));
        assertThat(ieEff(CodecImpairment.G711_WITHOUT_CONCEALMENT, 1, 1)).isCloseTo(95 / 5.3, within(1e-9));
        assertThat(ieEff(CodecImpairment.G729A, 0, 1)).isEqualTo(11);
        assertThat(ieEff(CodecImpairment.G729A, 4, 1)).isCloseTo(11 + 84 * 4 / 23.0, within(1e-9));
        assertThat(ieEff(CodecImpairment.G729A, 4, 2)).isCloseTo(11 + 84 * 4 / 21.0, within(1e-9));
        assertThat(ieEff(CodecImpairment.G729A, 4, 9)).isEqualTo(ieEff(CodecImpairment.G729A, 4, 2));
    }

    private static double ieEff(CodecImpairment codec, double pct, double ratio) {
        return EModel.rate(codec, pct, ratio, 0).ieEff();
    }

    /** The formulas of another implementation of G.107, by others and in another language, yield these. */
    @ParameterizedTest
    @CsvSource({
        "65, 0, 0, 4.3, 0, 93.206208",
        "65, 50, 0, 25.1, 1, 88.116314",
        "65, 150, 11, 19, 3, 67.084587",
        "45, 250, 20, 10, 5, 0.670024",
        "65, 400, 0, 11.3, 10, 17.645888",
        "200, 600, 0, 4.3, 0, 57.351187"
    })
    void agreesWithAnIndependentImplementation(
            double telr, double delay, double ie, double bpl, double loss, double r) {
        EModelInput input = EModelInput.DEFAULT
                .withTelr(telr)
                .withCodec(new CodecImpairment(ie, bpl))
                .withLoss(loss, 1)
                .withOneWayDelay(delay);
        assertThat(EModel.rate(input).r()).isCloseTo(r, within(1e-6));
    }

    @Test
    void moreLossAndMoreDelayNeverHelp() {
        SplittableRandom random = new SplittableRandom(107);
        for (int i = 0; i < 2_000; i++) {
            double loss = random.nextDouble(60);
            double delay = random.nextDouble(1_500);
            double ratio = random.nextDouble(1, 4);
            double r = EModel.rate(CodecImpairment.OPUS, loss, ratio, delay).r();
            String at = "loss " + loss + " delay " + delay + " ratio " + ratio;
            assertThat(EModel.rate(CodecImpairment.OPUS, loss + 1, ratio, delay).r())
                    .as(at)
                    .isLessThan(r);
            assertThat(EModel.rate(CodecImpairment.OPUS, loss, ratio, delay + 20)
                            .r())
                    .as(at)
                    .isLessThan(r + 0.01);
            assertThat(EModel.rate(CodecImpairment.OPUS, loss, ratio + 0.1, delay)
                            .r())
                    .as(at)
                    .isLessThanOrEqualTo(r);
        }
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void everyCodecOfATrunkHasItsValues(AudioCodec codec) {
        CodecImpairment impairment = CodecImpairment.of(codec);
        double r = EModel.rate(impairment, 0, 1, 0).r();
        assertThat(r).isCloseTo(93.2 - impairment.ie(), within(0.05));
    }

    @Test
    void tandemsAddUp() {
        CodecImpairment both = CodecImpairment.GSM_FR.then(CodecImpairment.G729A);
        assertThat(both.ie()).isEqualTo(31);
        assertThat(both.bpl()).isEqualTo(10);
        assertThat(new CodecImpairment(90, 5).then(CodecImpairment.GSM_FR).ie()).isEqualTo(95);
        assertThatThrownBy(() -> new CodecImpairment(-1, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CodecImpairment(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
