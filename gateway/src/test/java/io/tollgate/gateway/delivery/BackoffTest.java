package io.tollgate.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofHours(1));

    @Test
    void theWaitDoublesWithEachFailureUpToTheLongest() {
        assertThat(backoff.after(1, 0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(backoff.after(5, 0)).isEqualTo(Duration.ofSeconds(32));
        assertThat(backoff.after(12, 0)).isEqualTo(Duration.ofHours(1));
        assertThat(backoff.after(Integer.MAX_VALUE, 0)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void theWaitIsSpreadOverItsLastQuarter() {
        assertThat(backoff.after(3, 0.5)).isEqualTo(Duration.ofSeconds(7));
    }
}
