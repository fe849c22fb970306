package io.tollgate.rtp.dsp;

import static io.tollgate.rtp.dsp.EchoBench.DBM0;
import static io.tollgate.rtp.dsp.EchoBench.RATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.dsp.EchoBench.Result;
import io.tollgate.rtp.dsp.Speech.Noise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After the tests of ITU-T G.168 section 6.4.2, with its echo paths and the voiced part of its composite source signal, and
 * with A-law before and behind the path. Levels are means over a time or smoothed over about 40 ms, not read from the
 * recommendation's own instrument; the limits are noted where they stand.
 */
class EchoCancellerG168Test {
    private static final short[] CSS = EchoWorld.css(RATE, 10_500, -10 + DBM0, false, 1);
    private static final short[] SILENCE = new short[RATE];

    static Object[] models() {
        return EchoWorld.models().toArray();
    }

    /** Test 2A: with the suppressor on, the returned echo is below -65 dBm0 after one second, and on a changed path too. */
    @ParameterizedTest
    @MethodSource("models")
    void test2aConvergesWithSuppressor(String model) {
        EchoBench bench = EchoBench.at8k(true, model, 6);
        bench.silence(200);
        bench.run(CSS, 0, 1_000);
        assertThat(bench.run(CSS, 1_000, 9_000).leftDbov()).isLessThan(-65 + DBM0);
        bench.line(new EchoWorld(RATE, model.equals("m4") ? "m1" : "m4", 8, 0));
        bench.run(CSS, 0, 1_000);
        assertThat(bench.run(CSS, 1_000, 9_000).leftDbov())
                .as("after a change of path")
                .isLessThan(-65 + DBM0);
    }

    /** Test 2B: with the suppressor off. Limits of our own: 20 dB of enhancement within the second second, 30 dB later. */
    @ParameterizedTest
    @MethodSource("models")
    void test2bConvergesWithoutSuppressor(String model) {
        for (double erl : new double[] {6, 12}) {
            EchoBench bench = EchoBench.at8k(false, model, erl);
            bench.silence(200);
            bench.run(CSS, 0, 1_000);
            Result second = bench.run(CSS, 1_000, 1_000);
            bench.run(CSS, 2_000, 3_000);
            Result later = bench.run(CSS, 5_000, 5_000);
            assertThat(second.enhancementDb())
                    .as("second second, ERL %.0f", erl)
                    .isGreaterThan(20);
            assertThat(later.enhancementDb()).as("later, ERL %.0f", erl).isGreaterThan(30);
        }
    }

    /** The higher the loss, the nearer the echo is to the noise of A-law: -65 dBm0 is the limit then. */
    @ParameterizedTest
    @CsvSource({"-16, 6", "-16, 24", "-30, 6", "-30, 18", "-3, 6", "-3, 24"})
    void convergesAtAllLevelsAndLosses(int levelDbm0, double erl) {
        short[] css = EchoWorld.css(RATE, 10_500, levelDbm0 + DBM0, false, 1);
        EchoBench bench = EchoBench.at8k(false, "m2", erl);
        bench.run(css, 0, 3_000);
        Result later = bench.run(css, 3_000, 3_500);
        assertThat(later.leftDbov()).isLessThan(Math.max(later.cameDbov() - 22, -62 + DBM0));
        EchoBench suppressed = EchoBench.at8k(true, "m2", erl);
        suppressed.run(css, 0, 2_000);
        assertThat(suppressed.run(css, 2_000, 3_500).leftDbov()).isLessThan(-65 + DBM0);
    }

    /** Test 2C: converges in noise; what is left, learning stopped and noise gone, is below the noise that was. */
    @ParameterizedTest
    @ValueSource(strings = {"m1", "m5", "m8"})
    void test2cConvergesInNoise(String model) {
        short[] noise = Speech.noise(Noise.CAR, RATE, 5 * RATE, -40 + DBM0, 5);
        EchoBench bench = EchoBench.at8k(false, model, 6);
        bench.run(CSS, 0, noise, 0, 5_000);
        bench.canceller().adapting(false);
        assertThat(bench.run(CSS, 0, 3_500).leftDbov()).isLessThan(-45 + DBM0);
    }

    /** Test 3A: a soft voice on the other side, from the beginning on, does not keep the filter from converging. */
    @ParameterizedTest
    @ValueSource(strings = {"m1", "m4", "m7"})
    void test3aConvergesUnderSoftDoubleTalk(String model) {
        short[] other = EchoWorld.css(RATE, 8_000, -10 - 15 + DBM0, true, 2);
        EchoBench bench = EchoBench.at8k(false, model, 6);
        bench.run(CSS, 0, other, 0, 5_000);
        bench.canceller().adapting(false);
        assertThat(bench.run(CSS, 0, 3_500).enhancementDb()).isGreaterThan(15);
    }

    /** Test 3B: loud double talk does not harm what was learnt: at most 10 dB less than before. */
    @ParameterizedTest
    @CsvSource({"m1, 0", "m4, 0", "m5, 6", "m1, -15", "m8, -15"})
    void test3bStaysConvergedUnderDoubleTalk(String model, double relativeDb) {
        short[] other = EchoWorld.css(RATE, 8_000, -10 + relativeDb + DBM0, true, 2);
        EchoBench bench = EchoBench.at8k(false, model, 6);
        bench.run(CSS, 0, 5_000);
        double before = bench.run(CSS, 5_000, 3_500).enhancementDb();
        Result both = bench.run(CSS, 0, other, 0, 5_000);
        assertThat(both.strangeDbov()).as("what is not the other side").isLessThan(-10 + relativeDb + DBM0 - 12);
        bench.canceller().adapting(false);
        assertThat(bench.run(CSS, 0, 3_500).enhancementDb()).isGreaterThan(before - 10);
    }

    /** Test 3C, with speech: the suppressor lets the other side's words pass, and cuts little off their beginnings. */
    @Test
    void test3cTheOtherSidePassesWhileBothTalk() {
        short[] spoken = Speech.spoken(RATE, -22);
        EchoBench bench = EchoBench.at8k(true, "m3", 8);
        bench.run(CSS, 0, 5_000);
        Result both = bench.run(CSS, 0, spoken, 0, 8_000);
        double own = Speech.levelDbov(spoken, 0, 8 * RATE);
        assertThat(both.strangeDbov()).as("distortion").isLessThan(own - 15);
        assertThat(both.leftDbov()).as("level").isBetween(own - 0.7, own + 0.7);
    }

    /** Test 4: after silence what was learnt is still there; test of long silence and of the other side alone. */
    @Test
    void test4DoesNotLeak() {
        EchoBench bench = EchoBench.at8k(false, "m6", 6);
        bench.run(CSS, 0, 5_000);
        double before = bench.run(CSS, 5_000, 3_500).enhancementDb();
        bench.silence(120_000);
        bench.run(SILENCE, 0, Speech.spoken(RATE, -20), 0, 60_000);
        assertThat(bench.run(CSS, 0, 700).enhancementDb()).isGreaterThan(before - 3);
    }

    /** Test 5: the path becomes one without echo; the canceller stops adding what it had learnt to take away. */
    @Test
    void test5InfiniteReturnLoss() {
        EchoBench bench = EchoBench.at8k(false, "m1", 6);
        bench.run(CSS, 0, 5_000);
        bench.line(EchoWorld.infiniteLoss(RATE));
        Result first = bench.run(CSS, 0, 1_000);
        assertThat(first.leftDbov()).as("within the first second").isLessThan(-37 + DBM0);
        assertThat(bench.run(CSS, 1_000, 2_000).leftDbov()).as("afterwards").isLessThan(-60 + DBM0);
    }

    /** Test 6: tones and pairs of tones for five seconds each; then at most 10 dB less than before. */
    @Test
    void test6DoesNotDivergeOnNarrowBands() {
        EchoBench bench = EchoBench.at8k(false, "m2", 6);
        bench.run(CSS, 0, 5_000);
        double before = bench.run(CSS, 5_000, 3_500).enhancementDb();
        double[][] tones = {{697}, {941}, {1_336}, {1_633}, {697, 1_209}, {770, 1_336}, {852, 1_477}, {941, 1_633}};
        for (double[] tone : tones) {
            short[] far = new short[5 * RATE];
            for (double hz : tone) {
                far = Speech.mixed(far, Signals.sine(hz, 6_000, RATE, far.length));
            }
            Result result = bench.run(far, 0, 5_000);
            assertThat(result.leftDbov()).as("%s Hz", tone).isLessThan(result.cameDbov() - 20);
        }
        bench.canceller().adapting(false);
        assertThat(bench.run(CSS, 0, 3_500).enhancementDb()).isGreaterThan(before - 10);
    }

    /** Tones before anything else was learnt must do no harm either. */
    @ParameterizedTest
    @ValueSource(doubles = {350, 425, 1_000, 2_100, 3_000})
    void tonesFirstDoNoHarm(double hz) {
        EchoBench bench = EchoBench.at8k(false, "m2", 6);
        Result tone = bench.run(Signals.sine(hz, 8_000, RATE, 5 * RATE), 0, 5_000);
        assertThat(tone.leftDbov()).isLessThan(tone.cameDbov() + 0.1);
        bench.run(CSS, 0, 1_000);
        assertThat(bench.run(CSS, 1_000, 1_000).enhancementDb()).isGreaterThan(20);
    }

    /** Test 9: the other side's noise is heard on while the echo is suppressed. Louder echo makes A-law a little noisier. */
    @ParameterizedTest
    @CsvSource({"-40, 2", "-50, 2", "-60, 5"})
    void test9ComfortNoiseIsAsLoudAsTheNoise(int levelDbm0, double withinDb) {
        short[] noise = Speech.noise(Noise.CAR, RATE, 5 * RATE, levelDbm0 + DBM0, 5);
        EchoBench bench = EchoBench.at8k(true, "m5", 8);
        // A-law makes the softest noise louder; what came through it is what must be matched.
        double level = bench.run(SILENCE, 0, noise, 0, 5_000).cameDbov();
        bench.run(CSS, 0, noise, 0, 4_900);
        assertThat(bench.run(CSS, 0, noise, 0, 4_900).leftDbov()).isBetween(level - withinDb, level + withinDb);
    }
}
