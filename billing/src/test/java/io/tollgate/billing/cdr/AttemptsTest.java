package io.tollgate.billing.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.cdr.jdbc.CdrArchive;
import io.tollgate.billing.ledger.CallRecovery;
import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.JournalTouch;
import io.tollgate.billing.ledger.TalkRating;
import io.tollgate.billing.ledger.jdbc.LedgerSettings;
import io.tollgate.billing.ledger.jdbc.PostgresCallJournal;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.ledger.jdbc.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private final CdrArchive archive = new CdrArchive(TestDatabase.dataSource());

    @Test
    void theAttemptsOfACallWhoseGatewayDiedAreKept() {
        String user = "attempts-" + UUID.randomUUID();
        TestDatabase.openAccount(user, "EUR");
        UUID call = UUID.randomUUID();
        Instant start = Calls.START;
        PostgresCallJournal journal = PostgresCallJournal.start(
                TestDatabase.dataSource(), "gw-" + user, UUID.randomUUID(), Duration.ofHours(1));
        journal.open(Calls.journalled(call, user, "EUR", start));
        journal.attempted(call, UUID.randomUUID(), 1, "first", start.plusMillis(20));
        UUID second = UUID.randomUUID();
        journal.attempted(call, second, 2, "second", start.plusMillis(800));
        journal.answered(call, start.plusMillis(4_000));
        journal.touch(List.of(new JournalTouch(call, start.plusMillis(14_000), 10_000)));
        journal.close();
        try (PostgresLedger ledger = new PostgresLedger(TestDatabase.dataSource(), LedgerSettings.DEFAULT)) {
            new CallRecovery(ledger, journal, (abandoned, talkMs) -> new TalkRating.Charge(0, 0, 0)).recover();
        }

        List<CallAttempt> attempts = archive.attemptsOf(call);

        assertThat(attempts).extracting(CallAttempt::target).containsExactly("first", "second");
        CallAttempt lost = attempts.getFirst();
        assertThat(lost.ending().cause()).isEqualTo("unknown");
        assertThat(lost.times().ended()).isEqualTo(start.plusMillis(800));
        assertThat(lost.talkMs()).isZero();
        CallAttempt carried = attempts.getLast();
        assertThat(carried.id()).isEqualTo(second);
        assertThat(carried.talkMs()).isEqualTo(10_000);
        assertThat(carried.ending().cause()).isEqualTo(CallRecovery.CAUSE);
        assertThat(carried.numbers().sent()).isEqualTo("+442079460123");
    }
}
