package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.cdr.CdrStore;
import io.tollgate.gateway.rest.CdrsResource.CdrView;
import io.tollgate.gateway.switchboard.LiveCall;
import io.tollgate.gateway.switchboard.LiveCalls;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What happens to calls, for whoever listens: begun, changed (looked at once a second), ended.
 *
 * <p>A listener that cannot keep up loses events rather than slowing calls down; the list of live calls is the truth.
 */
@Singleton
class CallFeed implements LiveCalls.Listener {
    private static final Logger LOG = Logger.getLogger(CallFeed.class);
    private static final int BUFFERED_EVENTS = 1024;
    private static final double MS_PER_MINUTE = 60_000.0;
    /** Seconds between events that tell of figures only. */
    private static final int FIGURES_EVERY = 5;

    private final LiveCalls calls;
    private final CdrStore cdrs;
    private final MeterRegistry registry;
    private final BroadcastProcessor<CallEvent> events = BroadcastProcessor.create();
    private final AtomicInteger listeners = new AtomicInteger();
    private final Map<UUID, LiveCall.View> seen = new ConcurrentHashMap<>();
    private final LongAdder talkedMs = new LongAdder();
    private long looks;

    CallFeed(LiveCalls calls, CdrStore cdrs, MeterRegistry registry) {
        this.calls = calls;
        this.cdrs = cdrs;
        this.registry = registry;
    }

    /**
     * Something happened to a call.
     *
     * @param event {@code started}, {@code changed} or {@code ended}
     * @param call as it is, or last was
     * @param record once it has ended, and if one was kept
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CallEvent(
            String event, LiveCall.View call, @Nullable CdrView record) {}

    void begin(@Observes StartupEvent started) {
        calls.listen(this);
        FunctionCounter.builder("tollgate.minutes.served", talkedMs, sum -> sum.sum() / MS_PER_MINUTE)
                .description("Minutes talked in calls that ended, since this process began")
                .register(registry);
    }

    /** Everything from now on. */
    Multi<CallEvent> events() {
        return events.onOverflow()
                .buffer(BUFFERED_EVENTS)
                .onSubscription()
                .invoke(listeners::incrementAndGet)
                .onTermination()
                .invoke(listeners::decrementAndGet);
    }

    @Override
    public void added(LiveCall call) {
        LiveCall.View view = call.view();
        seen.put(call.id(), view);
        publish(new CallEvent("started", view, null));
    }

    /** The record is read aside, so that the call's own thread is done. */
    @Override
    public void removed(LiveCall call) {
        seen.remove(call.id());
        LiveCall.View last = call.view();
        Thread.ofVirtual().name("ended-" + call.id()).start(() -> ended(last));
    }

    private void ended(LiveCall.View last) {
        Optional<Cdr> record = Optional.empty();
        try {
            record = cdrs.find(last.id());
        } catch (RuntimeException e) {
            LOG.warnf("the end of call %s is told without its record: %s", last.id(), e.getMessage());
        }
        record.ifPresent(cdr -> talkedMs.add(cdr.talkMs()));
        publish(new CallEvent("ended", last, record.map(CdrView::of).orElse(null)));
    }

    /** Finds what changed; does nothing while nobody listens. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        if (listeners.get() == 0) {
            return;
        }
        // Figures of quality never rest: each second of them would be told to nobody's use.
        boolean figuresToo = ++looks % FIGURES_EVERY == 0;
        for (LiveCall call : calls.all()) {
            LiveCall.View now = call.view();
            LiveCall.View before = seen.get(call.id());
            if (before != null && (figuresToo ? !before.equals(now) : now.differsFrom(before))) {
                seen.replace(call.id(), now);
                publish(new CallEvent("changed", now, null));
            }
        }
    }

    /** One at a time, as reactive streams demand. */
    private synchronized void publish(CallEvent event) {
        if (listeners.get() > 0) {
            events.onNext(event);
        }
    }
}
