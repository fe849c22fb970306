package io.tollgate.overlay.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReceptionLogTest {
    private static final long MS = 1_000_000L;

    private final ReceptionLog log = new ReceptionLog(48_000);

    @Test
    void evenPacketsHaveNoJitterAndNoLossAcrossTheWrapOfTheNumbers() {
        for (int i = 0; i < 100; i++) {
            log.received(1, 65_500 + i & 0xFFFF, i * 960, i * 20L * MS);
        }
        assertThat(log.packets()).isEqualTo(100);
        assertThat(log.lost()).isZero();
        assertThat(log.jitterMs()).isCloseTo(0, within(0.001));
    }

    @Test
    void missingNumbersAreLostAndStragglersAreNot() {
        for (int sequence : new int[] {1, 2, 5, 4, 8}) {
            log.received(1, sequence, sequence * 960, sequence * 20L * MS);
        }
        assertThat(log.packets()).isEqualTo(5);
        assertThat(log.lost()).isEqualTo(3);
    }

    @Test
    void alternatingDelaysConvergeToTheirDifference() {
        for (int i = 0; i < 2_000; i++) {
            log.received(1, i & 0xFFFF, i * 960, i * 20L * MS + (i % 2) * 10L * MS);
        }
        assertThat(log.jitterMs()).isCloseTo(10, within(0.1));
    }

    @Test
    void aNewSourceKeepsWhatWasCounted() {
        log.received(1, 10, 0, 0);
        log.received(1, 12, 960, 20 * MS);
        log.received(2, 40_000, 77, 40 * MS);
        assertThat(log.packets()).isEqualTo(3);
        assertThat(log.lost()).isOne();
    }
}
