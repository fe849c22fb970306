package io.tollgate.billing.ledger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

class InMemoryAllowancesTest extends AllowanceContract {
    private final InMemoryLedger ledger = new InMemoryLedger(InstantSource.system());

    @Override
    protected Ledger ledger() {
        return ledger;
    }

    @Override
    protected Allowances allowances() {
        return ledger.allowances();
    }

    @Override
    protected CallJournal journal(String gateway) {
        return ledger.journal(gateway, UUID.randomUUID(), Duration.ofHours(1));
    }

    @Override
    protected void openAccount(String user, String currency) {
        ledger.open(user, currency, 0);
    }

    @Override
    protected void closeAccount(String user) {
        ledger.close(user);
    }
}
