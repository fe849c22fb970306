package io.tollgate.rtp.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rtp.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
    @ParameterizedTest
    @CsvSource({
        "8000, 48000",
        "48000, 8000",
        "8000, 16000",
        "16000, 8000",
        "44100, 48000",
        "44100, 8000",
        "48000, 44100"
    })
    void tonesKeepPitchLevelAndTime(int from, int to) {
        int lower = Math.min(from, to);
        for (double frequency : new double[] {50, 0.1 * lower, 0.3 * lower, 0.44 * lower}) {
            short[] out = Resampler.resample(Signals.sine(frequency, 20_000, from, from), from, to);
            assertThat(out).hasSize(to);
            short[] expected = Signals.sine(frequency, 20_000, to, to);
            double error = 0;
            for (int i = to / 10; i < to * 9 / 10; i++) {
                error = Math.max(error, Math.abs(out[i] - expected[i]));
            }
            assertThat(error).as("%.0f Hz, largest error of 20000", frequency).isLessThan(60);
        }
    }

    @ParameterizedTest
    @CsvSource({"48000, 8000, 4300", "48000, 8000, 9000", "48000, 16000, 8600", "44100, 8000, 5000"})
    void whatDoesNotFitIsRemovedRatherThanFoldedBack(int from, int to, double frequency) {
        short[] out = Resampler.resample(Signals.sine(frequency, 20_000, from, from), from, to);
        assertThat(Signals.rms(out, to / 10, to * 9 / 10)).isLessThan(4);
    }

    @Test
    void aClickStaysWhereItWas() {
        short[] click = new short[800];
        click[400] = 20_000;
        short[] out = Resampler.resample(click, 8_000, 48_000);
        int loudest = 0;
        for (int i = 0; i < out.length; i++) {
            loudest = Math.abs(out[i]) > Math.abs(out[loudest]) ? i : loudest;
        }
        assertThat(loudest).isEqualTo(2_400);
    }

    @Test
    void fullScaleIsClippedRatherThanWrapped() {
        short[] square = new short[800];
        for (int i = 0; i < square.length; i++) {
            square[i] = i / 8 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
        }
        short[] out = Resampler.resample(square, 8_000, 48_000);
        for (int i = 600; i < 4_200; i++) {
            int phase = i % 96;
            if (phase > 12 && phase < 36) {
                assertThat(out[i]).isGreaterThan((short) 20_000);
            } else if (phase > 60 && phase < 84) {
                assertThat(out[i]).isLessThan((short) -20_000);
            }
        }
    }

    @Test
    void theEdgesOfWhatIsPossible() {
        assertThat(Resampler.resample(new short[0], 8_000, 48_000)).isEmpty();
        assertThat(Resampler.resample(new short[] {1, 2, 3}, 8_000, 8_000)).containsExactly(1, 2, 3);
        assertThat(Resampler.resample(new short[7], 48_000, 8_000)).hasSize(2);
        assertThatThrownBy(() -> Resampler.resample(new short[1], 0, 8_000)).hasMessageContaining("0");
        assertThatThrownBy(() -> Resampler.resample(new short[1], 8_000, 200_000))
                .hasMessageContaining("200000");
    }
}
