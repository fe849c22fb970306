package io.tollgate.billing.ledger.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.cdr.CdrStore;
import io.tollgate.billing.cdr.jdbc.PostgresCdrStore;
import io.tollgate.billing.ledger.CallJournal;
import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.Ledger;
import io.tollgate.billing.ledger.LedgerContract;
import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.ledger.SettleOutcome.Settled;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresLedgerTest extends LedgerContract {
    private static final PostgresLedger LEDGER = new PostgresLedger(TestDatabase.dataSource(), LedgerSettings.DEFAULT);

    @AfterAll
    static void close() {
        LEDGER.close();
    }

    @Override
    protected Ledger ledger() {
        return LEDGER;
    }

    @Override
    protected CdrStore cdrs() {
        return new PostgresCdrStore(TestDatabase.dataSource());
    }

    @Override
    protected CallJournal journal(String gateway) {
        return PostgresCallJournal.start(TestDatabase.dataSource(), gateway, UUID.randomUUID(), Duration.ofHours(1));
    }

    @Override
    protected void openAccount(String user, String currency) {
        TestDatabase.openAccount(user, currency);
    }

    @Override
    protected void closeAccount(String user) {
        TestDatabase.database().update("update account set status = 'CLOSED' where username = ?", user);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update entry set amount_micros = 1",
                "delete from entry",
                "truncate entry",
                "update transfer set reason = 'x'",
                "delete from transfer",
                "truncate transfer cascade",
                "update cdr set cost_micros = 0",
                "delete from cdr",
                "truncate cdr"
            })
    void whatIsBookedCannotBeChanged(String sql) {
        assertThatThrownBy(() -> TestDatabase.database().update(sql))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("append-only");
    }

    @Test
    void entriesThatDoNotBalanceAreRefusedByTheDatabase() {
        UUID id = UUID.randomUUID();
        TestDatabase.database().update("insert into transfer (id, kind, actor) values (?, 'ADJUSTMENT', 'test')", id);
        assertThatThrownBy(() -> TestDatabase.database()
                        .update(
                                "insert into entry (account_id, transfer_id, amount_micros, currency)"
                                        + " select id, ?, 5, 'EUR' from account where username = ?",
                                id,
                                user))
                .hasMessageContaining("sum to zero");
        assertThat(LEDGER.verify().problems()).containsExactly("transfer " + id + " has no entries");
        TestDatabase.database().update("alter table transfer disable trigger transfer_append_only");
        TestDatabase.database().update("delete from transfer where id = ?", id);
        TestDatabase.database().update("alter table transfer enable always trigger transfer_append_only");
    }

    @Test
    void theCheckFindsABalanceAndAReservationThatWereTamperedWith() {
        TestDatabase.database()
                .update("update account set balance_micros = 11000000, reserved_micros = 5 where username = ?", user);
        assertThat(LEDGER.verify().problems())
                .containsExactlyInAnyOrder(
                        "balance of " + user + " is 11000000, its entries sum to 10000000",
                        "account " + user + " has 5 reserved, its reservations sum to 0",
                        // Found a second time by the audit that walks the chain and shares no code with the view.
                        "account " + user + " has a balance of 11000000, its entries sum to 10000000");
        TestDatabase.database()
                .update("update account set balance_micros = 10000000, reserved_micros = 0 where username = ?", user);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON at all",
                "{\"a\": \"\\u0000\"}",
                "{\"a\": \"\\ud800\"}",
                "{",
                "{}, \"cost_micros\": 1",
                "[]"
            })
    void aChargeIsNotLostForABadExplanation(String explanation) {
        Cdr good = Calls.answered(UUID.randomUUID(), user, 17_000, "EUR");
        Cdr cdr = new Cdr(
                good.id(),
                good.direction(),
                good.user(),
                "a\0b",
                good.numbers(),
                good.tariff(),
                good.trunk(),
                good.codec(),
                good.times(),
                good.talkMs(),
                good.billedSeconds(),
                good.costMicros(),
                good.taxMicros(),
                good.currency(),
                good.ending(),
                new Cdr.Quality(Double.NaN, 1.0, Double.POSITIVE_INFINITY),
                explanation);
        assertThat(LEDGER.settle(cdr)).isEqualTo(new Settled(17_000, 9_983_000, false));
        Cdr stored = cdrs().find(cdr.id()).orElseThrow();
        assertThat(stored.explanation()).isEqualTo("{}");
        assertThat(stored.device()).isEqualTo("ab");
        assertThat(stored.quality()).isEqualTo(new Cdr.Quality(null, 1.0, null));
    }

    @Test
    void aCallIdOfAnotherAccountIsRefusedAndTheRestOfTheBatchIsNotHarmed() {
        UUID id = UUID.randomUUID();
        TestDatabase.openAccount(user + "-other", "EUR");
        LEDGER.settle(Calls.answered(id, user, 10, "EUR"));
        assertThatThrownBy(() -> LEDGER.settle(Calls.answered(id, user + "-other", 10, "EUR")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("belongs to another account");
    }
}
