package io.tollgate.billing.ledger.jdbc;

import io.tollgate.billing.ledger.AllowanceContract;
import io.tollgate.billing.ledger.Allowances;
import io.tollgate.billing.ledger.CallJournal;
import io.tollgate.billing.ledger.Ledger;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;

class PostgresAllowancesTest extends AllowanceContract {
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
    protected Allowances allowances() {
        return LEDGER.allowances();
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
}
