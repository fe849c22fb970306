package io.tollgate.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code tollgate.rerating.*}: pricing finished calls again. */
@ConfigMapping(prefix = "tollgate.rerating")
public interface ReratingConfig {
    /** Whether somebody else than who made a preview must apply it. */
    @WithDefault("false")
    boolean fourEyes();
}
