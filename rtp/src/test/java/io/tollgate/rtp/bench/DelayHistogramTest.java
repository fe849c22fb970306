package io.tollgate.rtp.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DelayHistogramTest {
    private final DelayHistogram histogram = new DelayHistogram();

    @Test
    void quantilesAreExactToAStep() {
        for (int ms = 1; ms <= 100; ms++) {
            histogram.add(ms * 1_000_000L - 1);
        }
        assertThat(histogram.quantileMs(0.5)).isCloseTo(50, within(0.01));
        assertThat(histogram.quantileMs(0.99)).isCloseTo(99, within(0.01));
        assertThat(histogram.maxMs()).isCloseTo(100, within(0.01));
    }

    @Test
    void everyDurationIsInOneStep() {
        histogram.add(-5);
        histogram.add(150_000, 3);
        histogram.add(9_000_000);
        histogram.add(2_000_000_000L);
        assertThat(histogram.steps()).isEqualTo(Map.of("<=0.1ms", 1L, "<=0.2ms", 3L, "<=10.0ms", 1L, ">1s", 1L));
        assertThat(histogram.total()).isEqualTo(6);
    }

    @Test
    void nothingHasNoQuantile() {
        assertThat(histogram.quantileMs(0.5)).isEqualTo(-1);
    }
}
