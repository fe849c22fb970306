package io.tollgate.billing.ledger;

import io.tollgate.billing.cdr.CdrStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

class InMemoryLedgerTest extends LedgerContract {
    private final InMemoryLedger ledger = new InMemoryLedger(InstantSource.system());

    @Override
    protected Ledger ledger() {
        return ledger;
    }

    @Override
    protected CdrStore cdrs() {
        return ledger;
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
