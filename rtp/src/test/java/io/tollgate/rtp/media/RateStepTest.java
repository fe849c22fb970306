package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateStepTest {
    private static double level(short[] pcm, int from) {
        double sum = 0;
        for (int i = from; i < pcm.length; i++) {
            sum += (double) pcm[i] * pcm[i];
        }
        return 10 * Math.log10(sum / (pcm.length - from) + 1e-9);
    }

    private static short[] through(boolean up, double hz) {
        RateStep step = new RateStep();
        int rate = up ? 8_000 : 16_000;
        int frame = rate / 50;
        short[] all = new short[50 * (up ? 2 * frame : frame / 2)];
        short[] in = new short[frame];
        short[] out = new short[640];
        int at = 0;
        for (int i = 0; i < 50; i++) {
            Listening.tone(in, frame, (long) i * frame, rate, hz);
            if (up) {
                step.up(in, frame, out);
            } else {
                step.down(in, frame, out);
            }
            int made = all.length / 50;
            System.arraycopy(out, 0, all, at, made);
            at += made;
        }
        return all;
    }

    private static double given(int rate, double hz) {
        short[] pcm = new short[rate];
        Listening.tone(pcm, pcm.length, 0, rate, hz);
        return level(pcm, 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {100, 300, 1_000, 2_000, 3_000, 3_400})
    void whatATelephoneCarriesKeepsItsLevelAndItsFrequency(double hz) {
        short[] wide = through(true, hz);
        assertThat(level(wide, 1_600)).isCloseTo(given(8_000, hz), org.assertj.core.data.Offset.offset(0.5));
        assertThat(Listening.share(wide, 4_000, 8_000, 16_000, hz)).isGreaterThan(0.98);
        short[] narrow = through(false, hz);
        assertThat(level(narrow, 800)).isCloseTo(given(16_000, hz), org.assertj.core.data.Offset.offset(0.5));
        assertThat(Listening.share(narrow, 2_000, 4_000, 8_000, hz)).isGreaterThan(0.98);
    }

    @ParameterizedTest
    @ValueSource(doubles = {4_800, 5_500, 7_000})
    void whatANarrowLegCannotCarryDoesNotFoldIntoIt(double hz) {
        assertThat(level(through(false, hz), 800)).isLessThan(given(16_000, hz) - 45);
    }
}
