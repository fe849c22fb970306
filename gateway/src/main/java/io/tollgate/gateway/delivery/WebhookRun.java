package io.tollgate.gateway.delivery;

import io.tollgate.billing.outbox.Consumer;
import io.tollgate.billing.outbox.DeadLetter;
import io.tollgate.billing.outbox.OutboxEvent;
import io.tollgate.billing.outbox.OutboxPage;
import io.tollgate.billing.outbox.jdbc.PostgresConsumers;
import io.tollgate.billing.outbox.jdbc.PostgresOutbox;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * One turn of work for a webhook: what an operator wants tried again, then what is new, until nothing is left or a try
 * fails. Used once, on one thread.
 */
final class WebhookRun {
    private static final Logger LOG = Logger.getLogger(WebhookRun.class);
    private static final int PAGE = 100;

    private final PostgresOutbox outbox;
    private final PostgresConsumers consumers;
    private final WebhookSender sender;
    private final Backoff backoff;
    private final Duration lease;
    private final BooleanSupplier open;
    private final Tally tally;

    /** Hears of each try. */
    @FunctionalInterface
    interface Tally {
        void tried(String consumer, boolean taken);
    }

    WebhookRun(
            PostgresOutbox outbox,
            PostgresConsumers consumers,
            WebhookSender sender,
            Backoff backoff,
            Duration lease,
            BooleanSupplier open,
            Tally tally) {
        this.outbox = outbox;
        this.consumers = consumers;
        this.sender = sender;
        this.backoff = backoff;
        this.lease = lease;
        this.open = open;
        this.tally = tally;
    }

    void run(Consumer claimed, UUID owner) throws InterruptedException {
        redrive(claimed, owner);
        Optional<Consumer> turn = Optional.of(claimed);
        while (open.getAsBoolean() && turn.isPresent() && !turn.get().paused()) {
            Consumer consumer = turn.get();
            OutboxPage page = outbox.read(consumer.after(), consumer.kinds(), PAGE);
            if (page.next().equals(consumer.after()) || !deliver(consumer, owner, page) || !page.more()) {
                return;
            }
            turn = consumers.find(consumer.name());
        }
    }

    private void redrive(Consumer consumer, UUID owner) throws InterruptedException {
        for (DeadLetter dead : consumers.deadLetters(consumer.name(), true, PAGE)) {
            long id = dead.event().id();
            if (!open.getAsBoolean() || !consumers.renew(consumer.name(), owner, lease)) {
                return;
            }
            switch (send(consumer, dead.event(), dead.attempts() + 1)) {
                case WebhookSender.Outcome.Taken() -> consumers.resurrected(consumer.name(), id);
                case WebhookSender.Outcome.Failed(String why) -> consumers.diedAgain(consumer.name(), id, why);
            }
        }
    }

    /** False when this turn is over: a try failed, the lease is lost or the gateway stops. */
    private boolean deliver(Consumer consumer, UUID owner, OutboxPage page) throws InterruptedException {
        int failures = consumer.failures();
        for (OutboxPage.Placed placed : page.events()) {
            if (!open.getAsBoolean()) {
                return false;
            }
            switch (send(consumer, placed.event(), failures + 1)) {
                case WebhookSender.Outcome.Taken() -> {
                    failures = 0;
                    if (!consumers.delivered(consumer.name(), owner, placed.place(), lease)) {
                        return false;
                    }
                }
                case WebhookSender.Outcome.Failed(String why) -> {
                    failed(consumer, owner, placed, failures + 1, why);
                    return false;
                }
            }
        }
        return consumers.delivered(consumer.name(), owner, page.next(), lease);
    }

    private void failed(Consumer consumer, UUID owner, OutboxPage.Placed placed, int tries, String why) {
        if (tries >= consumer.maxAttempts()) {
            LOG.warnf(
                    "event %d is a dead letter of consumer %s: %s",
                    placed.event().id(), consumer.name(), why);
            consumers.buried(consumer.name(), owner, placed.place(), placed.event(), tries, why);
            return;
        }
        Duration wait = backoff.after(tries, ThreadLocalRandom.current().nextDouble());
        consumers.failed(consumer.name(), owner, why, Instant.now().plus(wait));
    }

    private WebhookSender.Outcome send(Consumer consumer, OutboxEvent event, int attempt) throws InterruptedException {
        String url = consumer.target();
        String secret = consumer.secret();
        if (url == null || secret == null) {
            throw new IllegalStateException("a webhook without URL or secret passed the database's checks");
        }
        WebhookSender.Outcome outcome =
                sender.send(consumer.name(), URI.create(url), secret, event, attempt, Instant.now());
        tally.tried(consumer.name(), outcome instanceof WebhookSender.Outcome.Taken);
        return outcome;
    }
}
