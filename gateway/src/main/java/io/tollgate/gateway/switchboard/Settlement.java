package io.tollgate.gateway.switchboard;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.Ledger;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.ledger.SettleOutcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Writes the end of a call. Usage is a fact: it is booked as soon as the ledger answers, however long that takes. */
final class Settlement {
    private static final Logger LOG = Logger.getLogger(Settlement.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private Settlement() {}

    /**
     * Settles beside the call's loop.
     *
     * @param done told the first answer, on a thread of its own
     */
    static void start(Ledger ledger, Cdr cdr, Consumer<SettleOutcome> done) {
        Thread.ofVirtual().name("settle-" + cdr.id()).start(() -> {
            try {
                done.accept(untilDone(ledger, cdr));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static SettleOutcome untilDone(Ledger ledger, Cdr cdr) throws InterruptedException {
        while (true) {
            try {
                SettleOutcome outcome = ledger.settle(cdr);
                if (!(outcome instanceof SettleOutcome.Settled)) {
                    LOG.errorf("call %s could not be booked: %s", cdr.id(), outcome);
                }
                return outcome;
            } catch (LedgerUnavailableException e) {
                LOG.warnf("call %s waits for the ledger to be settled", cdr.id());
                TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
            }
        }
    }
}
