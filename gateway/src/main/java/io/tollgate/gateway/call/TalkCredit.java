package io.tollgate.gateway.call;

import io.tollgate.billing.rating.HoldSize;
import io.tollgate.gateway.call.OutboundAction.Hold;
import io.tollgate.gateway.call.OutboundAction.LiftWarning;
import io.tollgate.gateway.call.OutboundAction.TellWarning;
import io.tollgate.gateway.call.OutboundState.Credit;
import io.tollgate.gateway.call.OutboundState.Funds;
import io.tollgate.gateway.call.OutboundState.Talking;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The credit of a call that is being talked: how far it reaches, when more is asked for, when the caller is warned.
 *
 * <p>More is asked for ahead of need, in slices that shrink as the credit does. When there is no more, the call ends at the
 * instant up to which it is held; until then it looks again every few seconds, and at once when it is told that money came.
 */
final class TalkCredit {
    /** Other calls of the account may take what was seen a moment ago; so often in a row it is tried with less. */
    static final int TRIES = 3;
    /** Asking sooner would only hammer a ledger in trouble. */
    private static final Duration LEDGER_RESTS = Duration.ofSeconds(1);

    private TalkCredit() {}

    /** At the answer. */
    static Credit opened(OutboundSetup setup, Instant answered, Funds funds) {
        return reaching(setup, answered, funds, false);
    }

    private static Credit reaching(OutboundSetup setup, Instant answered, Funds funds, boolean warned) {
        long seconds = setup.tariff().talkTime(funds.heldMicros());
        boolean longest = seconds >= setup.tariff().maxSeconds();
        Instant until = answered.plusSeconds(seconds);
        Instant askAt = longest ? until : until.minus(policy(setup).ahead());
        return new Credit(
                funds, until, longest ? TalkLimit.LENGTH : TalkLimit.CREDIT, longest, false, askAt, 0, warned);
    }

    static CreditPolicy policy(OutboundSetup setup) {
        return switch (setup.funding()) {
            case Funding.Held held -> held.policy();
            case Funding.Unbilled ignored -> CreditPolicy.DEFAULT;
        };
    }

    /** The ledger holds that much. A warning given before is taken back when the end is no longer near. */
    static Credit granted(
            OutboundSetup setup,
            Instant answered,
            Credit before,
            Funds said,
            Instant now,
            List<OutboundAction> actions) {
        // An answer may be late: what is held never becomes less.
        Funds funds = new Funds(Math.max(said.heldMicros(), before.funds().heldMicros()), said.availableMicros());
        Credit after = reaching(setup, answered, funds, before.warned());
        boolean near = !now.isBefore(after.until().minus(policy(setup).warning()));
        if (before.warned() && !near) {
            actions.add(new LiftWarning());
            return after.warned(false);
        }
        return after;
    }

    /** There is not as much as was asked for: take what there is, as long as that is something. */
    static Credit refused(
            OutboundSetup setup,
            Credit credit,
            long available,
            TalkLimit limit,
            Instant now,
            List<OutboundAction> actions) {
        long held = credit.funds().heldMicros();
        if (credit.tries() < TRIES
                && setup.tariff().furtherHold(held, available, policy(setup).hold())
                        instanceof HoldSize.Hold(long total, long ignored)
                && total > held) {
            actions.add(new Hold(total));
            return credit.askingFor(credit.tries() + 1);
        }
        return credit.endingBy(
                limit,
                Math.max(0, available),
                nextLook(credit, now, policy(setup).again()));
    }

    /** The ledger refuses the account: what is held stands. */
    static Credit accountRefused(OutboundSetup setup, Credit credit, Instant now) {
        return credit.endingBy(
                TalkLimit.ACCOUNT, 0, nextLook(credit, now, policy(setup).again()));
    }

    /** The ledger does not answer: what is held stands. */
    static Credit ledgerSilent(Credit credit, Instant now) {
        return credit.endingBy(credit.limit(), credit.funds().availableMicros(), nextLook(credit, now, LEDGER_RESTS));
    }

    /** The last look is early enough for its answer, unless it is too late for any. */
    private static Instant nextLook(Credit credit, Instant now, Duration again) {
        Instant last = credit.until().minus(CreditPolicy.LAST_LOOK);
        if (!now.isBefore(last)) {
            return credit.until();
        }
        Instant next = now.plus(again);
        return next.isBefore(last) ? next : last;
    }

    /** Money came: look now. */
    static Credit lookNow(Credit credit, Instant now) {
        boolean useful = credit.ending() && !credit.asking() && credit.limit() != TalkLimit.LENGTH;
        return useful
                ? new Credit(credit.funds(), credit.until(), credit.limit(), true, false, now, 0, credit.warned())
                : credit;
    }

    /** What time alone brings about: the next extension, the warning. */
    static Credit tend(OutboundSetup setup, Credit credit, Instant now, List<OutboundAction> actions) {
        Credit next = credit;
        if (asks(credit) && !now.isBefore(credit.askAt())) {
            actions.add(new Hold(nextTotal(setup, credit.funds())));
            next = next.askingFor(0);
        }
        if (warns(next) && !now.isBefore(warnAt(setup, next))) {
            // Rounded: a wake-up that is a millisecond late must not take a second off what the caller is told.
            long seconds = Duration.between(now, next.until()).plusMillis(500).toSeconds();
            actions.add(new TellWarning(seconds, next.limit()));
            next = next.warned(true);
        }
        return next;
    }

    private static long nextTotal(OutboundSetup setup, Funds funds) {
        return switch (setup.tariff()
                .furtherHold(
                        funds.heldMicros(),
                        funds.availableMicros(),
                        policy(setup).hold())) {
            case HoldSize.Hold(long total, long ignored) -> total;
            // What is known may be out of date: one increment more is asked for, and the ledger says whether it is
            // there.
            case HoldSize.NotEnough(long needed, long ignored) -> needed;
        };
    }

    private static boolean asks(Credit credit) {
        return !credit.asking() && credit.askAt().isBefore(credit.until());
    }

    private static boolean warns(Credit credit) {
        return credit.ending() && !credit.warned();
    }

    private static Instant warnAt(OutboundSetup setup, Credit credit) {
        return credit.until().minus(policy(setup).warning());
    }

    /** When the next of all this is due. */
    static Instant nextDue(Talking s) {
        Credit credit = s.credit();
        Instant first = s.nextTick().isBefore(credit.until()) ? s.nextTick() : credit.until();
        if (asks(credit) && credit.askAt().isBefore(first)) {
            first = credit.askAt();
        }
        if (warns(credit) && warnAt(s.setup(), credit).isBefore(first)) {
            first = warnAt(s.setup(), credit);
        }
        return first;
    }
}
