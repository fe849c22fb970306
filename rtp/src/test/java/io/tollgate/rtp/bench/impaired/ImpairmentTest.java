package io.tollgate.rtp.bench.impaired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImpairmentTest {
    private static final int PACKETS = 50_000;
    private static final long MS = 1_000_000L;

    static Iterable<Impairment> all() {
        return Impairment.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void asMuchIsLostAsIsSaid(Impairment impairment) {
        long lost = Arrays.stream(impairment.arrivals(PACKETS))
                .filter(at -> at == Impairment.LOST)
                .count();
        assertThat(100.0 * lost / PACKETS).isCloseTo(impairment.lossPct(), within(0.1 * impairment.lossPct() + 0.001));
    }

    @ParameterizedTest
    @MethodSource("all")
    void theSameSeedGivesTheSameNetwork(Impairment impairment) {
        assertThat(impairment.arrivals(500)).isEqualTo(impairment.arrivals(500));
    }

    @Test
    void lossesComeInBursts() {
        long[] arrivals = named("bursts of 4, 10 %").arrivals(PACKETS);
        int run = 0;
        for (long at : arrivals) {
            if (at == Impairment.LOST) {
                run++;
            } else {
                assertThat(run % 4).isZero();
                run = 0;
            }
        }
    }

    @Test
    void jitterKeepsTheOrderAndItsBounds() {
        long[] arrivals = named("jitter 60 ms").arrivals(PACKETS);
        long longest = 0;
        for (int i = 1; i < PACKETS; i++) {
            long delay = arrivals[i] - i * 20L * MS;
            longest = Math.max(longest, delay);
            assertThat(delay).isBetween(0L, 120 * MS);
            assertThat(arrivals[i]).isGreaterThanOrEqualTo(arrivals[i - 1]);
        }
        assertThat(longest).isGreaterThan(110 * MS);
    }

    @Test
    void aFastClockGainsAFrameInAHundredSeconds() {
        long[] arrivals = named("clock +200 ppm").arrivals(5_001);
        assertThat(arrivals[5_000]).isEqualTo(99_980 * MS);
    }

    private static Impairment named(String name) {
        return Impairment.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
