package io.tollgate.gateway.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.outbox.Consumer;
import io.tollgate.billing.outbox.jdbc.PgqPublisher;
import io.tollgate.billing.outbox.jdbc.PostgresConsumers;
import io.tollgate.billing.outbox.jdbc.PostgresOutbox;
import io.tollgate.gateway.config.DeliveryConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Works for all consumers that do not ask by themselves. */
@Singleton
public class Deliverer {
    private static final Logger LOG = Logger.getLogger(Deliverer.class);
    /** Consumers served at the same time; each takes a virtual thread and a database connection now and then. */
    private static final int AT_ONCE = 8;
    /** Longer than any one try, so that a lease is lost by a death only. */
    private static final Duration LEASE_BEYOND_TIMEOUT = Duration.ofSeconds(30);

    private static final int PURGE_AT_ONCE = 10_000;

    private final DeliveryConfig config;
    private final PostgresOutbox outbox;
    private final PostgresConsumers consumers;
    private final PgqPublisher pgq;
    private final MeterRegistry meters;
    private final WebhookSender sender;
    private final Backoff backoff;
    private final Duration lease;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private volatile boolean open = true;

    Deliverer(
            DeliveryConfig config,
            PostgresOutbox outbox,
            PostgresConsumers consumers,
            PgqPublisher pgq,
            MeterRegistry meters) {
        this.config = config;
        this.outbox = outbox;
        this.consumers = consumers;
        this.pgq = pgq;
        this.meters = meters;
        sender = new WebhookSender(config.timeout());
        backoff = new Backoff(config.firstRetry(), config.longestRetry());
        lease = config.timeout().plus(LEASE_BEYOND_TIMEOUT);
    }

    /** Starts work for every consumer that is due. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void lookAround() {
        if (!config.enabled()) {
            return;
        }
        try {
            while (open && room.tryAcquire()) {
                if (!startNext()) {
                    return;
                }
            }
        } catch (LedgerUnavailableException e) {
            LOG.warnf("deliveries wait for the database: %s", e.getMessage());
        }
    }

    private boolean startNext() {
        boolean started = false;
        try {
            UUID owner = UUID.randomUUID();
            Optional<Consumer> due = consumers.claim(owner, lease, pgq.isThere());
            if (due.isEmpty()) {
                return false;
            }
            Consumer consumer = due.get();
            Thread.ofVirtual().name("deliver-" + consumer.name()).start(() -> work(consumer, owner));
            started = true;
            return true;
        } finally {
            if (!started) {
                room.release();
            }
        }
    }

    /** Forgets old events. */
    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void tidy() {
        try {
            while (open && outbox.purge(config.keepDays(), PURGE_AT_ONCE) == PURGE_AT_ONCE) {
                LOG.debug("a batch of delivered events was deleted");
            }
        } catch (LedgerUnavailableException e) {
            LOG.warnf("old events stay for now: %s", e.getMessage());
        }
    }

    private void work(Consumer consumer, UUID owner) {
        try {
            if (consumer.kind() == Consumer.Kind.PGQ) {
                pgq.publish(consumer, owner, lease);
            } else {
                new WebhookRun(outbox, consumers, sender, backoff, lease, () -> open, this::count).run(consumer, owner);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LedgerException | LedgerUnavailableException e) {
            LOG.warnf("delivery to %s has to wait: %s", consumer.name(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "delivery to %s failed", consumer.name());
            consumers.failed(
                    consumer.name(),
                    owner,
                    "its delivery failed, see the log",
                    Instant.now().plus(config.longestRetry()));
        } finally {
            release(consumer, owner);
            room.release();
        }
    }

    private void release(Consumer consumer, UUID owner) {
        try {
            consumers.release(consumer.name(), owner);
        } catch (LedgerException | LedgerUnavailableException e) {
            LOG.debugf("the lease of %s runs out by itself", consumer.name());
        }
    }

    private void count(String consumer, boolean taken) {
        meters.counter("tollgate.deliveries", "consumer", consumer, "outcome", taken ? "taken" : "failed")
                .increment();
    }

    @PreDestroy
    void close() {
        open = false;
        sender.close();
    }
}
