package io.tollgate.gateway.switchboard;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.HoldOutcome;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.ledger.SettleOutcome;
import io.tollgate.gateway.call.OutboundEvent;
import io.tollgate.gateway.call.OutboundSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The money side of a call to a phone: asks the ledger beside the call's loop and brings its answers back to it. */
final class CallCredit {
    private static final Logger LOG = Logger.getLogger(CallCredit.class);
    /** Long enough for a restart to find it; the journal keeps live calls' holds from being swept. */
    private static final Duration HOLD_TTL = Duration.ofMinutes(5);

    private final CallTools tools;
    private final OutboundSetup setup;
    private final String currency;
    private final CallRecord record;
    private final CallLoop loop;
    private final Consumer<OutboundEvent> events;
    private long available;

    /**
     * @param available what the account can spend, as far as is known
     * @param events takes the ledger's answers, on the call's loop
     */
    CallCredit(
            CallTools tools,
            OutboundSetup setup,
            String currency,
            long available,
            CallRecord record,
            CallLoop loop,
            Consumer<OutboundEvent> events) {
        this.tools = tools;
        this.setup = setup;
        this.currency = currency;
        this.available = available;
        this.record = record;
        this.loop = loop;
        this.events = events;
    }

    /** What the account can spend besides this call's hold, as the ledger said last. On the loop only. */
    long available() {
        return available;
    }

    /** Asks the ledger beside the loop, so that a hang-up need not wait for the database. */
    void hold(long total) {
        Thread.ofVirtual().name("hold-" + setup.callId()).start(() -> {
            try {
                HoldOutcome outcome = tools.ledger().hold(setup.callId(), setup.user(), total, currency, HOLD_TTL);
                loop.post(() -> held(total, outcome));
            } catch (LedgerUnavailableException e) {
                post(new OutboundEvent.LedgerUnavailable("the ledger does not answer"));
            } catch (RuntimeException e) {
                LOG.errorf(e, "call %s: the hold failed", setup.callId());
                post(new OutboundEvent.LedgerUnavailable("the hold failed"));
            }
        });
    }

    private void post(OutboundEvent event) {
        loop.post(() -> events.accept(event));
    }

    private void held(long asked, HoldOutcome outcome) {
        Instant now = tools.clock().instant();
        switch (outcome) {
            case HoldOutcome.Held(long total, long rest) -> {
                available = rest;
                record.decided(now, "held " + total + " micros");
                events.accept(new OutboundEvent.Held(total));
            }
            case HoldOutcome.ExceedsCredit(long held, long rest) -> {
                available = rest;
                record.decided(
                        now,
                        "a hold of " + asked + " micros exceeds the credit: " + held + " held, " + rest + " to spend");
                events.accept(new OutboundEvent.CreditShort(rest));
            }
            case HoldOutcome.NoSuchAccount() -> events.accept(new OutboundEvent.AccountRefused("no such account"));
            case HoldOutcome.AccountClosed() -> events.accept(new OutboundEvent.AccountRefused("suspended or closed"));
            case HoldOutcome.AlreadySettled() -> events.accept(new OutboundEvent.AccountRefused("settled already"));
            case HoldOutcome.CurrencyMismatch(String other) ->
                events.accept(new OutboundEvent.AccountRefused("the account is in " + other));
        }
    }

    /** Books the end of the call, however long the ledger takes. */
    void settle(Cdr cdr) {
        Settlement.start(
                tools.ledger(),
                cdr,
                outcome -> loop.post(() -> {
                    if (outcome instanceof SettleOutcome.Settled settled) {
                        available = settled.availableMicros();
                    }
                    events.accept(new OutboundEvent.Settled());
                }));
    }
}
