package io.tollgate.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.Signals;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimatorTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 6})
    void keepsWhatFitsAndDropsWhatWouldFoldBack(int factor) {
        int rate = 48_000 / factor;
        assertThat(gain(factor, 0.05 * rate)).isBetween(0.99, 1.01);
        assertThat(gain(factor, 0.38 * rate)).isBetween(0.9, 1.05);
        assertThat(gain(factor, 0.55 * rate)).isLessThan(0.03);
        assertThat(gain(factor, 0.9 * rate)).isLessThan(0.003);
    }

    private static double gain(int factor, double frequency) {
        short[] in = Signals.sine(frequency, 20_000, 48_000, 24_000);
        short[] out = new short[24_000 / factor];
        new Decimator(factor, in.length).run(in, in.length, out, 0);
        return Signals.rms(out, 200, out.length) / (20_000 / Math.sqrt(2));
    }

    @Test
    void framesMakeTheSameStreamAsOnePiece() {
        short[] in = Signals.noise(20_000, 9_600, 5);
        short[] whole = new short[1_600];
        new Decimator(6, in.length).run(in, in.length, whole, 0);
        short[] pieces = new short[1_600];
        Decimator decimator = new Decimator(6, 960);
        int at = 0;
        while (at < in.length) {
            int n = Math.min(at % 960 == 0 ? 960 : 240, in.length - at);
            decimator.run(Arrays.copyOfRange(in, at, at + n), n, pieces, at / 6);
            at += n;
        }
        assertThat(pieces).isEqualTo(whole);
    }
}
