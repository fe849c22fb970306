package io.tollgate.gateway.rest;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.tollgate.gateway.policy.CallPolicy;
import io.tollgate.gateway.policy.PolicyNews;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Rules that took effect, for whoever listens. Who reads too slowly loses events: records and accounts are the truth. */
@Singleton
class PolicyFeed {
    private static final int BUFFERED_EVENTS = 1024;

    private final CallPolicy policy;
    private final BroadcastProcessor<PolicyEvent> events = BroadcastProcessor.create();
    private final AtomicInteger listeners = new AtomicInteger();

    PolicyFeed(CallPolicy policy) {
        this.policy = policy;
    }

    /**
     * A rule took effect.
     *
     * @param event {@code policy-refused} or {@code account-suspended}
     * @param rule its name
     * @param detail the limit and what stood against it
     */
    public record PolicyEvent(String event, String user, UUID call, String rule, String detail, Instant at) {}

    void begin(@Observes StartupEvent started) {
        policy.listen(this::heard);
    }

    /** Everything from now on. */
    Multi<PolicyEvent> events() {
        return events.onOverflow()
                .buffer(BUFFERED_EVENTS)
                .onSubscription()
                .invoke(listeners::incrementAndGet)
                .onTermination()
                .invoke(listeners::decrementAndGet);
    }

    /** One at a time, as reactive streams demand. */
    private synchronized void heard(PolicyNews news) {
        if (listeners.get() > 0) {
            events.onNext(new PolicyEvent(
                    news.what(), news.user(), news.call(), news.rule().word(), news.detail(), news.at()));
        }
    }
}
