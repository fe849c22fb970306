package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EffortTest {
    private static final long SECOND = 1_000_000_000L;
    private final Effort effort = new Effort(true, 0);
    private long nowNs;

    private void seconds(int count, double busy) {
        for (int i = 0; i < count * 100; i++) {
            nowNs += SECOND / 100;
            effort.worked((long) (busy * SECOND / 100), nowNs);
        }
    }

    @Test
    void aWorkerWithTimeToSpareEncodesAsWasAskedFor() {
        seconds(60, 0.6);
        assertThat(effort.complexity(10)).isEqualTo(10);
        assertThat(effort.share()).isBetween(0.55, 0.65);
    }

    @Test
    void eachSecondOfTooMuchWorkLowersTheComplexityByAStepToNothing() {
        seconds(1, 0.95);
        assertThat(effort.complexity(10)).isEqualTo(5);
        seconds(1, 0.95);
        assertThat(effort.complexity(10)).isEqualTo(3);
        seconds(10, 0.95);
        assertThat(effort.complexity(10)).isZero();
    }

    @Test
    void itComesBackAStepAfterTenIdleSecondsAndNotBefore() {
        seconds(3, 0.9);
        assertThat(effort.step()).isEqualTo(3);
        seconds(9, 0.3);
        assertThat(effort.step()).isEqualTo(3);
        seconds(1, 0.3);
        assertThat(effort.step()).isEqualTo(2);
        seconds(5, 0.3);
        seconds(1, 0.7);
        seconds(9, 0.3);
        assertThat(effort.step()).as("a busy second begins the count anew").isEqualTo(2);
    }

    @Test
    void whatWasAskedForIsNeverExceeded() {
        seconds(1, 0.95);
        assertThat(effort.complexity(2)).isEqualTo(2);
    }

    @Test
    void aFixedComplexityStaysWhateverHappens() {
        Effort fixed = new Effort(false, 0);
        for (int i = 1; i <= 1_000; i++) {
            fixed.worked(SECOND / 100, i * SECOND / 100);
        }
        assertThat(fixed.complexity(10)).isEqualTo(10);
    }
}
