package io.tollgate.billing.rerating;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.Balance;
import io.tollgate.billing.ledger.BundleUse;
import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.CreditOutcome;
import io.tollgate.billing.ledger.HoldOutcome;
import io.tollgate.billing.ledger.Ledger;
import io.tollgate.billing.ledger.LedgerCheck;
import io.tollgate.billing.ledger.LedgerEntry;
import io.tollgate.billing.ledger.SettleOutcome;
import io.tollgate.billing.ledger.Split;
import io.tollgate.billing.ledger.chain.ChainedEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Books, and then dies before it can tell, at the n-th credit. */
final class FailingLedger implements Ledger {
    private final Ledger ledger;
    private int left;

    FailingLedger(Ledger ledger, int credits) {
        this.ledger = ledger;
        left = credits;
    }

    @Override
    public CreditOutcome credit(Credit credit) {
        CreditOutcome outcome = ledger.credit(credit);
        left--;
        if (left == 0) {
            throw new IllegalStateException("killed");
        }
        return outcome;
    }

    @Override
    public HoldOutcome hold(UUID callId, String user, long totalMicros, String currency, Duration ttl) {
        return ledger.hold(callId, user, totalMicros, currency, ttl);
    }

    @Override
    public SettleOutcome settle(Cdr cdr, Split split, BundleUse use) {
        return ledger.settle(cdr, split, use);
    }

    @Override
    public SettleOutcome release(Cdr cdr) {
        return ledger.release(cdr);
    }

    @Override
    public Optional<Balance> balance(String user) {
        return ledger.balance(user);
    }

    @Override
    public List<LedgerEntry> statement(String user, long beforeId, int limit) {
        return ledger.statement(user, beforeId, limit);
    }

    @Override
    public List<LedgerEntry> entries(UUID transferId) {
        return ledger.entries(transferId);
    }

    @Override
    public int sweep() {
        return ledger.sweep();
    }

    @Override
    public LedgerCheck verify() {
        return ledger.verify();
    }

    @Override
    public LedgerCheck verify(String user) {
        return ledger.verify(user);
    }

    @Override
    public List<ChainedEntry> chain(String user, long beforeNumber, int limit) {
        return ledger.chain(user, beforeNumber, limit);
    }
}
