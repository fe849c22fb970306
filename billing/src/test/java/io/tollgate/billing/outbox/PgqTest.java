package io.tollgate.billing.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.jdbc.LedgerSettings;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.ledger.jdbc.TestDatabase;
import io.tollgate.billing.outbox.jdbc.PgqPublisher;
import io.tollgate.billing.outbox.jdbc.PostgresConsumers;
import io.tollgate.billing.outbox.jdbc.PostgresOutbox;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.postgres.jdbc.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PgqTest {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String QUEUE = "tollgate_events";

    @Test
    void everyEventGetsIntoTheQueueOnceAndInOrder() throws Exception {
        try (PgqServer server = PgqServer.start()) {
            DataSource source = server.dataSource();
            Database database = new Database(source);
            Schema.migrate(source);
            PgqPublisher pgq = new PgqPublisher(source);
            assertThat(pgq.isThere()).isFalse();
            database.update("create extension pgq");
            assertThat(pgq.isThere()).isTrue();
            pgq.ensureQueue(QUEUE);
            pgq.ensureQueue(QUEUE);
            database.first("select pgq.register_consumer(?, 'reader')", row -> row.getInt(1), QUEUE);
            PostgresConsumers consumers = new PostgresConsumers(source);
            PostgresOutbox outbox = new PostgresOutbox(source);
            consumers.add(new Consumer(
                    "queue",
                    Consumer.Kind.PGQ,
                    Set.of("call"),
                    QUEUE,
                    null,
                    outbox.end(),
                    false,
                    3,
                    0,
                    Instant.EPOCH,
                    null,
                    null,
                    Instant.EPOCH));
            List<String> settled = settle(source, database);
            assertThat(consumers.claim(UUID.randomUUID(), LEASE, false)).isEmpty();
            UUID owner = UUID.randomUUID();
            Consumer claimed = consumers.claim(owner, LEASE, true).orElseThrow();
            pgq.publish(claimed, UUID.randomUUID(), LEASE);
            assertThat(read(database))
                    .as("somebody without the lease published")
                    .isEmpty();
            pgq.publish(claimed, owner, LEASE);
            pgq.publish(claimed, owner, LEASE);
            assertThat(read(database)).isEqualTo(settled);
            assertThat(consumers.find("queue").orElseThrow().after()).isGreaterThan(claimed.after());
        }
    }

    /** Calls enough for more than a page, and another sort of event between them. */
    private static List<String> settle(DataSource source, Database database) {
        database.update("insert into account (username, currency) values ('pgq', 'EUR')");
        List<String> settled = new ArrayList<>();
        try (PostgresLedger ledger = new PostgresLedger(source, LedgerSettings.DEFAULT)) {
            for (int i = 0; i < 1_200; i++) {
                UUID id = UUID.randomUUID();
                ledger.settle(Calls.answered(id, "pgq", 1_000, "EUR"));
                settled.add(id.toString());
            }
            ledger.credit(Calls.topup(UUID.randomUUID(), "pgq", 1_000_000, "EUR"));
        }
        return settled;
    }

    private static List<String> read(Database database) {
        database.first("select pgq.force_tick(?)", row -> row.getLong(1), QUEUE);
        database.first("select pgq.ticker(?)", row -> row.getLong(1), QUEUE);
        List<String> subjects = new ArrayList<>();
        while (true) {
            long batch = database.first(
                            "select coalesce(pgq.next_batch(?, 'reader'), 0)",
                            row -> Long.valueOf(row.getLong(1)),
                            QUEUE)
                    .orElseThrow();
            if (batch == 0) {
                return subjects;
            }
            subjects.addAll(database.list(
                    "select ev_extra2 from pgq.get_batch_events(?) order by ev_id", row -> row.getString(1), batch));
            database.first("select pgq.finish_batch(?)", row -> row.getInt(1), batch);
        }
    }

    @Test
    void aDatabaseWithoutPgqSaysSo() {
        assertThat(new PgqPublisher(TestDatabase.dataSource()).isThere()).isFalse();
    }
}
