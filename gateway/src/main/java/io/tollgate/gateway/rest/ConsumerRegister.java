package io.tollgate.gateway.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.outbox.Consumer;
import io.tollgate.billing.outbox.OutboxCursor;
import io.tollgate.billing.outbox.jdbc.PgqPublisher;
import io.tollgate.billing.outbox.jdbc.PostgresConsumers;
import io.tollgate.billing.outbox.jdbc.PostgresOutbox;
import io.tollgate.gateway.config.DeliveryConfig;
import io.tollgate.gateway.delivery.EventJson;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.rest.ConsumersResource.ConsumerChange;
import io.tollgate.gateway.rest.ConsumersResource.ConsumerView;
import io.tollgate.gateway.rest.ConsumersResource.DeadLetterView;
import io.tollgate.gateway.rest.ConsumersResource.NewConsumer;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Consumers as they are stored. */
@Singleton
class ConsumerRegister {
    private static final int MAX_COUNTED = 10_000;
    private static final int MAX_ATTEMPTS = 12;
    private static final int SECRET_BYTES = 32;
    private static final Pattern EVENT = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final PostgresConsumers consumers;
    private final PostgresOutbox outbox;
    private final PgqPublisher pgq;
    private final DeliveryConfig config;
    private final ObjectMapper json;
    private final SecureRandom random = new SecureRandom();

    ConsumerRegister(
            PostgresConsumers consumers,
            PostgresOutbox outbox,
            PgqPublisher pgq,
            DeliveryConfig config,
            ObjectMapper json) {
        this.consumers = consumers;
        this.outbox = outbox;
        this.pgq = pgq;
        this.config = config;
        this.json = json;
    }

    /** Where a new consumer begins. */
    private enum From {
        NOW,
        BEGINNING
    }

    List<ConsumerView> all() {
        return consumers.all().stream().map(c -> view(c, false)).toList();
    }

    ConsumerView one(String name) {
        return view(found(name), false);
    }

    ConsumerView add(NewConsumer wanted) {
        Consumer.Kind kind = Texts.constant(Consumer.Kind.class, wanted.kind(), "kind");
        From from = Texts.constant(From.class, Objects.requireNonNullElse(wanted.from(), "now"), "from");
        String target = switch (kind) {
            case WEBHOOK -> url(wanted.url());
            case PGQ -> queue(wanted.queue());
            case PULL -> null;
        };
        Consumer consumer = new Consumer(
                wanted.name(),
                kind,
                events(wanted.events()),
                target,
                kind == Consumer.Kind.WEBHOOK ? secret() : null,
                from == From.NOW ? outbox.end() : outbox.floor(),
                false,
                Objects.requireNonNullElse(wanted.maxAttempts(), MAX_ATTEMPTS),
                0,
                Instant.EPOCH,
                null,
                null,
                Instant.EPOCH);
        if (!consumers.add(consumer)) {
            throw ProblemException.conflict("There is a consumer of this name already.");
        }
        return view(found(wanted.name()), true);
    }

    ConsumerView change(String name, ConsumerChange change) {
        Consumer now = found(name);
        boolean webhook = now.kind() == Consumer.Kind.WEBHOOK;
        boolean renew = Boolean.TRUE.equals(change.newSecret());
        if (!webhook && (renew || change.url() != null)) {
            throw ProblemException.invalid("Only a webhook has a URL and a secret.");
        }
        Consumer next = new Consumer(
                now.name(),
                now.kind(),
                change.events() == null ? now.kinds() : events(change.events()),
                change.url() == null ? now.target() : url(change.url()),
                renew ? secret() : now.secret(),
                now.after(),
                Objects.requireNonNullElse(change.paused(), now.paused()),
                Objects.requireNonNullElse(change.maxAttempts(), now.maxAttempts()),
                now.failures(),
                now.nextTryAt(),
                now.lastError(),
                now.lastSuccessAt(),
                now.createdAt());
        if (!consumers.change(next)) {
            throw noSuchConsumer();
        }
        return view(found(name), renew);
    }

    void remove(String name) {
        if (!Texts.isName(name) || !consumers.remove(name)) {
            throw noSuchConsumer();
        }
    }

    List<DeadLetterView> deadLetters(String name, int limit) {
        found(name);
        return consumers.deadLetters(name, false, limit).stream()
                .map(dead -> new DeadLetterView(
                        tree(EventJson.of(dead.event())),
                        dead.attempts(),
                        dead.lastError(),
                        dead.diedAt(),
                        dead.redrive()))
                .toList();
    }

    int redrive(String name, @Nullable String eventId) {
        found(name);
        int marked = consumers.redrive(name, eventId == null ? 0 : Long.parseLong(eventId));
        if (marked == 0 && eventId != null) {
            throw ProblemException.notFound("There is no such dead letter.");
        }
        return marked;
    }

    /** Says that a pull consumer has everything up to a place. */
    ConsumerView acknowledge(String name, OutboxCursor upTo) {
        Consumer consumer = found(name);
        if (consumer.kind() != Consumer.Kind.PULL) {
            throw ProblemException.invalid(
                    "Only a consumer that pulls acknowledges; others answer what they are sent.");
        }
        if (upTo.compareTo(outbox.end()) > 0) {
            throw Texts.fault("cursor", "lies beyond the last event");
        }
        consumers.acknowledge(name, upTo);
        return view(found(name), false);
    }

    Consumer found(String name) {
        return (Texts.isName(name) ? consumers.find(name) : java.util.Optional.<Consumer>empty())
                .orElseThrow(ConsumerRegister::noSuchConsumer);
    }

    private static ProblemException noSuchConsumer() {
        return ProblemException.notFound("There is no such consumer.");
    }

    static Set<String> events(@Nullable Set<String> wanted) {
        if (wanted == null) {
            return Set.of();
        }
        for (String event : wanted) {
            if (event == null || !EVENT.matcher(event).matches()) {
                throw Texts.fault("events", "must be words like call, attempt, transfer, notice or notice.low-balance");
            }
        }
        return Set.copyOf(wanted);
    }

    private String url(@Nullable String text) {
        if (text == null) {
            throw Texts.fault("url", "must be given for a webhook");
        }
        try {
            URI url = new URI(text);
            String host = url.getHost();
            String scheme = url.getScheme();
            if (host == null || scheme == null || url.getUserInfo() != null || url.getFragment() != null) {
                throw Texts.fault("url", "must be like https://example.net/hook, without user and fragment");
            }
            boolean plain = scheme.equals("http");
            if (!plain && !scheme.equals("https")) {
                throw Texts.fault("url", "must be an https address");
            }
            if (plain && !config.plainHttp() && !LOOPBACK.contains(host)) {
                throw Texts.fault("url", "must be https; tollgate.delivery.plain-http allows http to other hosts");
            }
            return text;
        } catch (URISyntaxException e) {
            throw Texts.fault("url", "is no address");
        }
    }

    private String queue(@Nullable String name) {
        if (name == null) {
            throw Texts.fault("queue", "must be given for PgQ");
        }
        if (!pgq.isThere()) {
            throw ProblemException.invalid("This database has no PgQ: run CREATE EXTENSION pgq there first.");
        }
        try {
            pgq.ensureQueue(name);
        } catch (LedgerException e) {
            throw ProblemException.invalid("PgQ refused the queue: " + e.getMessage() + ".");
        }
        return name;
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return "tgwh_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database kept no JSON as an event", e);
        }
    }

    private ConsumerView view(Consumer consumer, boolean withSecret) {
        return new ConsumerView(
                consumer.name(),
                Texts.word(consumer.kind()),
                consumer.kinds().stream().sorted().toList(),
                consumer.target(),
                withSecret ? consumer.secret() : null,
                consumer.after().text(),
                consumers.behind(consumer.after(), MAX_COUNTED),
                consumer.paused(),
                consumer.maxAttempts(),
                consumer.failures(),
                consumer.failures() == 0 ? null : consumer.nextTryAt(),
                consumer.lastError(),
                consumer.lastSuccessAt(),
                consumer.createdAt());
    }
}
