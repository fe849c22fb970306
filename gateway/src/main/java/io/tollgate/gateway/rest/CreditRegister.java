package io.tollgate.gateway.rest;

import io.tollgate.billing.adjustment.Answer;
import io.tollgate.billing.adjustment.Order;
import io.tollgate.billing.adjustment.jdbc.Adjustments;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.cdr.CdrStore;
import io.tollgate.billing.ledger.Balance;
import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.LedgerEntry;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.money.Amount;
import io.tollgate.billing.money.Money;
import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.rest.AccountsResource.CreditOrder;
import io.tollgate.gateway.rest.AccountsResource.CreditReceipt;
import io.tollgate.gateway.rest.AccountsResource.EntryView;
import io.tollgate.gateway.rest.AccountsResource.Statement;
import io.tollgate.gateway.rest.AdjustmentsResource.CallRefund;
import io.tollgate.gateway.start.CannotStart;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Money that an operator moves, by the ledger and nothing else. */
@Singleton
class CreditRegister {
    /** A million units: what exceeds it is a slip of the pen. */
    static final long MAX_MICROS = 1_000_000_000_000L;

    private final PostgresLedger ledger;
    private final Adjustments adjustments;
    private final CdrStore cdrs;
    private final OptionalLong alone;

    CreditRegister(PostgresLedger ledger, Adjustments adjustments, CdrStore cdrs, TollgateConfig config) {
        this.ledger = ledger;
        this.adjustments = adjustments;
        this.cdrs = cdrs;
        alone = alone(config.credit().fourEyesAbove().orElse(""));
    }

    private static OptionalLong alone(String setting) {
        if (setting.isBlank()) {
            return OptionalLong.empty();
        }
        if (Amount.read(setting, '.') instanceof Amount.Exact(long micros) && micros >= 0) {
            return OptionalLong.of(micros);
        }
        throw new CannotStart(
                "tollgate.credit.four-eyes-above is \"" + setting + "\", which is no amount such as 50.00.");
    }

    /** What an operator may order; rentals are booked by the house itself. */
    private enum Kind {
        TOPUP(Credit.Kind.TOPUP),
        ADJUSTMENT(Credit.Kind.ADJUSTMENT),
        PROMOTION(Credit.Kind.PROMOTION),
        REFUND(Credit.Kind.REFUND);

        private final Credit.Kind booked;

        Kind(Credit.Kind booked) {
            this.booked = booked;
        }
    }

    CreditReceipt book(String user, CreditOrder order, String actor) {
        Kind kind = Texts.constant(Kind.class, order.kind(), "kind");
        long micros = micros(order, kind);
        Balance balance = balance(user);
        String currency = Objects.requireNonNullElse(order.currency(), balance.currency());
        Credit credit = new Credit(
                order.id(),
                user,
                micros,
                currency,
                kind.booked,
                Objects.requireNonNullElse(order.reference(), ""),
                Objects.requireNonNullElse(order.reason(), ""),
                actor);
        if (!currency.equals(balance.currency())) {
            throw wrongCurrency(balance.currency());
        }
        return receipt(credit, adjustments.order(new Order(credit, null), alone, Instant.now()));
    }

    /** Gives back some of what a call has cost, or all that is left of it. */
    CreditReceipt refund(UUID callId, CallRefund wanted, String actor) {
        Cdr cdr = cdrs.find(callId).orElseThrow(CreditRegister::noSuchCall);
        String user = cdr.user();
        String currency = cdr.currency();
        if (user == null || currency == null || cdr.costMicros() == 0) {
            throw ProblemException.conflict("The call has cost nothing.");
        }
        String amount = wanted.amount();
        long micros = amount == null ? cdr.costMicros() : micros(amount, "amount");
        if (micros <= 0) {
            throw Texts.fault("amount", "must be above zero");
        }
        Credit credit = new Credit(
                wanted.id(),
                user,
                micros,
                currency,
                Credit.Kind.REFUND,
                callId.toString(),
                Objects.requireNonNullElse(wanted.reason(), ""),
                actor);
        return receipt(credit, adjustments.order(new Order(credit, callId), alone, Instant.now()));
    }

    CreditReceipt approve(UUID id, String actor) {
        Credit credit = waiting(id);
        return receipt(credit, adjustments.approve(id, actor, Instant.now()));
    }

    void reject(UUID id, String actor) {
        Credit credit = waiting(id);
        if (!(adjustments.reject(id, actor, Instant.now()) instanceof Answer.Rejected)) {
            throw ProblemException.conflict("The order of " + new Money(credit.amountMicros(), credit.currency())
                    + " has been decided already.");
        }
    }

    private Credit waiting(UUID id) {
        return adjustments.pending(Instant.now()).stream()
                .map(pending -> pending.order().credit())
                .filter(credit -> credit.transferId().equals(id))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("No such order waits for an approval."));
    }

    List<Order.Pending> pending() {
        return adjustments.pending(Instant.now());
    }

    private static CreditReceipt receipt(Credit credit, Answer answer) {
        return switch (answer) {
            case Answer.Booked booked -> receipt(credit, "booked", booked.availableMicros(), booked.repeated());
            case Answer.Waiting waiting -> receipt(credit, "waiting", null, false);
            case Answer.Rejected rejected ->
                throw ProblemException.conflict("This order was "
                        + (rejected.pending().state() == Order.State.REJECTED ? "rejected." : "not approved in time."));
            case Answer.NoSuchAccount() -> throw noSuchAccount();
            case Answer.NoSuchOrder() -> throw ProblemException.notFound("No such order waits for an approval.");
            case Answer.NoSuchCall() -> throw noSuchCall();
            case Answer.ExceedsCredit(long available) ->
                throw ProblemException.conflict(
                        "The account can spend " + new Money(Math.max(0, available), credit.currency()) + " only.");
            case Answer.AccountClosed() ->
                throw ProblemException.conflict("The account is closed and takes no credit.");
            case Answer.CurrencyMismatch(String accounts) -> throw wrongCurrency(accounts);
            case Answer.IdReused() ->
                throw ProblemException.conflict(
                        "This id stands for another transfer: another account, amount or kind. Nothing was booked.");
            case Answer.SamePerson() ->
                throw ProblemException.conflict("Another operator than the one who ordered it must approve it.");
            case Answer.DecidedAlready decided ->
                throw ProblemException.conflict(
                        "The order has been decided already: " + Texts.word(decided.state()) + ".");
            case Answer.ExceedsCost(long left) ->
                throw ProblemException.conflict("Of this call's cost only " + new Money(left, credit.currency())
                        + " can still be given back. Nothing was booked.");
        };
    }

    private static CreditReceipt receipt(Credit credit, String status, @Nullable Long available, boolean repeated) {
        return new CreditReceipt(
                credit.transferId(),
                credit.user(),
                new Money(credit.amountMicros(), credit.currency()).plain(),
                credit.amountMicros(),
                credit.currency(),
                available,
                repeated,
                status);
    }

    private static ProblemException noSuchCall() {
        return ProblemException.notFound("There is no record of such a call.");
    }

    private static long micros(CreditOrder order, Kind kind) {
        String amount = order.amount();
        Long given = order.amountMicros();
        if ((amount == null) == (given == null)) {
            throw Texts.fault("amount", "or amount_micros must be given, and only one of them");
        }
        String where = amount == null ? "amount_micros" : "amount";
        long micros = given != null ? given : micros(Objects.requireNonNull(amount), "amount");
        if (micros == 0 || micros > MAX_MICROS || micros < -MAX_MICROS) {
            throw Texts.fault(where, "must not be zero, nor above a million units");
        }
        if (micros < 0 && kind != Kind.ADJUSTMENT) {
            throw Texts.fault(where, "may be negative for an adjustment only");
        }
        return micros;
    }

    private static long micros(String amount, String where) {
        return switch (Amount.read(amount, '.')) {
            case Amount.Exact(long exact) -> exact;
            case Amount.Unreadable(String why) -> throw Texts.fault(where, why);
        };
    }

    Statement statement(String user, long before, int limit) {
        balance(user);
        List<LedgerEntry> found = ledger.statement(user, before, limit + 1);
        boolean more = found.size() > limit;
        List<LedgerEntry> shown = more ? found.subList(0, limit) : found;
        return new Statement(
                shown.stream().map(CreditRegister::view).toList(),
                more ? shown.getLast().id() : null);
    }

    static EntryView view(LedgerEntry entry) {
        return new EntryView(
                entry.id(),
                entry.account(),
                entry.transferId(),
                entry.amountMicros(),
                entry.currency(),
                entry.kind().toLowerCase(Locale.ROOT),
                entry.reference(),
                entry.reason(),
                entry.actor(),
                entry.at());
    }

    private Balance balance(String user) {
        if (!Texts.isName(user)) {
            throw noSuchAccount();
        }
        return ledger.balance(user).orElseThrow(CreditRegister::noSuchAccount);
    }

    private static ProblemException noSuchAccount() {
        return ProblemException.notFound("There is no such account.");
    }

    private static ProblemException wrongCurrency(String accounts) {
        return ProblemException.invalid("The account is kept in " + accounts + ".");
    }
}
