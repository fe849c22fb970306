package io.tollgate.billing.rerating;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.cdr.Period;
import io.tollgate.billing.cdr.jdbc.CdrArchive;
import io.tollgate.billing.cdr.jdbc.PostgresCdrStore;
import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.Ledger;
import io.tollgate.billing.ledger.jdbc.LedgerSettings;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.ledger.jdbc.TestDatabase;
import io.tollgate.billing.rerating.Repricing.Outcome;
import io.tollgate.billing.rerating.jdbc.PostgresReratings;
import io.tollgate.billing.rerating.jdbc.Rerater;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RerateTest {
    private static final PostgresLedger LEDGER = new PostgresLedger(TestDatabase.dataSource(), LedgerSettings.DEFAULT);
    private static final UUID FIRST = new UUID(0, 0);

    private final PostgresReratings store = new PostgresReratings(TestDatabase.dataSource());
    private final Rerater rerater = new Rerater(store, new CdrArchive(TestDatabase.dataSource()), LEDGER);
    private final String user = "rerate-" + UUID.randomUUID();
    private final List<UUID> calls = new ArrayList<>();

    @AfterAll
    static void close() {
        LEDGER.close();
    }

    @BeforeEach
    void threeCallsForATenth() {
        TestDatabase.openAccount(user, "EUR");
        for (int i = 0; i < 3; i++) {
            UUID id = UUID.randomUUID();
            calls.add(id);
            LEDGER.settle(Calls.answered(id, user, 100_000, "EUR"));
        }
    }

    private Run run(long cost) {
        return run(cdr -> new Outcome.Priced(cost, 0, "44"));
    }

    private Run run(Repricing repricing) {
        Instant start = Calls.START;
        return rerater.preview(
                new Run(
                        UUID.randomUUID(),
                        new Period(start.minus(Duration.ofDays(1)), start.plusSeconds(1)),
                        user,
                        null,
                        null,
                        "wrong deck",
                        Run.State.PREVIEWING,
                        0,
                        "admin",
                        start,
                        null,
                        null),
                repricing);
    }

    private long balance() {
        return LEDGER.balance(user).orElseThrow().balanceMicros();
    }

    @Test
    void aPreviewListsTheDifferencesAndBooksNothing() {
        Run run = run(70_000);
        assertThat(run.calls()).isEqualTo(3);
        assertThat(store.totals(run.id()))
                .containsExactly(new PostgresReratings.Total("EUR", Line.State.PROPOSED, 3, 300_000, 210_000));
        assertThat(balance()).isEqualTo(-300_000);
    }

    @Test
    void applyingBooksOneCorrectionPerCallAndNoneAgainAndLeavesTheRecordAlone() {
        Run run = run(70_000);
        assertThat(rerater.apply(run.id(), "boss")).isTrue();
        assertThat(balance()).isEqualTo(-210_000);
        assertThat(rerater.apply(run.id(), "boss")).isFalse();
        assertThat(balance()).isEqualTo(-210_000);
        Line line = store.lines(run.id(), FIRST, 10).getFirst();
        assertThat(line.state()).isEqualTo(Line.State.BOOKED);
        assertThat(LEDGER.entries(line.transferId())).allSatisfy(entry -> {
            assertThat(entry.kind()).isEqualTo("CORRECTION");
            assertThat(entry.reference()).isEqualTo(line.callId().toString());
        });
        Cdr cdr = new PostgresCdrStore(TestDatabase.dataSource())
                .find(calls.getFirst())
                .orElseThrow();
        assertThat(cdr.costMicros()).isEqualTo(100_000);
        assertThat(LEDGER.verify().problems()).isEmpty();
    }

    @Test
    void aSecondRunCorrectsOnlyWhatTheFirstLeft() {
        rerater.apply(run(70_000).id(), "boss");
        Run second = run(90_000);
        assertThat(store.totals(second.id()))
                .containsExactly(new PostgresReratings.Total("EUR", Line.State.PROPOSED, 3, 210_000, 270_000));
        rerater.apply(second.id(), "boss");
        assertThat(balance()).isEqualTo(-270_000);
        assertThat(store.totals(run(90_000).id())).isEmpty();
    }

    @Test
    void anApplicationThatACrashInterruptedGoesOnWhereItWas() {
        Run run = run(70_000);
        Ledger failing = new FailingLedger(LEDGER, 2);
        Rerater dying = new Rerater(store, new CdrArchive(TestDatabase.dataSource()), failing);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> dying.apply(run.id(), "boss"))
                .hasMessageContaining("killed");
        assertThat(store.find(run.id()).orElseThrow().state()).isEqualTo(Run.State.APPLYING);
        assertThat(rerater.apply(run(50_000).id(), "boss"))
                .as("another run meanwhile")
                .isFalse();
        assertThat(rerater.apply(run.id(), "boss")).isTrue();
        assertThat(balance()).isEqualTo(-210_000);
        assertThat(store.totals(run.id()))
                .extracting(PostgresReratings.Total::state)
                .containsExactly(Line.State.BOOKED);
    }

    @Test
    void aPreviewThatAnotherRunHasOvertakenBooksNothing() {
        Run early = run(70_000);
        Run late = run(80_000);
        rerater.apply(late.id(), "boss");
        rerater.apply(early.id(), "boss");
        assertThat(balance()).isEqualTo(-240_000);
        assertThat(store.totals(early.id()))
                .extracting(PostgresReratings.Total::state)
                .containsExactly(Line.State.STALE);
    }

    @Test
    void aCallWithoutAPriceIsListedAndStaysAsItIs() {
        Run run = run(cdr -> new Outcome.Unpriced("deck 7 does not list it"));
        rerater.apply(run.id(), "boss");
        assertThat(store.lines(run.id(), FIRST, 10)).hasSize(3).allSatisfy(line -> {
            assertThat(line.state()).isEqualTo(Line.State.UNPRICED);
            assertThat(line.differenceMicros()).isZero();
        });
        assertThat(balance()).isEqualTo(-300_000);
    }
}
