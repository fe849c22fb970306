package io.tollgate.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** {@code tollgate.delivery.*}: how events get to consumers outside. */
@ConfigMapping(prefix = "tollgate.delivery")
public interface DeliveryConfig {
    /** Whether this process delivers; others on the same database may. */
    @WithDefault("true")
    boolean enabled();

    /** How long a webhook may take to answer. */
    @WithDefault("10s")
    Duration timeout();

    /** Wait after a first failure; it doubles with each further one. */
    @WithDefault("2s")
    Duration firstRetry();

    /** Longest wait between tries. */
    @WithDefault("1h")
    Duration longestRetry();

    /** Whether webhooks may be plain HTTP to other hosts than this one. */
    @WithDefault("false")
    boolean plainHttp();

    /** Days that delivered events are kept for consumers who want to go back. */
    @WithDefault("90")
    @Min(1)
    @Max(3650)
    int keepDays();
}
