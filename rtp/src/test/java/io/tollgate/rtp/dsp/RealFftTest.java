package io.tollgate.rtp.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealFftTest {
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32, 64, 128, 256, 512, 1_024, 2_048})
    void isTheSumOfItsDefinitionAndComesBack(int size) {
        RealFft fft = new RealFft(size);
        SplittableRandom random = new SplittableRandom(size);
        float[] x = new float[size + 3];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-1, 1);
        }
        float[] re = new float[fft.bins()];
        float[] im = new float[fft.bins()];
        fft.forward(x, 3, re, im);
        for (int k = 0; k < fft.bins(); k++) {
            double sumRe = 0;
            double sumIm = 0;
            for (int n = 0; n < size; n++) {
                double angle = -2 * Math.PI * ((long) k * n % size) / size;
                sumRe += x[3 + n] * Math.cos(angle);
                sumIm += x[3 + n] * Math.sin(angle);
            }
            assertThat((double) re[k]).as("real part of bin %d", k).isCloseTo(sumRe, within(1e-5 * size));
            assertThat((double) im[k]).as("imaginary part of bin %d", k).isCloseTo(sumIm, within(1e-5 * size));
        }
        float[] back = new float[size + 1];
        fft.inverse(re, im, back, 1);
        for (int n = 0; n < size; n++) {
            assertThat(back[1 + n]).isCloseTo(x[3 + n], within(1e-5f));
        }
    }

    @Test
    void refusesOtherSizes() {
        assertThatThrownBy(() -> new RealFft(96)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RealFft(4)).isInstanceOf(IllegalArgumentException.class);
    }
}
