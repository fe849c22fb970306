package io.tollgate.gateway.switchboard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.gateway.call.Cause;
import jakarta.inject.Singleton;

/** Calls in figures, without identities. */
@Singleton
public class CallCounters {
    private final MeterRegistry registry;
    private final Counter started;
    private final Counter emergencies;

    CallCounters(MeterRegistry registry, LiveCalls calls) {
        this.registry = registry;
        this.started = Counter.builder("tollgate.calls.started")
                .description("Calls begun: rated and held, or ringing a user's devices")
                .register(registry);
        this.emergencies = Counter.builder("tollgate.emergency.passed")
                .description("Calls to emergency numbers passed on, unbilled")
                .register(registry);
        Gauge.builder("tollgate.calls.live", calls, LiveCalls::count)
                .description("Calls in progress")
                .register(registry);
    }

    void started() {
        started.increment();
    }

    void emergencyPassed() {
        emergencies.increment();
    }

    /** Before a trunk or a device was touched. */
    void refused(Cause cause) {
        registry.counter("tollgate.calls.refused", "cause", cause.word()).increment();
    }
}
