package io.tollgate.gateway.switchboard;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.HoldOutcome;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.ledger.SettleOutcome;
import io.tollgate.billing.policy.PolicyDecision;
import io.tollgate.billing.policy.PolicyLimits;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.gateway.call.Funding;
import io.tollgate.gateway.call.OutboundEvent;
import io.tollgate.gateway.call.OutboundSetup;
import io.tollgate.gateway.call.TalkLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The money side of a call to a phone: asks the ledger beside the call's loop and brings its answers back to it. */
final class CallCredit {
    private static final Logger LOG = Logger.getLogger(CallCredit.class);
    /** Long enough for a restart to find it; the journal keeps live calls' holds from being swept. */
    static final Duration HOLD_TTL = Duration.ofMinutes(5);

    private final CallTools tools;
    private final OutboundSetup setup;
    private final PolicyLimits limits;
    private final CallRecord record;
    private final CallLoop loop;
    private final Consumer<OutboundEvent> events;
    private volatile long heldMicros;
    private volatile CallTariff tariff;
    /** Whether the first hold is behind it, for which the set-up has held seconds already. */
    private volatile boolean asked;

    private long available;
    private String lastSaid = "";

    /**
     * @param limits that further holds are held against; the first one was when the call was let through
     * @param events takes the ledger's answers, on the call's loop
     */
    CallCredit(
            CallTools tools,
            OutboundSetup setup,
            PolicyLimits limits,
            CallRecord record,
            CallLoop loop,
            Consumer<OutboundEvent> events) {
        this.tools = tools;
        this.setup = setup;
        this.limits = limits;
        this.record = record;
        this.loop = loop;
        this.events = events;
        this.tariff = setup.tariff();
        this.available = setup.funding() instanceof Funding.Held held ? held.availableMicros() : 0;
    }

    /** What the account can spend besides this call's hold, as the ledger said last. On the loop only. */
    long available() {
        return available;
    }

    /**
     * What the call can cost altogether, in micro-units: its own hold and what the account can spend besides. On the
     * loop only.
     */
    long spendable() {
        return available + heldMicros;
    }

    /** Asks the ledger beside the loop, so that a hang-up need not wait for the database. */
    void hold(long total) {
        Thread.ofVirtual().name("hold-" + setup.callId()).start(() -> {
            try {
                if (morePackage()) {
                    return;
                }
                Optional<OutboundEvent.CreditShort> ceiling = ceiling(total);
                if (ceiling.isPresent()) {
                    loop.post(() -> stoppedByCeiling(ceiling.get()));
                    return;
                }
                HoldOutcome outcome = tools.ledger()
                        .hold(
                                setup.callId(),
                                setup.user(),
                                total,
                                setup.tariff().currency(),
                                HOLD_TTL);
                loop.post(() -> held(total, outcome));
            } catch (LedgerUnavailableException e) {
                post(new OutboundEvent.LedgerUnavailable("the ledger does not answer"));
            } catch (RuntimeException e) {
                LOG.errorf(e, "call %s: the hold failed", setup.callId());
                post(new OutboundEvent.LedgerUnavailable("the hold failed"));
            }
        });
    }

    /**
     * Packages go before money: a call that has lived on one asks it for more first. False when there is no more of it; what
     * is asked of the credit then stays asked.
     */
    private boolean morePackage() {
        CallTariff before = tariff;
        if (before.bundleSeconds() == 0 || !asked) {
            asked = true;
            return false;
        }
        CallTariff after = tools.packages().hold(setup.callId(), setup.user(), before, HOLD_TTL);
        if (after.bundleSeconds() == before.bundleSeconds()) {
            return false;
        }
        tariff = after;
        loop.post(() -> {
            say("held " + after.bundleSeconds() + " s of packages");
            events.accept(new OutboundEvent.PackageHeld(after.bundleSeconds()));
        });
        return true;
    }

    private void post(OutboundEvent event) {
        loop.post(() -> events.accept(event));
    }

    /** A call in progress asks its account's ceilings on spending first; empty when they leave room for that much. */
    private Optional<OutboundEvent.CreditShort> ceiling(long total) {
        long held = heldMicros;
        if (held == 0 || !limits.boundsSpending()) {
            return Optional.empty();
        }
        return switch (tools.policy().extend(setup.user(), limits, setup.callId(), held, total)) {
            case PolicyDecision.Allowed(long spendable) ->
                spendable >= total
                        ? Optional.empty()
                        : Optional.of(new OutboundEvent.CreditShort(spendable - held, TalkLimit.SPENDING));
            case PolicyDecision.Refused refused -> {
                loop.post(() -> say("rule " + refused.rule().word() + ": " + refused.detail()));
                yield Optional.of(new OutboundEvent.CreditShort(0, TalkLimit.SPENDING));
            }
        };
    }

    private void stoppedByCeiling(OutboundEvent.CreditShort shortage) {
        if (shortage.availableMicros() > 0) {
            say("a ceiling on spending leaves " + shortage.availableMicros() + " micros more");
        }
        events.accept(shortage);
    }

    /** A call that looks for credit every few seconds says what it finds once. */
    private void say(String what) {
        if (!what.equals(lastSaid)) {
            lastSaid = what;
            record.decided(tools.clock().instant(), what);
        }
    }

    private void held(long asked, HoldOutcome outcome) {
        switch (outcome) {
            case HoldOutcome.Held(long total, long rest) -> {
                available = rest;
                heldMicros = total;
                say("held " + total + " micros");
                events.accept(new OutboundEvent.Held(total, rest));
            }
            case HoldOutcome.ExceedsCredit(long held, long rest) -> {
                available = rest;
                say("a hold of " + asked + " micros exceeds the credit: " + held + " held, " + rest + " to spend");
                events.accept(new OutboundEvent.CreditShort(rest, TalkLimit.CREDIT));
            }
            case HoldOutcome.NoSuchAccount() -> refused("no such account");
            case HoldOutcome.AccountClosed() -> refused("suspended or closed");
            case HoldOutcome.AlreadySettled() -> refused("settled already");
            case HoldOutcome.CurrencyMismatch(String other) -> refused("the account is in " + other);
        }
    }

    private void refused(String why) {
        say("the ledger refuses the account: " + why);
        events.accept(new OutboundEvent.AccountRefused(why));
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
