package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RareWarningTest {
    private final List<String> log = new ArrayList<>();
    /** Just before the clock's own overflow, which must not matter. */
    private long now = Long.MAX_VALUE - 10;

    private final RareWarning warning = new RareWarning(Duration.ofMinutes(1), () -> now, log::add);

    @Test
    void aFloodIsOneLineAMinuteThatCountsTheOthers() {
        for (int i = 0; i < 1_000; i++) {
            warning.tell("refused " + i);
        }
        now += Duration.ofSeconds(59).toNanos();
        warning.tell("still refused");
        assertThat(log).containsExactly("refused 0");
        now += Duration.ofSeconds(1).toNanos();
        warning.tell("refused again");
        now += Duration.ofMinutes(1).toNanos();
        warning.tell("and alone");
        assertThat(log)
                .containsExactly("refused 0", "refused again (and 1000 more since the last warning)", "and alone");
    }
}
