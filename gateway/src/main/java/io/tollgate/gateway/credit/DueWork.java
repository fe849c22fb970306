package io.tollgate.gateway.credit;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.tollgate.billing.adjustment.jdbc.Adjustments;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.postgres.jdbc.Transactions;
import io.tollgate.billing.renewal.jdbc.Contracts;
import io.tollgate.billing.upkeep.ExpiryRule;
import io.tollgate.billing.upkeep.jdbc.CreditExpiry;
import io.tollgate.billing.upkeep.jdbc.LowCredit;
import io.tollgate.billing.upkeep.jdbc.Recharges;
import io.tollgate.gateway.config.TollgateConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Looks at intervals for what is due. Any number of gateways may look at the same time. */
@Singleton
public class DueWork {
    private static final Logger LOG = Logger.getLogger(DueWork.class);
    /** So that one look ends; what is left is looked at next time. */
    private static final int AT_ONCE = 500;
    /** Expiry is a matter of days: all accounts are walked through once in this time. */
    private static final Duration WALK_EVERY = Duration.ofHours(1);

    private final Contracts contracts;
    private final Adjustments adjustments;
    private final LowCredit lowCredit;
    private final Recharges recharges;
    private final Optional<CreditExpiry> expiry;
    private final Till till;
    private long walkedTo;
    private Instant nextWalk = Instant.EPOCH;

    DueWork(
            Contracts contracts,
            Adjustments adjustments,
            Recharges recharges,
            Till till,
            Transactions transactions,
            Database database,
            TollgateConfig config) {
        this.contracts = contracts;
        this.adjustments = adjustments;
        this.recharges = recharges;
        this.till = till;
        lowCredit = new LowCredit(transactions, database);
        expiry = config.credit()
                .expiresAfter()
                .map(after -> new CreditExpiry(
                        transactions,
                        database,
                        new ExpiryRule(after, config.credit().expiryNotice())));
    }

    @Scheduled(every = "${tollgate.credit.look-every:10s}", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        guarded("renewals", () -> contracts.look(now, AT_ONCE));
        guarded("approvals that ran out", () -> adjustments.expire(now));
        guarded("low credit", () -> lowCredit.look(now, AT_ONCE));
        till.provider().ifPresent(provider -> guarded("recharges", () -> recharges.look(provider, now, AT_ONCE)));
        expiry.ifPresent(rule -> guarded("unused credit", () -> walk(rule, now)));
    }

    private void walk(CreditExpiry rule, Instant now) {
        if (walkedTo == 0 && now.isBefore(nextWalk)) {
            return;
        }
        walkedTo = rule.look(walkedTo, now, AT_ONCE);
        if (walkedTo == 0) {
            nextWalk = now.plus(WALK_EVERY);
        }
    }

    /** One kind of work must not keep the others from being done. */
    private static void guarded(String what, Runnable work) {
        try {
            work.run();
        } catch (LedgerUnavailableException e) {
            LOG.warnf("%s have to wait: %s", what, e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s could not be looked after", what);
        }
    }
}
