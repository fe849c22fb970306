package io.tollgate.billing.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.ledger.jdbc.TestDatabase;
import io.tollgate.billing.outbox.jdbc.PostgresConsumers;
import io.tollgate.billing.outbox.jdbc.PostgresOutbox;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumersTest {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private final PostgresOutbox outbox = new PostgresOutbox(TestDatabase.dataSource());
    private final PostgresConsumers consumers = new PostgresConsumers(TestDatabase.dataSource());
    private final UUID mine = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();
    private final String name = "c" + UUID.randomUUID();

    @BeforeEach
    void add() {
        assertThat(consumers.add(new Consumer(
                        name,
                        Consumer.Kind.WEBHOOK,
                        Set.of("notice"),
                        "https://example.net/hook",
                        "s",
                        outbox.end(),
                        false,
                        3,
                        0,
                        Instant.EPOCH,
                        null,
                        null,
                        Instant.EPOCH)))
                .isTrue();
    }

    @AfterEach
    void remove() {
        consumers.remove(name);
    }

    private OutboxPage.Placed event() {
        outbox.publish("notice.test", name, "{}");
        return outbox.read(consumers.find(name).orElseThrow().after(), Set.of("notice"), 100).events().stream()
                .filter(placed -> placed.event().subject().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aConsumerIsClaimedByOneDelivererWhenThereIsSomethingForIt() {
        assertThat(consumers.claim(mine, LEASE, false)).isEmpty();
        OutboxPage.Placed placed = event();
        assertThat(consumers.claim(mine, LEASE, false)).map(Consumer::name).contains(name);
        assertThat(consumers.claim(other, LEASE, false)).isEmpty();
        assertThat(consumers.delivered(name, other, placed.place(), LEASE)).isFalse();
        assertThat(consumers.delivered(name, mine, placed.place(), LEASE)).isTrue();
        assertThat(consumers.find(name).orElseThrow().after()).isEqualTo(placed.place());
    }

    @Test
    void aFailureWaitsForItsTimeAndTheLastOneBuriesTheEventUntilItIsRedriven() {
        OutboxPage.Placed placed = event();
        assertThat(consumers.claim(mine, LEASE, false)).isPresent();
        consumers.failed(name, mine, "answered 500", Instant.now().plusSeconds(3600));
        assertThat(consumers.claim(mine, LEASE, false)).isEmpty();
        Consumer waiting = consumers.find(name).orElseThrow();
        assertThat(waiting.failures()).isEqualTo(1);
        assertThat(waiting.lastError()).isEqualTo("answered 500");
        assertThat(consumers.change(waiting)).isTrue();
        assertThat(consumers.claim(mine, LEASE, false)).isPresent();
        consumers.buried(name, mine, placed.place(), placed.event(), 3, "answered 500");
        assertThat(consumers.find(name).orElseThrow().after()).isEqualTo(placed.place());
        assertThat(consumers.deadLetters(name, true, 10)).isEmpty();
        assertThat(consumers.deadLetters(name, false, 10))
                .extracting(dead -> dead.event().id())
                .containsExactly(placed.event().id());
        assertThat(consumers.redrive(name, placed.event().id())).isEqualTo(1);
        assertThat(consumers.claim(mine, LEASE, false)).isPresent();
        consumers.diedAgain(name, placed.event().id(), "answered 502");
        assertThat(consumers.deadLetters(name, true, 10)).isEmpty();
        assertThat(consumers.deadLetters(name, false, 10).getFirst().attempts()).isEqualTo(4);
        consumers.resurrected(name, placed.event().id());
        assertThat(consumers.deadLetters(name, false, 10)).isEmpty();
    }

    @Test
    void anAcknowledgementNeverMovesBack() {
        OutboxPage.Placed placed = event();
        assertThat(consumers.acknowledge(name, placed.place())).isTrue();
        assertThat(consumers.acknowledge(name, OutboxCursor.START)).isTrue();
        assertThat(consumers.find(name).map(Consumer::after)).contains(placed.place());
        assertThat(consumers.acknowledge("nobody", placed.place())).isFalse();
        assertThat(consumers.find("nobody")).isEqualTo(Optional.empty());
    }

    @Test
    void eventsThatAConsumerStillLacksAreNotDeleted() {
        OutboxPage.Placed placed = event();
        TestDatabase.database()
                .update(
                        "update outbox set at = now() - interval '400 days' where id = ?",
                        placed.event().id());
        outbox.purge(365, 1000);
        assertThat(outbox.floor()).isLessThan(placed.place());
        consumers.acknowledge(name, placed.place());
        assertThat(outbox.purge(365, 1000)).isEqualTo(1);
        assertThat(outbox.floor()).isEqualTo(placed.place());
    }
}
