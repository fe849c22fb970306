package io.tollgate.billing.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.jdbc.LedgerSettings;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.ledger.jdbc.TestDatabase;
import io.tollgate.billing.outbox.jdbc.PostgresOutbox;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTest {
    private final PostgresOutbox outbox = new PostgresOutbox(TestDatabase.dataSource());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aReaderMissesNoEventAndSeesNoneTwiceHoweverTransactionsOverlap(long seed) throws SQLException {
        SplittableRandom random = new SplittableRandom(seed);
        OutboxCursor from = outbox.end();
        String mark = "overlap-" + UUID.randomUUID();
        List<Connection> idle = new ArrayList<>();
        Map<Connection, List<String>> open = new HashMap<>();
        List<String> committed = new ArrayList<>();
        List<String> read = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                Connection connection = TestDatabase.dataSource().getConnection();
                connection.setAutoCommit(false);
                idle.add(connection);
            }
            for (int step = 0; step < 400; step++) {
                switch (random.nextInt(4)) {
                    case 0, 1 -> write(random, idle, open, mark, step);
                    case 2 -> end(random, idle, open, committed);
                    default -> from = readOn(from, mark, read, 1 + random.nextInt(7));
                }
            }
            while (!open.isEmpty()) {
                end(random, idle, open, committed);
                from = readOn(from, mark, read, 5);
            }
            for (OutboxCursor before = OutboxCursor.START; !before.equals(from); ) {
                before = from;
                from = readOn(from, mark, read, 50);
            }
        } finally {
            for (Connection connection : idle) {
                connection.close();
            }
            for (Connection connection : open.keySet()) {
                connection.close();
            }
        }
        assertThat(committed).as("seed " + seed).hasSizeGreaterThan(50);
        assertThat(read).as("seed " + seed).containsExactlyInAnyOrderElementsOf(committed);
    }

    /** Writes in a transaction that is under way, or begins one. */
    private static void write(
            SplittableRandom random, List<Connection> idle, Map<Connection, List<String>> open, String mark, int step)
            throws SQLException {
        Connection writer;
        if (!idle.isEmpty() && (open.isEmpty() || random.nextBoolean())) {
            writer = idle.removeLast();
            open.put(writer, new ArrayList<>());
        } else {
            List<Connection> writers = new ArrayList<>(open.keySet());
            writer = writers.get(random.nextInt(writers.size()));
        }
        String subject = mark + "-" + step;
        try (PreparedStatement publish = writer.prepareStatement("select outbox_publish('notice.test', ?, '{}')")) {
            publish.setString(1, subject);
            publish.execute();
        }
        open.computeIfAbsent(writer, w -> new ArrayList<>()).add(subject);
    }

    private static void end(
            SplittableRandom random, List<Connection> idle, Map<Connection, List<String>> open, List<String> committed)
            throws SQLException {
        if (open.isEmpty()) {
            return;
        }
        List<Connection> writers = new ArrayList<>(open.keySet());
        Connection writer = writers.get(random.nextInt(writers.size()));
        List<String> written = open.remove(writer);
        if (random.nextInt(5) == 0) {
            writer.rollback();
        } else {
            writer.commit();
            committed.addAll(written);
        }
        idle.add(writer);
    }

    private OutboxCursor readOn(OutboxCursor from, String mark, List<String> read, int limit) {
        OutboxPage page = outbox.read(from, Set.of("notice"), limit);
        for (OutboxPage.Placed placed : page.events()) {
            assertThat(placed.place()).isGreaterThan(from);
            if (placed.event().subject().startsWith(mark)) {
                read.add(placed.event().subject());
            }
        }
        return page.next();
    }

    @Test
    void aSettledCallIsOneEventWithItsEntriesAndARepeatIsNone() {
        String user = "outbox-" + UUID.randomUUID();
        TestDatabase.openAccount(user, "EUR");
        OutboxCursor from = outbox.end();
        UUID call = UUID.randomUUID();
        UUID topUp = UUID.randomUUID();
        try (PostgresLedger ledger = new PostgresLedger(TestDatabase.dataSource(), LedgerSettings.DEFAULT)) {
            ledger.credit(new Credit(topUp, user, 5_000_000, "EUR", Credit.Kind.TOPUP, "r", "why", "admin"));
            ledger.settle(Calls.answered(call, user, 170_000, "EUR"));
            ledger.settle(Calls.answered(call, user, 170_000, "EUR"));
            ledger.credit(new Credit(topUp, user, 5_000_000, "EUR", Credit.Kind.TOPUP, "r", "why", "admin"));
        }
        List<OutboxEvent> events = outbox.read(from, Set.of(), 100).events().stream()
                .map(OutboxPage.Placed::event)
                .filter(event -> event.body().contains(user))
                .toList();
        assertThat(events).extracting(OutboxEvent::kind).containsExactly("transfer", "call");
        assertThat(events.getLast().subject()).isEqualTo(call.toString());
        assertThat(events.getLast().body())
                .contains("\"cost_micros\": 170000")
                .contains("\"amount_micros\": -170000")
                .doesNotContain("null");
    }

    @Test
    void whatAConsumerDidNotAskForMovesItsPlaceOn() {
        OutboxCursor from = outbox.end();
        outbox.publish("notice.one", "s", "{\"n\":1}");
        outbox.publish("other", "s", "{\"n\":2}");
        OutboxPage page = outbox.read(from, Set.of("notice"), 100);
        assertThat(page.events())
                .extracting(p -> p.event().kind())
                .contains("notice.one")
                .doesNotContain("other");
        assertThat(outbox.read(page.next(), Set.of("other"), 100).events()).isEmpty();
        assertThat(outbox.read(from, Set.of("other"), 100).events()).hasSize(1);
    }

    @Test
    void placesAreReadBackAndOtherTextIsNone() {
        OutboxCursor place = new OutboxCursor(123, 45);
        assertThat(OutboxCursor.parse(place.text())).contains(place);
        for (String wrong : List.of("", "12", "-1-2", "1-2-3", "9999999999999999999-1", "a-b", "1 -2")) {
            assertThat(OutboxCursor.parse(wrong)).as(wrong).isEmpty();
        }
    }
}
